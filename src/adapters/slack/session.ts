import { messageOf } from "../../core/errors.ts";
import type { Handler, Responder } from "../../ports/chat.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { Arrived } from "./incoming.ts";
import { makeOrder } from "./order.ts";
import type { Outlet, Place } from "./outlets.ts";
import type { Progress } from "./progress.ts";
import type { SlackMessage } from "./render.ts";
import { makeResponder, type Share, type SlackResponder } from "./responder.ts";
import { silenceReply, troubleReply } from "./trouble.ts";

/** How long a thread in which Redflag answered is followed without a new mention. */
const FOLLOW_MS = 30 * 24 * 60 * 60_000;
const WITHDRAWN_KEPT = 1_000;

/** What stays of streamed steps when the question was deleted. */
const WITHDRAWN: SlackMessage = {
  text: "The question was deleted.",
  blocks: [{ type: "context", elements: [{ type: "plain_text", text: "The question was deleted.", emoji: false }] }],
};

/** An event, where it is answered and what is shown meanwhile. */
interface Prepared {
  readonly arrived: Arrived;
  readonly outlet: Outlet;
  readonly progress: Progress;
  readonly share: Share;
}

/** Everything between a sorted event and its answer; the same for every kind of event. */
export interface Session {
  /** Answers in the order of arrival within a thread. `prepare` may look things up; `null` needs no answer. Never rejects. */
  deliver(threadId: string, prepare: () => Promise<Prepared | null>): Promise<void>;
  /** The same for events whose answer is not a message. */
  deliverTo(arrived: Arrived, responder: Responder): Promise<void>;
  /** A message was deleted: if its answer is still being made, it is not posted. */
  withdraw(eventId: string): void;
  /** True when Redflag has answered in this thread before. */
  follows(workspaceId: string, place: Place): Promise<boolean>;
}

export const makeSession = (options: {
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Log;
}): Session => {
  const { handle, expiring, log } = options;
  const order = makeOrder((thrown) => log.error(`A Slack event was not answered: ${messageOf(thrown)}`));
  const withdrawn = new Set<string>();

  const threadKey = (workspaceId: string, place: Place): string =>
    `slack:thread:${workspaceId}:${place.channelId}:${place.threadTs}`;

  const remember = async (arrived: Arrived): Promise<void> => {
    if (arrived.place.threadTs === null || arrived.place.direct) return;
    await expiring
      .set(threadKey(arrived.incoming.workspaceId, arrived.place), true, FOLLOW_MS)
      .catch((thrown: unknown) => log.warn(`A Slack thread will not be followed: ${messageOf(thrown)}`));
  };

  const unlessWithdrawn = (eventId: string, outlet: Outlet): Outlet => ({
    everyone: async (message) => (withdrawn.has(eventId) ? undefined : outlet.everyone(message)),
    asker: async (message) => (withdrawn.has(eventId) ? undefined : outlet.asker(message)),
  });

  const closing = (eventId: string, progress: Progress): Progress => ({
    step: progress.step,
    finish: (message) => progress.finish(withdrawn.has(eventId) ? WITHDRAWN : message),
  });

  const answer = async (arrived: Arrived, responder: SlackResponder): Promise<void> => {
    try {
      await handle(arrived.incoming, responder);
    } catch (thrown) {
      log.error(`A Slack event failed: ${messageOf(thrown)}`);
      if (!responder.answered()) await responder.send(troubleReply(thrown));
    }
    if (!responder.answered() && awaitsAnswer(arrived)) await responder.send(silenceReply());
  };

  return {
    deliver: (threadId, prepare) =>
      order.run(threadId, async () => {
        const prepared = await prepare();
        if (prepared === null) return;
        const { arrived, outlet, progress, share } = prepared;
        await answer(
          arrived,
          makeResponder({
            outlet: unlessWithdrawn(arrived.incoming.eventId, outlet),
            progress: closing(arrived.incoming.eventId, progress),
            wait: options.wait,
            share,
            spoken: () => remember(arrived),
          }),
        );
      }),
    deliverTo: (arrived, responder) => order.run(arrived.incoming.threadId, () => handle(arrived.incoming, responder)),
    withdraw: (eventId) => {
      withdrawn.add(eventId);
      if (withdrawn.size > WITHDRAWN_KEPT) withdrawn.delete(withdrawn.values().next().value ?? eventId);
    },
    follows: async (workspaceId, place) => {
      if (place.threadTs === null) return false;
      try {
        return (await expiring.get(threadKey(workspaceId, place))) === true;
      } catch {
        return false;
      }
    },
  };
};

/** Ordinary channel messages and pressed buttons may stay without a word; a question and a command may not. */
const awaitsAnswer = (arrived: Arrived): boolean => {
  const body = arrived.incoming.body;
  return body.kind === "command" || (body.kind === "message" && body.addressed);
};
