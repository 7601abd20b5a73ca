import type { AttemptedWork, Work, WorkQueue } from "../../src/ports/work-queue.ts";

/** One of several replicas over a queue in memory. */
export interface MemoryReplica extends WorkQueue {
  /** kill -9: what it holds is given to another replica, and it hears no more. */
  die(): void;
}

interface Kept extends Work {
  readonly kind: string;
  attempts: number;
  state: "done" | "held" | "resting" | "waiting";
  holder: object | null;
}

interface Taker {
  readonly replica: object;
  readonly atOnce: number;
  readonly handle: (work: AttemptedWork) => Promise<void>;
  readonly gaveUp: (work: Work) => Promise<void>;
  readonly underWay: Set<Promise<void>>;
}

const ATTEMPTS = 5;

/** The work queue without waiting times, for tests of what is done with it: takeover and retry come at once. */
export const memoryQueue = (): { readonly replica: () => MemoryReplica } => {
  const works: Kept[] = [];
  const takers = new Map<string, Taker[]>();
  const gone = new WeakSet<object>();
  let turn = 0;

  const nextFor = (kind: string): Kept | undefined =>
    works.find(
      (work, at) =>
        work.kind === kind &&
        work.state === "waiting" &&
        !works.slice(0, at).some((ahead) => ahead.kind === kind && ahead.lane === work.lane && ahead.state !== "done"),
    );
  const look = (kind: string): void => {
    for (;;) {
      const free = (takers.get(kind) ?? []).filter((t) => !gone.has(t.replica) && t.underWay.size < t.atOnce);
      const taker = free[turn++ % Math.max(1, free.length)];
      const work = nextFor(kind);
      if (taker === undefined || work === undefined) return;
      begin(kind, taker, work);
    }
  };
  const begin = (kind: string, taker: Taker, work: Kept): void => {
    work.state = "held";
    work.holder = taker.replica;
    work.attempts += 1;
    const { id, lane, body, attempts: attempt } = work;
    const mine = (): boolean => work.state === "held" && work.attempts === attempt && !gone.has(taker.replica);
    const run = async (): Promise<void> => {
      try {
        await taker.handle({ id, lane, body, attempt, last: attempt === ATTEMPTS, held: mine });
        if (mine()) work.state = "done";
      } catch {
        if (!mine()) return;
        work.state = attempt === ATTEMPTS ? "done" : "resting";
        if (attempt === ATTEMPTS) await taker.gaveUp({ id, lane, body }).catch(() => {});
      }
    };
    const doing = run().finally(() => {
      taker.underWay.delete(doing);
      // A moment later, as a retry is: other lanes come first.
      setImmediate(() => {
        if (work.state === "resting" && work.attempts === attempt) work.state = "waiting";
        look(kind);
      });
    });
    taker.underWay.add(doing);
  };
  return {
    replica: () => {
      const replica = {};
      const mine = (): Taker[] => [...takers.values()].flat().filter((t) => t.replica === replica);
      return {
        put: async (kind, work) => {
          if (works.some((known) => known.kind === kind && known.id === work.id)) return false;
          works.push({ ...structuredClone(work), kind, attempts: 0, state: "waiting", holder: null });
          look(kind);
          return true;
        },
        take: async (kind, atOnce, handle, gaveUp) => {
          const taker = { replica, atOnce, handle, gaveUp, underWay: new Set<Promise<void>>() };
          takers.set(kind, [...(takers.get(kind) ?? []), taker]);
          look(kind);
        },
        depth: async (kind) => works.filter((work) => work.kind === kind && work.state !== "done").length,
        stop: async () => {
          const takes = mine();
          for (const [kind, all] of takers)
            takers.set(
              kind,
              all.filter((t) => t.replica !== replica),
            );
          for (const { underWay } of takes) while (underWay.size > 0) await Promise.allSettled([...underWay]);
        },
        die: () => {
          gone.add(replica);
          for (const work of works) if (work.state === "held" && work.holder === replica) work.state = "waiting";
          for (const kind of takers.keys()) look(kind);
        },
      };
    },
  };
};
