import { messageOf } from "../../core/errors.ts";
import type { Handler, Responder } from "../../ports/chat.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { Attempt } from "./attempt.ts";
import { reasonOf } from "./calls.ts";
import type { Arrived } from "./incoming.ts";
import { makeOrder } from "./order.ts";
import type { Outlet, Place } from "./outlets.ts";
import type { Progress } from "./progress.ts";
import type { SlackMessage } from "./render.ts";
import { makeResponder, type Share, type SlackResponder } from "./responder.ts";
import { silenceReply, troubleReply } from "./trouble.ts";
import { type Ending, type MessageRef, STANDING, type Taken, type Turn, type Withdrawals } from "./withdrawals.ts";

/** How long a thread in which Redflag answered is followed without a new mention. */
const FOLLOW_MS = 30 * 24 * 60 * 60_000;

const smallPrint = (text: string): SlackMessage => ({
  text,
  blocks: [{ type: "context", elements: [{ type: "plain_text", text, emoji: false }] }],
});

/** What stays of streamed steps in place of the answer. */
const WITHDRAWN: Readonly<Record<Ending, SlackMessage>> = {
  deleted: smallPrint("The question was deleted."),
  edited: smallPrint("The question was edited; its new wording is answered."),
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
  /**
   * Answers in the order of arrival within a thread. `prepare` may look things up; `null` needs no answer. `message` is what is
   * answered, where it may be edited or deleted meanwhile. Never rejects: what an `attempt` failed with is told to it.
   */
  deliver(
    threadId: string,
    prepare: () => Promise<Prepared | null>,
    message?: Taken,
    attempt?: Attempt | null,
  ): Promise<void>;
  /** The same for events whose answer is not a message. */
  deliverTo(arrived: Arrived, responder: Responder): Promise<void>;
  /** A message was deleted or edited: if its answer is still being made, it is not posted. True when it was. */
  withdraw(message: MessageRef, ending: Ending): Promise<boolean>;
  /** True when Redflag has answered in this thread before. Rejects when the store does not answer. */
  follows(workspaceId: string, place: Place): Promise<boolean>;
}

export const makeSession = (options: {
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  readonly withdrawals: Withdrawals;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Log;
}): Session => {
  const { handle, expiring, log } = options;
  const order = makeOrder((thrown) => log.error(`A Slack event was not answered: ${messageOf(thrown)}`));
  const threadKey = (workspaceId: string, place: Place): string =>
    `slack:thread:${workspaceId}:${place.channelId}:${place.threadTs}`;

  const remember = async (arrived: Arrived): Promise<void> => {
    if (arrived.place.threadTs === null || arrived.place.direct) return;
    await expiring
      .set(threadKey(arrived.incoming.workspaceId, arrived.place), true, FOLLOW_MS)
      .catch((thrown: unknown) => log.warn(`A Slack thread will not be followed: ${messageOf(thrown)}`));
  };

  const unlessWithdrawn = (turn: Turn, outlet: Outlet): Outlet => ({
    everyone: async (message) => ((await turn.ending()) ? undefined : outlet.everyone(message)),
    asker: async (message) => ((await turn.ending()) ? undefined : outlet.asker(message)),
  });

  const closing = (turn: Turn, progress: Progress): Progress => ({
    step: progress.step,
    finish: async (message) => {
      const ending = progress.begun() ? await turn.ending() : null;
      return progress.finish(ending === null ? message : WITHDRAWN[ending]);
    },
    begun: progress.begun,
  });

  const answer = async (arrived: Arrived, responder: SlackResponder): Promise<void> => {
    try {
      await handle(arrived.incoming, responder);
    } catch (thrown) {
      if (arrived.incoming.attempt) throw thrown;
      log.error(`A Slack event failed: ${messageOf(thrown)}`);
      if (!responder.answered()) await responder.send(troubleReply(thrown));
    }
    if (!responder.answered() && awaitsAnswer(arrived)) await responder.send(silenceReply());
  };

  /** What Slack has understood and refused is refused the next time too; everything else is tried again. */
  const toldTo = async (attempt: Attempt | null, task: () => Promise<void>): Promise<void> => {
    if (attempt === null) return task();
    try {
      await task();
    } catch (thrown) {
      if (reasonOf(thrown) === null) attempt.failed(thrown);
      else log.error(`A Slack event was not answered: ${messageOf(thrown)}`);
    }
  };

  return {
    deliver: async (threadId, prepare, message, attempt = null) => {
      const turn = message === undefined ? STANDING : options.withdrawals.begin(message);
      if (turn === null) return;
      await order.run(threadId, () =>
        toldTo(attempt, async () => {
          // What the queue holds is asked about once, before it is posted.
          if (attempt === null && (await turn.ending())) return;
          const prepared = await prepare();
          if (prepared === null) return;
          const { arrived, outlet, progress, share } = prepared;
          turn.isQuestion(awaitsAnswer(arrived));
          await answer(
            arrived,
            makeResponder({
              outlet: unlessWithdrawn(turn, outlet),
              progress: closing(turn, progress),
              wait: options.wait,
              direct: arrived.place.direct,
              share,
              closing: () => attempt?.closing(),
              spoken: () => remember(arrived),
            }),
          );
        }),
      );
      turn.end();
    },
    deliverTo: (arrived, responder) => order.run(arrived.incoming.threadId, () => handle(arrived.incoming, responder)),
    withdraw: (message, ending) => options.withdrawals.withdraw(message, ending),
    follows: async (workspaceId, place) => {
      if (place.threadTs === null) return false;
      return (await expiring.get(threadKey(workspaceId, place))) === true;
    },
  };
};

/** Ordinary channel messages and pressed buttons may stay without a word; a question and a command may not. */
const awaitsAnswer = (arrived: Arrived): boolean => {
  const body = arrived.incoming.body;
  return body.kind === "command" || (body.kind === "message" && body.addressed);
};
