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

/** Why an answer under way is not wanted any more. */
type Ending = "deleted" | "edited";

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
   * answered, where it may be edited or deleted meanwhile. Never rejects.
   */
  deliver(threadId: string, prepare: () => Promise<Prepared | null>, message?: Taken): Promise<void>;
  /** The same for events whose answer is not a message. */
  deliverTo(arrived: Arrived, responder: Responder): Promise<void>;
  /** A message was deleted or edited: if its answer is still being made, it is not posted. True when it was. */
  withdraw(message: MessageRef, ending: Ending): boolean;
  /** True when Redflag has answered in this thread before. */
  follows(workspaceId: string, place: Place): Promise<boolean>;
}

/** Names one message of one workspace. */
export interface MessageRef {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly ts: string;
}

/** A message as it was taken in. */
export interface Taken extends MessageRef {
  readonly eventId: string;
  /** These are its new words. */
  readonly edit: boolean;
  /** Its author may be waiting for an answer. */
  readonly question: boolean;
}

const GONE_KEPT = 1_000;

export const makeSession = (options: {
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Log;
}): Session => {
  const { handle, expiring, log } = options;
  const order = makeOrder((thrown) => log.error(`A Slack event was not answered: ${messageOf(thrown)}`));
  /** By the event that is being answered. */
  const withdrawn = new Map<string, Ending>();
  /** What is being answered, by message. `question`: its author waits for an answer. */
  const underWay = new Map<string, { readonly eventId: string; question: boolean }>();
  /** Messages that were deleted or edited, the last ones. */
  const gone = new Set<string>();

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
    finish: (message) => {
      const ending = withdrawn.get(eventId);
      return progress.finish(ending === undefined ? message : WITHDRAWN[ending]);
    },
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
    deliver: async (threadId, prepare, message) => {
      const ref = message === undefined ? "" : refKey(message);
      const eventId = message?.eventId ?? "";
      // Its deletion or edit came before it: nothing is to be said about the words it had.
      if (message?.edit === false && gone.has(ref)) return;
      const entry = { eventId, question: message?.question ?? false };
      if (message !== undefined) underWay.set(ref, entry);
      await order.run(threadId, async () => {
        if (withdrawn.has(eventId)) return;
        const prepared = await prepare();
        if (prepared === null) return;
        const { arrived, outlet, progress, share } = prepared;
        entry.question = awaitsAnswer(arrived);
        await answer(
          arrived,
          makeResponder({
            outlet: unlessWithdrawn(arrived.incoming.eventId, outlet),
            progress: closing(arrived.incoming.eventId, progress),
            wait: options.wait,
            direct: arrived.place.direct,
            share,
            spoken: () => remember(arrived),
          }),
        );
      });
      if (underWay.get(ref) === entry) underWay.delete(ref);
      withdrawn.delete(eventId);
    },
    deliverTo: (arrived, responder) => order.run(arrived.incoming.threadId, () => handle(arrived.incoming, responder)),
    withdraw: (message, ending) => {
      const ref = refKey(message);
      const entry = underWay.get(ref);
      gone.add(ref);
      if (gone.size > GONE_KEPT) gone.delete(gone.values().next().value ?? ref);
      // The note under an ordinary message stands by what was written: only questions are answered anew.
      if (entry === undefined || (ending === "edited" && !entry.question)) return false;
      withdrawn.set(entry.eventId, ending);
      return true;
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

const refKey = ({ workspaceId, channelId, ts }: MessageRef): string => `${workspaceId}:${channelId}:${ts}`;

/** Ordinary channel messages and pressed buttons may stay without a word; a question and a command may not. */
const awaitsAnswer = (arrived: Arrived): boolean => {
  const body = arrived.incoming.body;
  return body.kind === "command" || (body.kind === "message" && body.addressed);
};
