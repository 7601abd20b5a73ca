import { messageOf } from "../../core/errors.ts";
import type { Reply } from "../../core/reply.ts";
import type { Responder } from "../../ports/chat.ts";
import type { Log } from "../../ports/log.ts";
import type { Connector } from "./botbuilder.ts";
import { LIMITS } from "./limits.ts";
import { escapeText, shortened } from "./markdown.ts";
import { renderReply } from "./render.ts";
import { type Retrying, withRetry } from "./retry.ts";
import type { OutgoingActivity, Person, Place } from "./wire.ts";

export interface ResponderDeps {
  readonly connector: Connector;
  readonly retrying: Retrying;
  /** Milliseconds that only grow. */
  readonly stopwatch: () => number;
  readonly log: Log;
  /** Keeps which answer a message was, for the thumbs under it. */
  readonly keepFeedback: (place: Place, messageId: string, feedbackFor: string) => Promise<void>;
}

/** Where one event is answered. */
export interface Seat {
  readonly place: Place;
  /** Conversation with `;messageid=…` in channels. */
  readonly threadId: string;
  readonly person: Person;
  /** The message came as a private one inside a group conversation, so the answer may go the same way. */
  readonly targeted: boolean;
}

/** A responder that also ends what it has begun: an answer bar must not stay when nothing was sent. */
export interface EndingResponder extends Responder {
  end(): Promise<void>;
}

interface Stream {
  /** `null` while the first update is under way or was refused. */
  id: string | null;
  sequence: number;
  startedMs: number;
  lastMs: number;
}

export const makeResponder = (seat: Seat, deps: ResponderDeps): EndingResponder => {
  const { connector, retrying, stopwatch, log } = deps;
  const { place, threadId, person } = seat;
  let stream: Stream | null = null;
  let busy = false;
  let sending = false;
  let refused = false;
  let underWay: Promise<void> = Promise.resolve();

  const deliver = (activity: OutgoingActivity): Promise<string | null> =>
    withRetry(() => connector.send(place, threadId, activity, seat.targeted ? person : null), retrying);

  /** Informative updates, in one-to-one chats only: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux */
  const informative = async (step: string): Promise<void> => {
    stream ??= { id: null, sequence: 0, startedMs: stopwatch(), lastMs: Number.NEGATIVE_INFINITY };
    const state = stream;
    const nowMs = stopwatch();
    if (nowMs - state.lastMs < LIMITS.streamEveryMs || nowMs - state.startedMs > LIMITS.streamMs) return;
    state.lastMs = nowMs;
    state.sequence += 1;
    const streaminfo = { type: "streaminfo", streamType: "informative", streamSequence: state.sequence };
    const id = await connector.send(
      place,
      threadId,
      {
        type: "typing",
        text: shortened(step, LIMITS.informativeCharacters),
        entities: [{ ...streaminfo, ...(state.id ? { streamId: state.id } : {}) }],
      },
      null,
    );
    state.id ??= id;
  };

  const typing = async (): Promise<void> => {
    stream ??= { id: null, sequence: 0, startedMs: 0, lastMs: Number.NEGATIVE_INFINITY };
    if (stopwatch() - stream.lastMs < LIMITS.typingEveryMs) return;
    stream.lastMs = stopwatch();
    await connector.send(place, threadId, { type: "typing" }, null);
  };

  /** The first message closes the stream, which turns the bar into the answer. Refused (time over, stopped): a message of its own. */
  const closing = async (activity: OutgoingActivity): Promise<string | null> => {
    const open = stream;
    stream = null;
    if (!open?.id || place.scene !== "direct" || stopwatch() - open.startedMs > LIMITS.streamMs)
      return deliver(activity);
    const streaminfo = { type: "streaminfo", streamId: open.id, streamType: "final" };
    const final = {
      ...activity,
      text: activity.text ?? escapeText(activity.summary ?? ""),
      textFormat: "markdown" as const,
      entities: [...(activity.entities ?? []), streaminfo],
    };
    try {
      return (await withRetry(() => connector.send(place, threadId, final, null), retrying)) ?? open.id;
    } catch (thrown) {
      log.warn("Teams refused the end of a stream; the answer goes as a message", { reason: messageOf(thrown) });
      return deliver(activity);
    }
  };

  const shown = async (step: string): Promise<void> => {
    try {
      await (place.scene === "direct" ? informative(step) : typing());
    } catch (thrown) {
      refused = true;
      log.warn("Teams did not show progress", { reason: messageOf(thrown) });
    } finally {
      busy = false;
    }
  };

  const sendHere = async (reply: Reply): Promise<void> => {
    for (const activity of renderReply(reply)) {
      const id = await closing(activity);
      if (reply.feedbackFor !== null && id !== null && activity.channelData?.feedbackLoop)
        await deps.keepFeedback(place, id, reply.feedbackFor);
    }
  };

  return {
    progress: async (step) => {
      // One at a time, none beside an answer and none after a refusal: progress is a courtesy and may be dropped.
      if (busy || sending || refused || place.scene === "channel" || seat.targeted) return;
      busy = true;
      underWay = shown(step);
      await underWay;
    },
    send: async (reply) => {
      sending = true;
      try {
        // An update that is overtaken by the answer would open a second bar below it, which nothing ends.
        await underWay;
        const aside = reply.audience === "asker" && place.scene !== "direct" && !seat.targeted;
        await (aside ? sendAside(reply, seat, deps) : sendHere(reply));
      } finally {
        sending = false;
      }
    },
    end: async () => {
      await underWay;
      if (stream?.id)
        await closing({ type: "message", text: "I could not finish this. Nothing was changed. Please ask again." });
    },
  };
};

/** In a group or channel, what is for the asker alone goes to their own chat; the group reads one line that says so. */
const sendAside = async (reply: Reply, seat: Seat, deps: ResponderDeps): Promise<void> => {
  const { connector, retrying } = deps;
  const line = (text: string): Promise<string | null> =>
    withRetry(() => connector.send(seat.place, seat.threadId, { type: "message", text }, null), retrying);
  let direct: Place;
  try {
    direct = await withRetry(() => connector.openDirect(seat.place, seat.person), retrying);
  } catch (thrown) {
    deps.log.warn("could not open a one-to-one chat", { reason: messageOf(thrown) });
    await line(
      "The answer is for you alone, and I could not open a chat with you. Nothing was shown here. Add me as a personal app and ask there.",
    );
    return;
  }
  await makeResponder({ ...seat, place: direct, threadId: direct.conversationId }, deps).send(reply);
  await line("The answer is for you alone: I sent it to our private chat.");
};
