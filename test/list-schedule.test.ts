import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startListSchedule } from "../src/list-schedule.ts";
import { LIST_SOURCES } from "../src/lists/sources.ts";
import type { Runtime } from "../src/runtime.ts";

const START = "2026-11-20T08:00:00.000Z";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REFRESHED = LIST_SOURCES.filter((source) => source.refreshed).map(({ id }) => String(id));

beforeEach(() => void vi.useFakeTimers({ now: Date.parse(START) }));
afterEach(() => void vi.useRealTimers());

/** A runtime that only refreshes; `answer` is what each list says, a thrown error included. */
const world = (answer: (list: string) => unknown = () => ({ kind: "updated", version: { entries: 3 } })) => {
  const asked: string[] = [];
  const logged: string[] = [];
  const refresh = async (id: string) => {
    asked.push(id);
    return answer(id);
  };
  const write =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void logged.push([level, message, ...Object.values(fields)].join(" "));
  const runtime = {
    services: {
      lists: { refresh },
      corpus: { sources: { refreshed: async () => ["documents-1"], refresh } },
    },
    log: { info: write("info"), warn: write("warn"), error: write("error") },
  } as unknown as Runtime;
  return { runtime, asked, logged };
};

const ROUND = [...REFRESHED, "documents-1"];

describe("the schedule of the lists", () => {
  it("asks for every list that is refreshed unasked, and for the documents, a minute after the start", async () => {
    const { runtime, asked } = world();
    startListSchedule(runtime, 6);
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual(ROUND);
    expect(REFRESHED.length).toBeGreaterThan(3);
  });
  it("asks again so many hours after the last round, not before", async () => {
    const { runtime, asked } = world();
    startListSchedule(runtime, 6);
    await vi.advanceTimersByTimeAsync(MINUTE + 6 * HOUR - 1);
    expect(asked).toEqual(ROUND);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([...ROUND, ...ROUND]);
  });
  it("logs a refused refresh with its reason and goes on with the next list", async () => {
    const [first = ""] = REFRESHED;
    const { runtime, asked, logged } = world((list) =>
      list === first ? { kind: "refused", why: "HTTP 403" } : { kind: "unchanged", version: { entries: 3 } },
    );
    startListSchedule(runtime, 6);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(asked).toEqual(ROUND);
    expect(logged[0]).toBe(`warn list not refreshed ${first} HTTP 403`);
    expect(logged.filter((line) => line.startsWith("info"))).toHaveLength(ROUND.length - 1);
  });
  it("logs refused documents too", async () => {
    const { runtime, logged } = world((id) =>
      id === "documents-1" ? { kind: "refused", why: "HTTP 500" } : { kind: "unchanged", version: { entries: 3 } },
    );
    startListSchedule(runtime, 6);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(logged.at(-1)).toBe("warn documents not refreshed documents-1 HTTP 500");
  });
  it("outlives a round that breaks off", async () => {
    let broken = true;
    const { runtime, asked, logged } = world(() => {
      if (broken) throw new Error("disk full");
      return { kind: "unchanged", version: { entries: 3 } };
    });
    startListSchedule(runtime, 6);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect([asked.length, logged]).toEqual([1, ["error refresh of the lists broke off disk full"]]);
    broken = false;
    await vi.advanceTimersByTimeAsync(6 * HOUR);
    expect(asked.slice(1)).toEqual(ROUND);
  });
  it("never looks when it is set to 0 hours", async () => {
    const { runtime, asked } = world();
    const schedule = startListSchedule(runtime, 0);
    await vi.advanceTimersByTimeAsync(1000 * HOUR);
    expect([asked, schedule.next(), vi.getTimerCount()]).toEqual([[], null, 0]);
    await schedule.stop();
  });
  it("looks no more after it is stopped", async () => {
    const { runtime, asked } = world();
    const schedule = startListSchedule(runtime, 6);
    await schedule.stop();
    await vi.advanceTimersByTimeAsync(100 * HOUR);
    expect([asked, vi.getTimerCount()]).toEqual([[], 0]);
  });
  it("plans nothing when it is stopped in the middle of a round", async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { runtime, asked } = world(async () => {
      await held;
      return { kind: "unchanged", version: { entries: 3 } };
    });
    const schedule = startListSchedule(runtime, 6);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(asked).toHaveLength(1);
    const stopped = schedule.stop();
    letGo();
    await stopped;
    await vi.advanceTimersByTimeAsync(100 * HOUR);
    expect([asked.length <= ROUND.length, vi.getTimerCount(), schedule.next()]).toEqual([true, 0, null]);
  });
  it("says when it looks next, and that it is looking", async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { runtime } = world(async () => {
      await held;
      return { kind: "unchanged", version: { entries: 3 } };
    });
    const schedule = startListSchedule(runtime, 6);
    expect(schedule.next()).toBe("2026-11-20T08:01:00.000Z");
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(schedule.next()).toBe("running");
    letGo();
    await vi.advanceTimersByTimeAsync(0);
    expect(schedule.next()).toBe("2026-11-20T14:01:00.000Z");
    await schedule.stop();
  });
});
