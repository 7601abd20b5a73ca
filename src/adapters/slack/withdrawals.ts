import type { ExpiringStore } from "../../ports/stores.ts";

/** Why an answer under way is not wanted any more. */
export type Ending = "deleted" | "edited";

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

/** The making of one answer. */
export interface Turn {
  /** Its author waits for an answer, or does not: the note under an ordinary message stands by what was written. */
  isQuestion(question: boolean): void;
  /** Why nothing more is to be said; `null` as long as the answer is wanted. */
  ending(): Promise<Ending | null>;
  end(): void;
}

/** Messages that were deleted or have new words: what is being answered to the old ones is not posted. */
export interface Withdrawals {
  /** `null`: its deletion or edit came before it, nothing is to be said about the words it had. */
  begin(message: Taken): Turn | null;
  /** True when an answer to the message was being made, which is then dropped. */
  withdraw(message: MessageRef, ending: Ending): Promise<boolean>;
}

/** A message that nothing can withdraw: a command, a pressed button. */
export const STANDING: Turn = { isQuestion: () => {}, ending: () => Promise.resolve(null), end: () => {} };

const GONE_KEPT = 1_000;

/** Within one process, which answers everything itself. */
export const withdrawalsHere = (): Withdrawals => {
  const underWay = new Map<string, { question: boolean; ending: Ending | null }>();
  /** Messages that were deleted or edited, the last ones. */
  const gone = new Set<string>();
  return {
    begin: (message) => {
      const ref = refKey(message);
      if (!message.edit && gone.has(ref)) return null;
      const entry = { question: message.question, ending: null as Ending | null };
      underWay.set(ref, entry);
      return {
        isQuestion: (question) => {
          entry.question = question;
        },
        ending: () => Promise.resolve(entry.ending),
        end: () => void (underWay.get(ref) === entry && underWay.delete(ref)),
      };
    },
    withdraw: (message, ending) => {
      const ref = refKey(message);
      const entry = underWay.get(ref);
      gone.add(ref);
      if (gone.size > GONE_KEPT) gone.delete(gone.values().next().value ?? ref);
      if (entry === undefined || (ending === "edited" && !entry.question)) return Promise.resolve(false);
      entry.ending = ending;
      return Promise.resolve(true);
    },
  };
};

/** Longer than a message waits in the queue. */
const KEPT_MS = 60 * 60_000;

/** What the newest change of a message was, and the event that it came with. */
interface Change {
  readonly ending: Ending;
  readonly eventId: string;
}

/** The same over the store that all replicas share, for messages that wait in a queue. */
export interface SharedWithdrawals extends Withdrawals {
  /** Told by the replica that takes the edit or the deletion in, before its turn in the queue has come. */
  announce(message: MessageRef, change: Change): Promise<void>;
}

/**
 * A message and its edits have one lane of the queue: when the turn of an edit comes, the words before it have been answered
 * or dropped, and which of the two stands in the store.
 */
export const withdrawalsShared = (expiring: ExpiringStore): SharedWithdrawals => {
  const changeKey = (message: MessageRef): string => `slack:changed:${refKey(message)}`;
  const droppedKey = (message: MessageRef): string => `slack:dropped:${refKey(message)}`;
  return {
    announce: (message, change) => expiring.set(changeKey(message), change, KEPT_MS),
    begin: (message) => {
      let isQuestion = message.question;
      return {
        isQuestion: (question) => {
          isQuestion = question;
        },
        ending: async () => {
          const change = (await expiring.get(changeKey(message))) as Change | null | undefined;
          if (!change || change.eventId === message.eventId) return null;
          if (change.ending === "edited" && !isQuestion) return null;
          await expiring.set(droppedKey(message), true, KEPT_MS);
          return change.ending;
        },
        end: () => {},
      };
    },
    withdraw: async (message) => (await expiring.get(droppedKey(message))) === true,
  };
};

const refKey = ({ workspaceId, channelId, ts }: MessageRef): string => `${workspaceId}:${channelId}:${ts}`;
