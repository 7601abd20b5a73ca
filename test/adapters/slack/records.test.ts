import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Records, recordsOfOne, recordsOfReplicas } from "../../../src/adapters/slack/records.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import { silentLog } from "../../support/silent-log.ts";
import { openQuestion as question } from "../../support/slack/open-question.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Replicas over one store. What one of them tells is kept by the keys of the questions. */
const replicas = () => {
  const store = memoryExpiring();
  const told: string[] = [];
  let refusing = false;
  const start = async (): Promise<Records> => {
    const records = recordsOfReplicas({
      expiring: store,
      wait: () => new Promise(() => {}),
      comesAgain: ({ key }) => Promise.resolve(key.startsWith("unacknowledged")),
      log: silentLog,
      tell: async (leftovers, journal) => {
        if (refusing) return leftovers;
        for (const { key } of leftovers) {
          told.push(key);
          await journal.forget(key);
        }
        return [];
      },
    });
    await records.begin();
    await records.tell();
    return records;
  };
  return {
    start,
    told,
    refuse: (on: boolean): void => {
      refusing = on;
    },
    /** The lease of a replica that says nothing more has run out. */
    expire: (seat: number) => store.delete(`slack:seat:${seat}`),
  };
};

const LOOK_MS = 15_000;

describe("open questions of an earlier process under the same name", () => {
  it("are not written over by questions that come before they were read", async () => {
    const store = memoryExpiring();
    const told: string[] = [];
    const started = (): Records =>
      recordsOfOne("main", {
        expiring: store,
        wait: () => new Promise(() => {}),
        log: silentLog,
        comesAgain: () => Promise.resolve(false),
        tell: async (leftovers) => {
          told.push(...leftovers.map(({ key }) => key));
          return [];
        },
      });
    const killed = started();
    await killed.begin();
    await killed.journal.open(question("left"));
    const next = started();
    const opening = Array.from({ length: 200 }, (_, i) => next.journal.open(question(`new ${i}`)));
    await next.begin();
    await Promise.all(opening);
    await next.tell();
    expect(told).toEqual(["left"]);
    expect((await started().journal.leftovers()).length).toBe(201);
  });
});

describe("open questions of a replica that died", () => {
  it("are told by one that goes on living, once", async () => {
    const { start, told, expire } = replicas();
    const dead = await start();
    await dead.journal.open(question("command 1"));
    // Nothing of the dead one runs any more.
    vi.clearAllTimers();
    await start();
    await start();
    await vi.advanceTimersByTimeAsync(LOOK_MS);
    expect(told).toEqual([]);
    await expire(0);
    await vi.advanceTimersByTimeAsync(3 * LOOK_MS);
    expect(told).toEqual(["command 1"]);
  });

  it("are left alone when they were not acknowledged: Slack delivers them again", async () => {
    const { start, told, expire } = replicas();
    const dead = await start();
    await dead.journal.open(question("unacknowledged 1"));
    await dead.journal.open(question("command 2"));
    vi.clearAllTimers();
    await expire(0);
    await start();
    await start();
    await vi.advanceTimersByTimeAsync(2 * LOOK_MS);
    expect(told).toEqual(["command 2"]);
  });

  it("are told by whoever sits down in its place", async () => {
    const { start, told, expire } = replicas();
    const dead = await start();
    await dead.journal.open(question("command 1"));
    vi.clearAllTimers();
    await expire(0);
    await start();
    await vi.advanceTimersByTimeAsync(2 * LOOK_MS);
    expect(told).toEqual(["command 1"]);
  });

  it("stay on record while Slack cannot be reached, and are told when it can", async () => {
    const { start, told, expire, refuse } = replicas();
    const dead = await start();
    await dead.journal.open(question("command 1"));
    vi.clearAllTimers();
    await start();
    refuse(true);
    await expire(0);
    await vi.advanceTimersByTimeAsync(2 * LOOK_MS);
    refuse(false);
    await vi.advanceTimersByTimeAsync(LOOK_MS);
    expect(told).toEqual(["command 1"]);
  });

  it("are not told when they were answered, nor by a replica about itself, nor after an end in good order", async () => {
    const { start, told } = replicas();
    const [one, other] = [await start(), await start()];
    await one.journal.open(question("answered"));
    one.journal.close("answered");
    await other.journal.open(question("being answered"));
    await vi.advanceTimersByTimeAsync(3 * LOOK_MS);
    other.journal.close("being answered");
    await Promise.all([one.stop(), other.stop()]);
    await start();
    await vi.advanceTimersByTimeAsync(3 * LOOK_MS);
    expect(told).toEqual([]);
  });
});
