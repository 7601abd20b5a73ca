import { expect } from "vitest";
import type { AttemptedWork, Work, WorkQueue } from "../../src/ports/work-queue.ts";
import type { Check } from "./store-checks.ts";

/** Two replicas of one queue. */
export interface Replicas {
  readonly one: WorkQueue;
  readonly other: WorkQueue;
}

const work = (id: string, lane = id, body: unknown = null): Work => ({ id, lane, body });
const nobodyGaveUp = async (given: Work): Promise<void> => {
  throw new Error(`${given.id} was given up`);
};

/** Collects what arrives and waits for a number of them. */
const collector = () => {
  const seen: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    seen,
    add: (id: string): void => {
      seen.push(id);
      for (const check of waiting) check();
    },
    count: (n: number): Promise<void> =>
      new Promise((resolve) => {
        const check = (): void => void (seen.length >= n && resolve());
        waiting.push(check);
        check();
      }),
  };
};

const spoilt = (good: Replicas, change: (queue: WorkQueue) => Partial<WorkQueue>): Replicas => ({
  one: { ...good.one, ...change(good.one) },
  other: { ...good.other, ...change(good.other) },
});

/** A queue whose handler sees other works than were put. */
const handing = (good: Replicas, change: (given: AttemptedWork) => readonly AttemptedWork[]): Replicas =>
  spoilt(good, (queue) => ({
    take: (kind, atOnce, handle, gaveUp) =>
      queue.take(
        kind,
        atOnce,
        async (given) => {
          for (const seen of change(given)) await handle(seen);
        },
        gaveUp,
      ),
  }));

export const WORK_QUEUE_CHECKS: readonly Check<Replicas>[] = [
  {
    claim: "what one replica puts is done once, whichever takes it, with its lane and body",
    run: async ({ one, other }) => {
      const done = collector();
      const handle = async ({ id, lane, body, attempt, last }: AttemptedWork): Promise<void> =>
        done.add(JSON.stringify({ id, lane, body, attempt, last }));
      await one.take("chat", 4, handle, nobodyGaveUp);
      await other.take("chat", 4, handle, nobodyGaveUp);
      const put = Array.from({ length: 40 }, (_, i) => work(`w${i}`, `lane ${i % 7}`, { i, text: 'a "quoted" ü 漢' }));
      await Promise.all(put.map((w, i) => (i % 2 === 0 ? one : other).put("chat", w)));
      await done.count(40);
      expect(done.seen.toSorted()).toEqual(
        put.map((w) => JSON.stringify({ ...w, attempt: 1, last: false })).toSorted(),
      );
    },
    broken: (good) => handing(good, (given) => [{ ...given, lane: "" }]),
  },
  {
    claim: "the same id is taken once, also when it was done before",
    run: async ({ one, other }) => {
      const done = collector();
      await one.take("chat", 4, async ({ id }) => done.add(id), nobodyGaveUp);
      expect(await one.put("chat", work("a"))).toBe(true);
      await done.count(1);
      expect(await other.put("chat", work("a"))).toBe(false);
      expect(await other.put("chat", work("b"))).toBe(true);
      await done.count(2);
      expect(done.seen).toEqual(["a", "b"]);
    },
    broken: (good) =>
      spoilt(good, (queue) => ({
        put: (kind, given) => queue.put(kind, { ...given, id: `${given.id}${Math.random()}` }),
      })),
  },
  {
    claim: "works of one lane are done one after another in the order they were put, over both replicas",
    run: async ({ one, other }) => {
      const done = collector();
      let busy = 0;
      let overlaps = 0;
      const handle = async ({ id }: AttemptedWork): Promise<void> => {
        if (++busy > 1) overlaps++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        busy--;
        done.add(id);
      };
      for (let i = 0; i < 12; i++) await (i % 2 === 0 ? one : other).put("chat", work(`w${i}`, "one thread"));
      await one.take("chat", 4, handle, nobodyGaveUp);
      await other.take("chat", 4, handle, nobodyGaveUp);
      await done.count(12);
      expect(done.seen).toEqual(Array.from({ length: 12 }, (_, i) => `w${i}`));
      expect(overlaps).toBe(0);
    },
    broken: (good) =>
      spoilt(good, (queue) => ({ put: (kind, given) => queue.put(kind, { ...given, lane: given.id }) })),
  },
  {
    claim: "what fails is tried again, its lane waits, other lanes go on",
    run: async ({ one }) => {
      const done = collector();
      await one.take(
        "chat",
        4,
        async ({ id, attempt }) => {
          done.add(`${id} ${attempt}`);
          if (id === "a" && attempt === 1) throw new Error("a passing fault");
        },
        nobodyGaveUp,
      );
      await one.put("chat", work("a", "lane"));
      await one.put("chat", work("b", "lane"));
      await one.put("chat", work("c", "another lane"));
      await done.count(4);
      expect(done.seen.filter((seen) => !seen.startsWith("c"))).toEqual(["a 1", "a 2", "b 1"]);
      expect(done.seen.indexOf("c 1")).toBeLessThan(done.seen.indexOf("a 2"));
    },
    broken: (good) => handing(good, (given) => [{ ...given, attempt: 1 }]),
  },
  {
    claim: "kinds are kept apart and the depth counts what waits",
    run: async ({ one, other }) => {
      const done = collector();
      await one.put("bulk", work("a"));
      await one.put("bulk", work("b"));
      await one.put("chat", work("c"));
      expect([await other.depth("bulk"), await other.depth("chat")]).toEqual([2, 1]);
      await other.take("chat", 4, async ({ id }) => done.add(id), nobodyGaveUp);
      await done.count(1);
      expect(done.seen).toEqual(["c"]);
    },
    broken: (good) => spoilt(good, (queue) => ({ depth: async (kind) => (await queue.depth(kind)) + 1 })),
  },
  {
    claim: "stop waits for what was taken and takes nothing more",
    run: async ({ one, other }) => {
      const done = collector();
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const begun = collector();
      await one.take(
        "chat",
        1,
        async ({ id }) => {
          begun.add(id);
          await held;
          done.add(id);
        },
        nobodyGaveUp,
      );
      await one.put("chat", work("a"));
      await begun.count(1);
      let ended = false;
      const stopped = one.stop().then(() => {
        ended = true;
      });
      await other.put("chat", work("b"));
      const endedEarly = ended;
      release();
      await stopped;
      expect(endedEarly).toBe(false);
      expect([begun.seen, done.seen]).toEqual([["a"], ["a"]]);
      await other.take("chat", 1, async ({ id }) => done.add(id), nobodyGaveUp);
      await done.count(2);
      expect(done.seen).toEqual(["a", "b"]);
    },
    broken: (good) => spoilt(good, () => ({ stop: async () => {} })),
  },
];
