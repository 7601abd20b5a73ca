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

export interface ThreadMemory {
  /** Oldest first; empty when the bot has not answered in the thread. */
  recall(incoming: Incoming): Promise<readonly Turn[]>;
  remember(incoming: Incoming, answer: Answer): Promise<void>;
}

export const makeThreadMemory = (store: ExpiringStore): ThreadMemory => {
  const recall = async (incoming: Incoming): Promise<readonly Turn[]> => {
    const kept = await store.get(threadKey(incoming));
    return Array.isArray(kept) ? (kept as Turn[]) : [];
  };
  return {
    recall,
    remember: async (incoming, answer) => {
      const turns = [...(await recall(incoming)), { question: answer.question, answer: answer.text }];
      await store.set(threadKey(incoming), turns.slice(-TURNS_KEPT), MEMORY_MS);
    },
  };
};
