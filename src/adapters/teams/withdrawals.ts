import type { InboundActivity } from "./wire.ts";

/** Messages that were deleted: an answer that is still being made is not posted. */
export interface Withdrawals {
  add(deletion: Named): void;
  has(message: Named): boolean;
}

type Named = Pick<InboundActivity, "conversation" | "id">;

/** Answers take seconds; of so many deletions the oldest are long past theirs. */
const KEPT = 1_000;

export const makeWithdrawals = (): Withdrawals => {
  const ids = new Set<string>();
  const idOf = ({ conversation, id }: Named): string => `${conversation.id}/${id}`;
  return {
    add: (deletion) => {
      ids.add(idOf(deletion));
      const [oldest] = ids;
      if (ids.size > KEPT && oldest !== undefined) ids.delete(oldest);
    },
    has: (message) => ids.has(idOf(message)),
  };
};
