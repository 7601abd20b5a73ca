import type { ReceiverEvent } from "@slack/bolt";
import type { AttemptedWork, Work, WorkQueue } from "../../ports/work-queue.ts";
import { ATTEMPT, makeAttempt } from "./attempt.ts";
import { changedMessage, isPersonsMessage } from "./incoming.ts";
import type { AnyPayload, MessagePayload } from "./payloads.ts";
import type { SharedWithdrawals } from "./withdrawals.ts";

const KIND = "slack";
/** Answers side by side in one replica: most of the time of one is waiting for a model or for Slack. */
const AT_ONCE = 32;

/**
 * What people write goes through the queue of all replicas: put before it is acknowledged, answered by whichever replica is
 * free, one after another within a thread. Commands, buttons and forms do not: their one-time permissions end within seconds.
 */
export interface Lanes {
  /** Resolves when the message is durable, or its deletion is known to all replicas; false: not for the queue. */
  put(key: string, body: AnyPayload): Promise<boolean>;
  /** Begins to answer. */
  start(): Promise<void>;
}

export const makeLanes = (options: {
  readonly queue: WorkQueue;
  readonly withdrawals: SharedWithdrawals;
  /** Bolt. */
  readonly pass: (event: ReceiverEvent) => Promise<void>;
  /** Tells the author of a message that was given up to ask again. */
  readonly gaveUp: (key: string, body: AnyPayload) => Promise<void>;
}): Lanes => {
  const { queue, withdrawals } = options;
  const answer = async (work: AttemptedWork): Promise<void> => {
    const { attempt, settle } = makeAttempt(work);
    const body = work.body as AnyPayload;
    await options.pass({ body, ack: () => Promise.resolve(), customProperties: { [ATTEMPT]: attempt } });
    settle();
  };
  return {
    put: async (key, body) => {
      const written = writtenIn(body);
      if (written === null) return false;
      const { message, ending } = written;
      const ref = { workspaceId: workspaceOf(body), channelId: message.channel ?? "", ts: message.ts ?? "" };
      const lane = `${body.team_id ?? ""}:${ref.channelId}:${message.thread_ts ?? ref.ts}`;
      const fresh = ending === "deleted" || (await queue.put(KIND, { id: key, lane, body }));
      // After it was put: an edit that is delivered again must not overtake a later one.
      if (fresh && ending !== null) await withdrawals.announce(ref, { ending, eventId: key });
      return true;
    },
    start: () => queue.take(KIND, AT_ONCE, answer, ({ id, body }: Work) => options.gaveUp(id, body as AnyPayload)),
  };
};

/** The workspace as Bolt's context names it to the listeners. */
const workspaceOf = ({ team_id, enterprise_id, authorizations }: AnyPayload): string =>
  (authorizations?.[0]?.is_enterprise_install ? enterprise_id : team_id) ?? enterprise_id ?? "unknown";

/** What a person has written, changed or deleted; `null` for every other event. */
const writtenIn = ({
  event,
}: AnyPayload): { readonly message: MessagePayload; readonly ending: "deleted" | "edited" | null } | null => {
  if (event === undefined || (event.type !== "message" && event.type !== "app_mention")) return null;
  if (event.subtype === "message_deleted") {
    const { channel, deleted_ts: ts } = event;
    return channel === undefined || ts === undefined
      ? null
      : { message: { type: "message", channel, ts }, ending: "deleted" };
  }
  const changed = changedMessage(event);
  if (changed !== null) return { message: changed, ending: "edited" };
  return isPersonsMessage(event) ? { message: event, ending: null } : null;
};
