import { messageOf, RedflagError } from "./errors.ts";
import type { Reply } from "./reply.ts";

/** The reason a person reads. Errors of ours say what to do; of others nothing is repeated that could carry a secret. */
export const troubleText = (thrown: unknown): string =>
  thrown instanceof RedflagError
    ? messageOf(thrown)
    : "Something went wrong on my side and your message was not answered. Nothing was changed. Please ask again; if it happens twice, tell the person who runs Redflag.";

/** For a question to which nothing was said. */
export const SILENCE_TEXT =
  "I did not come to an answer, and nothing was changed. Please ask again; if it happens twice, tell the person who runs Redflag.";

/** Where nobody can say whether a post has arrived. */
export const REPEAT =
  "This may be a repeat: Redflag was interrupted while it posted this and cannot see whether it arrived.";

/** The same under a line that says so: a lost alert or answer is worse than a doubled one. */
export const asRepeat = (reply: Reply): Reply => ({
  ...reply,
  blocks: [{ kind: "note", text: [{ text: REPEAT, italic: true }] }, ...reply.blocks],
});
