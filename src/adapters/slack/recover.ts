import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { answering, type Call } from "./calls.ts";
import { seenKey } from "./intake.ts";
import type { OpenQuestion } from "./journal.ts";
import { type Respond, threadOutlet, urlOutlet } from "./outlets.ts";
import { toMessages } from "./render.ts";
import { askAgainReply } from "./trouble.ts";

interface TellDeps {
  readonly callOf: (workspaceId: string, enterpriseId: string | null) => Promise<Call>;
  readonly respondTo: (url: string) => Respond;
}

/** Tells one person that their question was not answered and has to be asked again. */
export const tellToAskAgain = async (question: OpenQuestion, deps: TellDeps): Promise<void> => {
  const { channelId, threadTs, userId, responseUrl, newThread = false } = question;
  const call = answering(await deps.callOf(question.workspaceId, question.enterpriseId), question.key);
  const direct = channelId.startsWith("D");
  const thread = threadOutlet(call, { channelId, threadTs, userId, direct, newThread });
  const outlet = responseUrl === null ? thread : urlOutlet(deps.respondTo(responseUrl), thread);
  for (const message of toMessages(askAgainReply())) await outlet.asker(message);
};

/** Tells everybody whose question an earlier process did not answer to ask again, once. Gives back those who could not be told. */
export const recover = async (
  leftovers: readonly OpenQuestion[],
  deps: {
    /** Told of each question that needs no word any more. */
    readonly forget: (key: string) => Promise<void>;
    readonly log: Log;
  } & TellDeps,
): Promise<readonly OpenQuestion[]> => {
  const untold: OpenQuestion[] = [];
  for (const question of leftovers) {
    try {
      await tellToAskAgain(question, deps);
      await deps.forget(question.key);
    } catch (thrown) {
      untold.push(question);
      deps.log.warn("nobody could be told that a question was lost in a restart", { reason: messageOf(thrown) });
    }
  }
  return untold;
};

/**
 * A question that was put on record but never claimed was not acknowledged either: Slack delivers it again, so nothing is said.
 * Only looked at: a claim, however short, would have a delivery at that moment taken for one that was answered.
 */
export const comesAgain = async ({ key }: OpenQuestion, expiring: ExpiringStore): Promise<boolean> =>
  ((await expiring.get(seenKey(key))) ?? null) === null;
