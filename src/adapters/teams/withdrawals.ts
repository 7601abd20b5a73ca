import type { InboundActivity } from "./wire.ts";

/** Messages whose answer is not wanted any more, because they were deleted or have new words: it is not posted. */
export interface Withdrawals {
  /** The message, or its new words, are being answered from now on. */
  begin(message: Named): Turn;
  /** True when an answer was being made, which is then dropped. */
  withdraw(message: Named): boolean;
}

/** Why an answer is not wanted any more. */
export type Ending = "deleted" | "edited";

/** The making of one answer. */
export interface Turn {
  readonly withdrawn: () => Ending | null;
  readonly end: () => void;
}

type Named = Pick<InboundActivity, "conversation" | "id" | "type">;

/** Answers take seconds; of so many deletions and edits the oldest are long past theirs. */
const KEPT = 1_000;

export const makeWithdrawals = (): Withdrawals => {
  const gone = new Map<string, Ending>();
  const underWay = new Map<string, { withdrawn: Ending | null }>();
  const idOf = ({ conversation, id }: Named): string => `${conversation.id}/${id}`;
  return {
    begin: (message) => {
      const id = idOf(message);
      // Its deletion or edit may have come before it.
      const state = { withdrawn: message.type === "message" ? (gone.get(id) ?? null) : null };
      underWay.set(id, state);
      return {
        withdrawn: () => state.withdrawn,
        end: () => void (underWay.get(id) === state && underWay.delete(id)),
      };
    },
    withdraw: (message) => {
      const id = idOf(message);
      const ending = message.type === "messageDelete" ? "deleted" : "edited";
      gone.set(id, ending);
      const [oldest] = gone.keys();
      if (gone.size > KEPT && oldest !== undefined) gone.delete(oldest);
      const state = underWay.get(id);
      if (state) state.withdrawn = ending;
      return state !== undefined;
    },
  };
};
