import type { Turn } from "../ask/ask.ts";
import type { Answer } from "../core/answer.ts";
import type { Incoming } from "../core/incoming.ts";
import type { ExpiringStore } from "../ports/stores.ts";

/** A thread is remembered for a day after its last question. */
const MEMORY_MS = 24 * 60 * 60 * 1000;
const TURNS_KEPT = 6;

/** Names the thread of one conversation on one platform; never shared with another thread. */
export const threadKey = (incoming: Incoming): string =>
  ["thread", incoming.platform, incoming.workspaceId, incoming.channelId, incoming.threadId]
    .map(encodeURIComponent)
    .join(":");

/** A turn and the event that it answered: an event that is answered again does not follow on itself. */
interface KeptTurn extends Turn {
  readonly eventId?: string;
}

export interface ThreadMemory {
  /** Oldest first, without what an earlier attempt has answered to this very event; empty when the bot has not answered in the thread. */
  recall(incoming: Incoming): Promise<readonly Turn[]>;
  /** `turns` as they were recalled: a thread is answered one message after another. */
  remember(incoming: Incoming, turns: readonly Turn[], answer: Answer): Promise<void>;
}

export const makeThreadMemory = (store: ExpiringStore): ThreadMemory => {
  const recall = async (incoming: Incoming): Promise<readonly KeptTurn[]> => {
    const kept = await store.get(threadKey(incoming));
    const turns = Array.isArray(kept) ? (kept as KeptTurn[]) : [];
    return (incoming.attempt?.number ?? 1) > 1 ? turns.filter(({ eventId }) => eventId !== incoming.eventId) : turns;
  };
  return {
    recall,
    remember: async (incoming, turns, answer) => {
      const turn: KeptTurn = { question: answer.question, answer: answer.text, eventId: incoming.eventId };
      await store.set(threadKey(incoming), [...turns, turn].slice(-TURNS_KEPT), MEMORY_MS);
    },
  };
};
