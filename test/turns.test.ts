import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { turnOfReplicas, unlessHeld } from "../src/turns.ts";
import { memoryExpiring } from "./support/memory-stores.ts";
import { silentLog } from "./support/silent-log.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-20T08:00:00.000Z") }));
afterEach(() => void vi.useRealTimers());

/** A store whose leases end, on the test's clock. */
const leasing = () => {
  const store = memoryExpiring();
  const until = new Map<string, number>();
  const ended = async (key: string): Promise<void> => {
    if ((until.get(key) ?? Number.POSITIVE_INFINITY) > Date.now()) return;
    until.delete(key);
    await store.delete(key);
  };
  return {
    ...store,
    get: async (key: string) => ended(key).then(() => store.get(key)),
    set: async (key: string, value: unknown, ttlMs: number | null) => {
      if (ttlMs !== null) until.set(key, Date.now() + ttlMs);
      await store.set(key, value, ttlMs);
    },
    claim: async (key: string, ttlMs: number) => {
      await ended(key);
      const won = await store.claim(key, ttlMs);
      if (won) until.set(key, Date.now() + ttlMs);
      return won;
    },
  };
};

const turns = (count: number, everyMs: number) => {
  const deps = { expiring: leasing(), nowMs: () => Date.now(), log: silentLog };
  return Array.from({ length: count }, () => turnOfReplicas("lists", everyMs, deps));
};

describe("a turn of several replicas", () => {
  it("is taken by one of three that ask at once, and told to the others as done", async () => {
    const three = turns(3, HOUR);
    let done = 0;
    const next = await Promise.all(three.map((turn) => turn.take(async () => void (await Promise.resolve(done++)))));
    expect(done).toBe(1);
    const [later] = await Promise.all(three.map((turn) => turn.take(async () => void done++)));
    expect([done, later]).toEqual([1, { againMs: 5 * MINUTE, dueMs: HOUR }]);
    expect(next.every(({ againMs }) => againMs === 5 * MINUTE)).toBe(true);
  });

  it("comes again after its time, not before", async () => {
    const [one, other] = turns(2, HOUR);
    let done = 0;
    const work = async (): Promise<void> => void done++;
    await one?.take(work);
    await vi.advanceTimersByTimeAsync(HOUR - 1);
    await other?.take(work);
    expect(done).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await other?.take(work);
    expect(done).toBe(2);
  });

  it("is taken over a minute after its replica has died in the middle of it", async () => {
    const [one, other] = turns(2, HOUR);
    // The clock of a dead process stands still: its lease is not renewed.
    void one?.take(() => new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(0);
    vi.clearAllTimers();
    let done = 0;
    await other?.take(async () => void done++);
    expect(done).toBe(0);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await other?.take(async () => void done++);
    expect(done).toBe(1);
  });

  it("is held as long as its work takes", async () => {
    const [one, other] = turns(2, HOUR);
    const long = Promise.withResolvers<void>();
    const working = one?.take(() => long.promise);
    let done = 0;
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    await other?.take(async () => void done++);
    expect(done).toBe(0);
    long.resolve();
    await working;
  });

  it("stays due when its work has failed", async () => {
    const [one, other] = turns(2, HOUR);
    await expect(one?.take(() => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
    let done = 0;
    await other?.take(async () => void done++);
    expect(done).toBe(1);
  });
});

describe("work that others need not do too", () => {
  it("is left out while another replica is at it, and done again afterwards", async () => {
    const deps = { expiring: leasing(), log: silentLog };
    const first = Promise.withResolvers<void>();
    const running = unlessHeld("rescreening", deps, () => first.promise);
    expect(await unlessHeld("rescreening", deps, async () => {})).toBe(false);
    first.resolve();
    expect(await running).toBe(true);
    expect(await unlessHeld("rescreening", deps, async () => {})).toBe(true);
  });
});
