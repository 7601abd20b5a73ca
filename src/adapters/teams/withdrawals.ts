import type { ExpiringStore } from "../../ports/stores.ts";
import type { InboundActivity } from "./wire.ts";

/** Messages whose answer is not wanted any more, because they were deleted or have new words: it is not posted. */
export interface Withdrawals {
  /** The message, or its new words, are being answered from now on. `key` names the event. */
  begin(message: Named, key: string): Turn;
  /** True when an answer was being made, which is then dropped. */
  withdraw(message: Named): Promise<boolean>;
}

/** Why an answer is not wanted any more. */
export type Ending = "deleted" | "edited";

/** The making of one answer. */
export interface Turn {
  readonly withdrawn: () => Promise<Ending | null>;
  readonly end: () => void;
}

type Named = Pick<InboundActivity, "conversation" | "id" | "type">;

const idOf = ({ conversation, id }: Named): string => `${conversation.id}/${id}`;
const endingOf = ({ type }: Named): Ending => (type === "messageDelete" ? "deleted" : "edited");

/** Answers take seconds; of so many deletions and edits the oldest are long past theirs. */
const KEPT = 1_000;

/** Within one process, which answers everything itself. */
export const withdrawalsHere = (): Withdrawals => {
  const gone = new Map<string, Ending>();
  const underWay = new Map<string, { withdrawn: Ending | null }>();
  return {
    begin: (message) => {
      const id = idOf(message);
      // Its deletion or edit may have come before it.
      const state = { withdrawn: message.type === "message" ? (gone.get(id) ?? null) : null };
      underWay.set(id, state);
      return {
        withdrawn: () => Promise.resolve(state.withdrawn),
        end: () => void (underWay.get(id) === state && underWay.delete(id)),
      };
    },
    withdraw: (message) => {
      const id = idOf(message);
      gone.set(id, endingOf(message));
      const [oldest] = gone.keys();
      if (gone.size > KEPT && oldest !== undefined) gone.delete(oldest);
      const state = underWay.get(id);
      if (state) state.withdrawn = endingOf(message);
      return Promise.resolve(state !== undefined);
    },
  };
};

/** Longer than a message waits in the queue. */
const KEPT_MS = 60 * 60_000;

/** What the newest change of a message was, and the event that it came with. */
interface Change {
  readonly ending: Ending;
  readonly key: string;
}

export interface SharedWithdrawals extends Withdrawals {
  /** Told by the replica that takes the edit or the deletion in, before its turn in the queue has come. */
  announce(message: Named, key: string): Promise<void>;
}

/**
 * The same over the store that all replicas share. A message and its edits have one lane of the queue: when the turn of an
 * edit comes, the words before it have been answered or dropped, and which of the two stands in the store.
 */
export const withdrawalsShared = (expiring: ExpiringStore): SharedWithdrawals => {
  const changeKey = (message: Named): string => `teams:changed:${encodeURIComponent(idOf(message))}`;
  const droppedKey = (message: Named): string => `teams:dropped:${encodeURIComponent(idOf(message))}`;
  return {
    announce: (message, key) => expiring.set(changeKey(message), { ending: endingOf(message), key }, KEPT_MS),
    begin: (message, key) => ({
      withdrawn: async () => {
        const change = (await expiring.get(changeKey(message))) as Change | null | undefined;
        if (!change || change.key === key) return null;
        await expiring.set(droppedKey(message), true, KEPT_MS);
        return change.ending;
      },
      end: () => {},
    }),
    withdraw: async (message) => (await expiring.get(droppedKey(message))) === true,
  };
};
