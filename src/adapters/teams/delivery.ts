import { messageOf } from "../../core/errors.ts";
import { plain } from "../../core/reply.ts";
import type { Log } from "../../ports/log.ts";
import type { Connector } from "./botbuilder.ts";
import { cardElements, withElementFirst, withTargetedButtons } from "./card.ts";
import { escapeText } from "./markdown.ts";
import { plainly } from "./plainly.ts";
import { type Retrying, TeamsRefusal, withRetry } from "./retry.ts";
import type { OutgoingActivity, Person, Place } from "./wire.ts";

export interface DeliveryDeps {
  readonly connector: Connector;
  readonly retrying: Retrying;
  readonly log: Log;
}

/** Where a message has gone. */
export interface Delivered {
  readonly place: Place;
  readonly messageId: string | null;
}

/** Delivers the messages of one answer in order. Rejects with `TeamsRefusal`. `alone`: only the asker sees it where it stands. */
export type Deliver = (activity: OutgoingActivity, alone: boolean) => Promise<Delivered>;

/** Statuses that mean "not here": the bot or the conversation is gone, or the bot may not write there. */
const NOT_HERE: ReadonlySet<number> = new Set([403, 404]);
const BAD_LAYOUT = 400;

/**
 * Goes round what Teams refuses: a layout it does not take leaves as plain words, and what cannot be said in a group or channel any
 * more goes to the asker's own chat, with the reason.
 */
export const makeDelivery = (
  seat: { readonly place: Place; readonly threadId: string; readonly person: Person },
  { connector, retrying, log }: DeliveryDeps,
): Deliver => {
  const { place, threadId, person } = seat;
  /** The asker's own chat, once the answer had to go there. */
  let moved: Place | null = null;

  const write = async (at: Place, thread: string, activity: OutgoingActivity, onlyFor: Person | null) => {
    const send = (one: OutgoingActivity) => withRetry(() => connector.send(at, thread, one, onlyFor), retrying);
    try {
      return { place: at, messageId: await send(activity) };
    } catch (thrown) {
      if (statusOf(thrown) !== BAD_LAYOUT) throw thrown;
      log.warn("Teams refused the layout of a message; it goes as plain words", { reason: messageOf(thrown) });
      return { place: at, messageId: await send(plainly(activity)) };
    }
  };

  const inOwnChat = (at: Place, activity: OutgoingActivity) => write(at, at.conversationId, activity, null);

  return async (activity, alone) => {
    if (moved) return inOwnChat(moved, activity);
    try {
      return await write(place, threadId, alone ? withTargetedButtons(activity) : activity, alone ? person : null);
    } catch (thrown) {
      if (place.scene === "direct" || !NOT_HERE.has(statusOf(thrown) ?? 0)) throw thrown;
      log.warn("an answer goes to the asker's own chat", { reason: messageOf(thrown) });
      const own = await withRetry(() => connector.openDirect(place, person), retrying).catch(() => {
        throw thrown;
      });
      const sent = await inOwnChat(own, withReason(activity, messageOf(thrown)));
      moved = own;
      return sent;
    }
  };
};

const statusOf = (thrown: unknown): number | null => (thrown instanceof TeamsRefusal ? thrown.status : null);

const withReason = (activity: OutgoingActivity, refusal: string): OutgoingActivity => {
  const word = /\((HTTP [^)]*)\)/.exec(refusal)?.[1] ?? refusal;
  const reason = `I could not answer in the conversation where you asked (Teams says: ${word}), so here it is.`;
  if (activity.text !== undefined) return { ...activity, text: `_${escapeText(reason)}_\n\n${activity.text}` };
  return withElementFirst(activity, cardElements({ kind: "note", text: plain(reason) }));
};
