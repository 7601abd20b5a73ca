import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { Call } from "./calls.ts";
import { seenKey } from "./intake.ts";
import type { OpenQuestion } from "./journal.ts";
import { type Respond, threadOutlet, urlOutlet } from "./outlets.ts";
import { toMessages } from "./render.ts";
import { askAgainReply } from "./trouble.ts";

/**
 * Tells everybody whose question an earlier process did not answer to ask again, once. A question that was put on record
 * but never claimed was not acknowledged either: Slack delivers it again, so nothing is said.
 */
export const recover = async (
  leftovers: readonly OpenQuestion[],
  deps: {
    readonly expiring: ExpiringStore;
    readonly callOf: (workspaceId: string, enterpriseId: string | null) => Promise<Call>;
    readonly respondTo: (url: string) => Respond;
    readonly log: Log;
  },
): Promise<void> => {
  for (const question of leftovers) {
    try {
      if (await comesAgain(question, deps.expiring)) continue;
      const { channelId, threadTs, userId, responseUrl, newThread = false } = question;
      const call = await deps.callOf(question.workspaceId, question.enterpriseId);
      const thread = threadOutlet(call, {
        channelId,
        threadTs,
        userId,
        direct: channelId.startsWith("D"),
        newThread,
      });
      const outlet = responseUrl === null ? thread : urlOutlet(deps.respondTo(responseUrl), thread);
      for (const message of toMessages(askAgainReply())) await outlet.asker(message);
    } catch (thrown) {
      deps.log.warn("nobody could be told that a question was lost in a restart", { reason: messageOf(thrown) });
    }
  }
};

const comesAgain = async (question: OpenQuestion, expiring: ExpiringStore): Promise<boolean> => {
  const unclaimed = await expiring.claim(seenKey(question.key), 60_000);
  if (unclaimed) await expiring.delete(seenKey(question.key));
  return unclaimed;
};
