import type { ReceiverEvent } from "@slack/bolt";
import type { ExpiringStore } from "../../ports/stores.ts";
import { changedMessage, isPersonsMessage } from "./incoming.ts";
import { type Journal, questionIn } from "./journal.ts";
import type { Lanes } from "./lanes.ts";
import type { AnyPayload } from "./payloads.ts";

/** Longer than Slack redelivers (its third retry comes after five minutes) and than a person waits. */
const REMEMBER_MS = 60 * 60_000;
/** Keys kept in this process, so that a burst of redeliveries does not reach the store. */
const RECENT = 10_000;

/** Passes each event on once, acknowledges the rest. */
interface Intake {
  processEvent(event: ReceiverEvent): Promise<void>;
  /** Resolves when everything that was taken in has been worked off. */
  idle(): Promise<void>;
}

/**
 * Bolt does not de-duplicate: Slack delivers an event again when the acknowledgement was late or lost, and a mention in a
 * direct message arrives as two events. Runs before Bolt, so a duplicate costs an acknowledgement and nothing else.
 *
 * A redelivery is not dropped for being one: only a key that was claimed is. When the store cannot be asked, the event goes
 * through, because an answer given twice is better than none.
 */
export const makeIntake = (options: {
  readonly pass: (event: ReceiverEvent) => Promise<void>;
  readonly expiring: ExpiringStore;
  readonly journal: Journal;
  /** `null` where there is one process only, which answers what it takes in. */
  readonly lanes: Lanes | null;
  readonly warn: (message: string) => void;
}): Intake => {
  const { journal } = options;
  const recent = new Set<string>();
  const claimed = async (key: string): Promise<boolean> => {
    try {
      return await options.expiring.claim(seenKey(key), REMEMBER_MS);
    } catch {
      options.warn("The store could not be asked whether a Slack event was seen before; it is answered.");
      return true;
    }
  };
  const underWay = new Set<Promise<void>>();
  const takeIn = async (event: ReceiverEvent): Promise<void> => {
    const key = eventKey(event.body);
    if (key !== null && recent.has(key)) return event.ack();
    if (key === null && isNoise(event.body)) return event.ack();
    // What could not be put is not acknowledged, and not remembered: Slack delivers it again.
    const queued = options.lanes !== null && (await options.lanes.put(key ?? deletionKey(event.body), event.body));
    if (key !== null) recent.add(key);
    if (recent.size > RECENT) recent.delete(recent.values().next().value ?? "");
    if (queued) return event.ack();
    if (key === null) return options.pass(event);
    // On record first, then claimed, then acknowledged: a kill in between leaves a redelivery or a record, never neither.
    const question = questionIn(key, event.body);
    if (question !== null) await journal.open(question);
    try {
      if (await claimed(key)) await options.pass(event);
      else await event.ack();
    } finally {
      journal.close(key);
    }
  };
  return {
    processEvent: async (event) => {
      const work = takeIn(event);
      underWay.add(work);
      try {
        await work;
      } finally {
        underWay.delete(work);
      }
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
  };
};

/** Deletions are not remembered: a second one changes nothing. */
const deletionKey = (body: AnyPayload): string => `event:${body.event_id ?? ""}`;

/** Our own posts, those of other bots, joins, previews of links: acknowledged and not looked at further. */
const isNoise = ({ event }: AnyPayload): boolean =>
  event?.type === "message" && event.subtype !== "message_deleted" && !isPersonsMessage(event);

export const seenKey = (key: string): string => `slack:seen:${key}`;

/**
 * What makes an event the same event. A message counts once however many subscriptions it matches (`app_mention` and
 * `message`); everything else by its event or trigger id. `null` for what is not worth remembering.
 */
export const eventKey = (body: AnyPayload): string | null => {
  const event = body.event;
  if (event !== undefined) {
    const message = event.type === "message" || event.type === "app_mention";
    if (message && !isPersonsMessage(event))
      return body.event_id !== undefined && changedMessage(event) !== null ? `event:${body.event_id}` : null;
    if (message && event.ts !== undefined) return `message:${body.team_id ?? ""}:${event.channel ?? ""}:${event.ts}`;
    return body.event_id === undefined ? null : `event:${body.event_id}`;
  }
  if (body.trigger_id !== undefined) return `trigger:${body.trigger_id}`;
  if (body.view?.id !== undefined) return `view:${body.view.id}:${body.view.hash ?? ""}`;
  return null;
};
