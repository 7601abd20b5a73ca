import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RedflagError } from "../../src/core/errors.ts";
import { makeReadiness } from "../../src/readiness.ts";
import { makeIndexState } from "../../src/services/index-state.ts";
import { hasPostgres, startPostgres } from "../support/postgres.ts";
import { startServed } from "../support/served.ts";

/** What each part does when it is asked. */
interface Parts {
  store: () => Promise<unknown>;
  queue: () => Promise<number>;
  lists: () => Promise<readonly unknown[]>;
  index: () => Promise<unknown>;
}

const row = (source: string, entries: number | null, trouble: string | null) => ({
  source,
  title: source,
  entries,
  trouble,
});
const WELL: Parts = {
  store: async () => null,
  queue: async () => 3,
  lists: async () => [row("ofac-sdn", 17_000, null), row("opensanctions", null, "not loaded")],
  index: async () => ({ kind: "ready" }),
};

const world = (change: Partial<Parts> = {}) => {
  const parts: Parts = { ...WELL, ...change };
  let [nowMs, asked] = [0, 0];
  const readiness = makeReadiness(
    {
      store: {
        audit: { heads: () => parts.store() },
        expiring: {
          get: async () => {
            asked++;
            return null;
          },
        },
      },
      queue: { depth: () => parts.queue() },
      services: { lists: { status: () => parts.lists() }, indexState: () => parts.index() },
    } as unknown as Parameters<typeof makeReadiness>[0],
    () => nowMs,
  );
  return {
    parts,
    readiness,
    asked: () => asked,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
};

const never = (): Promise<never> => new Promise(() => {});

describe("readiness", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const found = async (change: Partial<Parts>) => {
    const asking = world(change).readiness();
    await vi.advanceTimersByTimeAsync(2_000);
    return asking;
  };

  it("is there when every part is well; a list that nobody asked for may be missing", async () => {
    expect(await found({})).toEqual({ ready: true, why: [], notes: [] });
  });
  it.each<[string, Partial<Parts>, string]>([
    ["a store that fails", { store: () => Promise.reject(new Error("disk I/O error")) }, "The store: disk I/O error."],
    [
      "a damaged store",
      { store: () => Promise.reject(Object.assign(new Error("database disk image is malformed"), { errcode: 11 })) },
      "The store is damaged (database disk image is malformed). Nothing was changed. Stop Redflag, run redflag restore <backup file>, and start it again.",
    ],
    ["a store that is silent", { store: never }, "The store did not answer within 2 s."],
    [
      "a queue that fails",
      { queue: () => Promise.reject(new RedflagError("storage", "The work queue did not answer (refused).")) },
      "The work queue: The work queue did not answer (refused).",
    ],
    ["a queue that is silent", { queue: never }, "The work queue did not answer within 2 s."],
    [
      "a stale list",
      { lists: async () => [row("un-sc", 1_003, "retrieved 3 days ago (limit 24 hours)")] },
      "un-sc: retrieved 3 days ago (limit 24 hours).",
    ],
    ["a missing list", { lists: async () => [row("ofac-sdn", null, "not loaded")] }, "ofac-sdn: not loaded."],
    [
      "an extra list that was loaded and is stale",
      { lists: async () => [row("opensanctions", 9, "stale")] },
      "opensanctions: stale.",
    ],
    ["lists that cannot be read", { lists: () => Promise.reject(new Error("gone")) }, "The lists: gone."],
    [
      "an index that cannot be made",
      { index: async () => ({ kind: "failed", why: "out of memory" }) },
      "The index of the lists in force cannot be made: out of memory.",
    ],
  ])("is not there with %s, and says why", async (_claim, change, why) => {
    expect(await found(change)).toEqual({ ready: false, why: [why], notes: [] });
  });
  it("names every reason at once", async () => {
    const { why } = await found({
      store: never,
      queue: never,
      lists: async () => [row("ofac-sdn", null, "not loaded")],
    });
    expect(why).toHaveLength(3);
  });
  it("is there while a new index is being made, and says so", async () => {
    const { ready, notes } = await found({ index: async () => ({ kind: "building" }) });
    expect([ready, notes]).toEqual([
      true,
      ["The index of a new list version is being made; the one before it answers."],
    ]);
  });
  it("asks the store once for many who ask within a second, and anew after it", async () => {
    const { readiness, asked, wait } = world();
    await Promise.all(Array.from({ length: 50 }, readiness));
    expect(asked()).toBe(1);
    wait(1_001);
    await readiness();
    expect(asked()).toBe(2);
  });
  it("is back a second after the cause is gone, also when nobody ever answered the question before", async () => {
    const { parts, readiness, wait } = world({ store: never });
    const first = readiness();
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await first).ready).toBe(false);
    parts.store = WELL.store;
    wait(1_001);
    expect((await readiness()).ready).toBe(true);
  });
});

describe.skipIf(!hasPostgres)("readiness over Postgres, when it is installed", () => {
  it("names the store and the queue while the server is gone, and neither when it is back", {
    timeout: 120_000,
  }, async () => {
    const server = await startPostgres();
    const served = await startServed({ DATABASE_URL: await server.database() });
    const reasons = async (): Promise<string> => (await fetch(`${served.url}/readyz`)).text();
    expect(await reasons()).not.toMatch(/The store|The work queue/);
    await server.down();
    await vi.waitFor(async () => expect(await reasons()).toMatch(/The (?:store|work queue|lists)/), {
      timeout: 20_000,
      interval: 20,
    });
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    await server.up();
    await vi.waitFor(async () => expect(await reasons()).not.toMatch(/The store|The work queue|The lists:/), {
      timeout: 60_000,
      interval: 100,
    });
    await served.close();
    await server.stop();
  });
});

describe("the index of the lists", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  it.each<[string, () => Promise<unknown>, unknown]>([
    ["is ready when it is made", async () => ({}), { kind: "ready" }],
    ["is building while it is being made", never, { kind: "building" }],
    ["has failed with a reason", () => Promise.reject(new Error("no memory")), { kind: "failed", why: "no memory" }],
  ])("%s", async (_claim, inForce, state) => {
    const asking = makeIndexState(inForce as Parameters<typeof makeIndexState>[0])();
    await vi.advanceTimersByTimeAsync(200);
    expect(await asking).toEqual(state);
  });
});
