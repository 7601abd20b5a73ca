import { messageOf, RedflagError } from "../../core/errors.ts";
import { plain, type Reply } from "../../core/reply.ts";

const reply = (text: string): Reply => ({
  summary: text,
  blocks: [{ kind: "paragraph", text: plain(text) }],
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});

/** The reason a person sees. Errors of ours say what to do; of others nothing is repeated that could carry a secret. */
export const troubleReply = (thrown: unknown): Reply =>
  reply(
    thrown instanceof RedflagError
      ? messageOf(thrown)
      : "Something went wrong on my side and your message was not answered. Nothing was changed. Please ask again; if it happens twice, tell the person who runs Redflag.",
  );

/** For an addressed message to which the rest of Redflag said nothing. */
export const silenceReply = (): Reply =>
  reply(
    "I did not come to an answer, and nothing was changed. Please ask again; if it happens twice, tell the person who runs Redflag.",
  );

export const askAgainReply = (): Reply =>
  reply("I was restarted while working on your message and did not answer it. Please ask again.");

export const tooLargeReply = (name: string, limitBytes: number): Reply =>
  reply(
    `${name} is larger than ${Math.floor(limitBytes / 1_000)} kB. Nothing was screened. Split the file and drop the parts one by one.`,
  );

export const unreadableReply = (name: string): Reply =>
  reply(
    `I could not read ${name}. Nothing was screened. Redflag needs the files:read permission: ask an administrator to install it again, then drop the file again.`,
  );

export const fileTroubleReply = (name: string, thrown: unknown): Reply =>
  reply(
    `${name} could not be shared here, the answer above stands. ${thrown instanceof RedflagError ? messageOf(thrown) : ""}`.trim(),
  );
