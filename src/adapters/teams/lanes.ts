import { Unavailable } from "../../core/errors.ts";
import type { AttemptNumber } from "../../core/incoming.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { WorkQueue } from "../../ports/work-queue.ts";
import { threadIdOf } from "./incoming.ts";
import type { InboundActivity } from "./wire.ts";
import type { SharedWithdrawals } from "./withdrawals.ts";

const KIND = "teams";
/** Answers side by side in one replica: most of the time of one is waiting for a model or for Teams. */
const AT_ONCE = 32;
/** Longer than the queue tries. */
const KEPT_MS = 60 * 60_000;

/** An activity that was verified, comes from an allowed tenant and is dealt with once. */
export interface Admitted {
  readonly activity: InboundActivity;
  readonly tenantId: string;
  /** Names the event. */
  readonly key: string;
  /** Set where a queue holds the event. */
  readonly attempt?: Attempt;
}

/** One try at an event of the queue. */
export interface Attempt extends AttemptNumber {
  /** Before something is posted: true when an earlier try may have posted it. Rejects when another replica may be at it now. */
  handOver(): Promise<boolean>;
  /** Teams has refused what was handed over: it did not arrive. */
  refused(): Promise<void>;
}

/** Events go through the queue of all replicas, but for invokes, which are answered within their HTTP call. */
export interface Lanes {
  /** Resolves when the event is durable, or its deletion is known to all replicas. */
  put(event: Admitted): Promise<void>;
  start(): Promise<void>;
}

export const makeLanes = (options: {
  readonly queue: WorkQueue;
  readonly expiring: ExpiringStore;
  readonly withdrawals: SharedWithdrawals;
  /** Rejects with what makes another try worth while. */
  readonly answer: (event: Admitted) => Promise<void>;
  /** Tells the author of a message that was given up. */
  readonly gaveUp: (event: Admitted) => Promise<void>;
}): Lanes => {
  const { queue, expiring, withdrawals } = options;
  return {
    put: async (event) => {
      const { activity, tenantId, key } = event;
      if (activity.type === "messageDelete") return withdrawals.announce(activity, key);
      const fresh = await queue.put(KIND, { id: key, lane: `${tenantId}:${threadIdOf(activity)}`, body: event });
      // After it was put: an edit that is delivered again must not overtake a later one.
      if (fresh && activity.type === "messageUpdate") await withdrawals.announce(activity, key);
    },
    start: () =>
      queue.take(
        KIND,
        AT_ONCE,
        ({ body, attempt: number, last, held }) => {
          const event = body as Admitted;
          return options.answer({ ...event, attempt: makeAttempt(event.key, { number, last }, held, expiring) });
        },
        ({ body }) => options.gaveUp(body as Admitted),
      ),
  };
};

/** A bot may not read back a conversation without being asked for more, so each post is announced before it is handed over. */
const makeAttempt = (key: string, number: AttemptNumber, held: () => boolean, expiring: ExpiringStore): Attempt => {
  let posts = 0;
  const keyOf = (post: number): string => `teams:posting:${key}:${post}`;
  return {
    ...number,
    handOver: async () => {
      if (!held()) throw new Unavailable("Another replica may be answering this message. Nothing was posted here.");
      return !(await expiring.claim(keyOf(posts++), KEPT_MS));
    },
    refused: () => expiring.delete(keyOf(posts - 1)),
  };
};
