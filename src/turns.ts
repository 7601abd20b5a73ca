import { messageOf } from "./core/errors.ts";
import type { Log } from "./ports/log.ts";
import type { ExpiringStore } from "./ports/stores.ts";
import type { Runtime } from "./runtime.ts";

/** When to ask again, and when the work is due, milliseconds from now. */
export interface Next {
  readonly againMs: number;
  readonly dueMs: number;
}

/** Something that is done again and again, by this process or by one of several. */
export interface Turn {
  /** Does the work when it is due and nobody else is at it. Rejects with what the work rejects with. */
  take(work: () => Promise<void>): Promise<Next>;
  /** After work that was rejected. */
  readonly afterFailure: Next;
}

/** The one process over a store does it each time it is asked. */
export const turnOfOne = (everyMs: number): Turn => {
  const next = { againMs: everyMs, dueMs: everyMs };
  return {
    take: async (work) => {
      await work();
      return next;
    },
    afterFailure: next,
  };
};

/** Each replica asks so often whether it is due: when the one that was at it died, another takes over. */
const ASK_MS = 5 * 60_000;
/** Who says nothing for so long is dead. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

interface HoldDeps {
  readonly expiring: ExpiringStore;
  readonly log: Log;
}

export interface TurnDeps extends HoldDeps {
  readonly nowMs: () => number;
}

/** Does the work unless another replica is at it, and says whether it did. Who dies while at it holds it for a minute. */
export const unlessHeld = async (
  name: string,
  { expiring, log }: HoldDeps,
  work: () => Promise<void>,
): Promise<boolean> => {
  const key = `turn:${name}:held`;
  if (!(await expiring.claim(key, LEASE_MS))) return false;
  const renew = (): void =>
    void expiring
      .set(key, true, LEASE_MS)
      .catch((thrown: unknown) => log.warn("a turn was not renewed", { name, reason: messageOf(thrown) }));
  const renewing = setInterval(renew, RENEW_MS);
  try {
    await work();
    return true;
  } finally {
    clearInterval(renewing);
    await expiring.delete(key);
  }
};

/** One of all replicas does it, once in `everyMs`; `name` is the same on all of them. */
export const turnOfReplicas = (name: string, everyMs: number, deps: TurnDeps): Turn => {
  const { expiring, nowMs } = deps;
  const doneKey = `turn:${name}:done`;
  const askMs = Math.min(ASK_MS, everyMs);
  const dueIn = async (): Promise<number> => {
    const doneAt = await expiring.get(doneKey);
    return typeof doneAt === "number" ? Math.max(0, doneAt + everyMs - nowMs()) : 0;
  };
  return {
    take: async (work) => {
      if ((await dueIn()) === 0)
        await unlessHeld(name, deps, async () => {
          // It may have been done between the two questions.
          if ((await dueIn()) > 0) return;
          const begunAt = nowMs();
          await work();
          await expiring.set(doneKey, begunAt, 2 * everyMs);
        });
      const dueMs = await dueIn();
      return { againMs: dueMs === 0 ? askMs : Math.min(askMs, dueMs), dueMs: dueMs === 0 ? askMs : dueMs };
    },
    afterFailure: { againMs: askMs, dueMs: askMs },
  };
};

/** The turn that this process takes in something: alone, or with other replicas over one queue. */
export const turnOf = (
  { queue, store, log }: Pick<Runtime, "log" | "queue" | "store">,
  name: string,
  everyMs: number,
): Turn =>
  queue === null
    ? turnOfOne(everyMs)
    : turnOfReplicas(name, everyMs, { expiring: store.expiring, nowMs: Date.now, log });
