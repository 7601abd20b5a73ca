import type { Context } from "@slack/bolt";
import { Unavailable } from "../../core/errors.ts";
import type { AttemptNumber } from "../../core/incoming.ts";
import type { AttemptedWork } from "../../ports/work-queue.ts";

/** One try to answer a message that the queue holds; travels through Bolt in the context of the event. */
export interface Attempt extends AttemptNumber {
  /** Names the message in Slack and in the store. */
  readonly key: string;
  /** False once another replica may be answering. */
  readonly held: () => boolean;
  /** Told by the listener: Bolt swallows what it cannot authorise. */
  reached(): void;
  /** What this try failed with. */
  failed(thrown: unknown): void;
  /** The next message is the last one of the answer. */
  closing(): void;
  readonly isClosing: () => boolean;
}

/** A try and its end: `settle` throws what it failed with, so that the queue gives the message out again. */
export const makeAttempt = (work: AttemptedWork): { readonly attempt: Attempt; readonly settle: () => void } => {
  let reached = false;
  let closing = false;
  let trouble: { readonly thrown: unknown } | null = null;
  return {
    attempt: {
      key: work.id,
      number: work.attempt,
      last: work.last,
      held: work.held,
      reached: () => {
        reached = true;
      },
      failed: (thrown) => {
        trouble ??= { thrown };
      },
      closing: () => {
        closing = true;
      },
      isClosing: () => closing,
    },
    settle: () => {
      if (trouble !== null) throw trouble.thrown;
      if (!reached)
        throw new Unavailable("A Slack message came to no listener, see the log for why. It is tried again.");
    },
  };
};

/** Where Bolt carries it. */
export const ATTEMPT = "redflagAttempt";

/** `null` for events that are answered by the process that they came to. */
export const attemptIn = (context: Context): Attempt | null => {
  const carried: unknown = (context as Readonly<Record<string, unknown>>)[ATTEMPT];
  return carried === undefined ? null : (carried as Attempt);
};
