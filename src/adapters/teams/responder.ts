import { messageOf } from "../../core/errors.ts";
import type { Reply } from "../../core/reply.ts";
import { asRepeat } from "../../core/trouble.ts";
import type { Responder } from "../../ports/chat.ts";
import type { DrawChart } from "../../ports/pictures.ts";
import { type DeliveryDeps, makeDelivery } from "./delivery.ts";
import type { Attempt } from "./lanes.ts";
import { picturesOf } from "./pictures.ts";
import { makeProgress, type ProgressDeps } from "./progress.ts";
import { renderReply } from "./render.ts";
import { TeamsRefusal, withRetry } from "./retry.ts";
import type { OutgoingActivity, Person, Place } from "./wire.ts";
import type { Ending } from "./withdrawals.ts";

export interface ResponderDeps extends DeliveryDeps, ProgressDeps {
  readonly draw: DrawChart;
  /** Keeps which answer a message was, for the thumbs under it. */
  readonly keepFeedback: (place: Place, messageId: string, feedbackFor: string) => Promise<void>;
}

/** Where one event is answered. */
export interface Seat {
  readonly place: Place;
  /** Conversation with `;messageid=…` in channels. */
  readonly threadId: string;
  readonly person: Person;
  /**
   * What only the asker sees inside a group conversation: "everything" after a message that came in private itself, "private" (answers
   * for the asker alone) after a button of such an answer, which may also share it.
   */
  readonly targeted: "everything" | "nothing" | "private";
  /** Set once the question was deleted or edited: then nothing more is posted. */
  readonly withdrawn: () => Promise<Ending | null>;
  /** Set where a queue holds the event: each reply is announced to it. */
  readonly attempt: Attempt | null;
}

/** A responder that also ends what it has begun: an answer bar must not stay when nothing was sent. */
export interface EndingResponder extends Responder {
  /** True when an answer was sent or at least tried: a second one on top might arrive beside it. */
  readonly spoke: () => boolean;
  end(): Promise<void>;
}

const note = (text: string): OutgoingActivity => ({ type: "message", text });
const UNFINISHED = note("I could not finish this. Nothing was changed. Please ask again.");
const WITHDRAWN: Readonly<Record<Ending, OutgoingActivity>> = {
  deleted: note("The question was deleted."),
  edited: note("The question was edited; its new wording is answered."),
};

export const makeResponder = (seat: Seat, deps: ResponderDeps): EndingResponder => {
  const { place, threadId } = seat;
  const progress = makeProgress(place, threadId, deps);
  const deliver = makeDelivery(seat, deps);
  let sending = false;
  let spoke = false;

  const sendHere = async (reply: Reply, alone: boolean): Promise<void> => {
    for (const activity of renderReply(reply, await picturesOf(reply, deps.draw))) {
      const { place: at, messageId } = (await progress.finish(activity)) ?? (await deliver(activity, alone));
      if (reply.feedbackFor !== null && messageId !== null && activity.channelData?.feedbackLoop)
        await deps.keepFeedback(at, messageId, reply.feedbackFor);
    }
  };

  const sendTo = async (reply: Reply): Promise<void> => {
    const shared = place.scene !== "direct";
    const alone = shared && (seat.targeted === "everything" || (seat.targeted === "private" && forAsker(reply)));
    try {
      await (shared && !alone && forAsker(reply) ? sendAside(reply, seat, deps) : sendHere(reply, alone));
    } catch (thrown) {
      if (thrown instanceof TeamsRefusal && thrown.status !== null) await seat.attempt?.refused();
      throw thrown;
    }
  };

  const finishWith = async (activity: OutgoingActivity): Promise<void> => {
    if (progress.open() && !(await progress.finish(activity))) await deliver(activity, false);
  };

  return {
    spoke: () => spoke,
    progress: async (step) => {
      if (!sending && seat.targeted === "nothing") await progress.step(step);
    },
    send: async (reply) => {
      sending = true;
      spoke = true;
      try {
        // An update that is overtaken by the answer would open a second bar below it, which nothing ends.
        await progress.settled();
        const ending = await seat.withdrawn();
        if (ending) return await finishWith(WITHDRAWN[ending]);
        const again = (await seat.attempt?.handOver()) ?? false;
        await sendTo(again ? asRepeat(reply) : reply);
      } finally {
        sending = false;
      }
    },
    end: async () => {
      await progress.settled();
      await finishWith(UNFINISHED);
    },
  };
};

const forAsker = (reply: Reply): boolean => reply.audience === "asker";

/** In a group or channel, what is for the asker alone goes to their own chat; the group reads one line that says so. */
const sendAside = async (reply: Reply, seat: Seat, deps: ResponderDeps): Promise<void> => {
  const { connector, retrying, log } = deps;
  const line = (text: string): Promise<string | null> =>
    withRetry(() => connector.send(seat.place, seat.threadId, note(text), null), retrying);
  let direct: Place;
  try {
    direct = await withRetry(() => connector.openDirect(seat.place, seat.person), retrying);
  } catch (thrown) {
    log.warn("could not open a one-to-one chat", { reason: messageOf(thrown) });
    await line(
      "The answer is for you alone, and I could not open a chat with you. Nothing was shown here. Add me as a personal app and ask there.",
    );
    return;
  }
  // It was announced already, as one reply.
  await makeResponder({ ...seat, place: direct, threadId: direct.conversationId, attempt: null }, deps).send(reply);
  // The answer has arrived; a group that the bot or the person has left meanwhile need not hear of it.
  await line("The answer is for you alone: I sent it to our private chat.").catch((thrown: unknown) =>
    log.warn("the group was not told of a private answer", { reason: messageOf(thrown) }),
  );
};
