import { FORMS } from "../../core/form.ts";
import { plain, type Reply } from "../../core/reply.ts";

/** One sentence of the adapter itself. */
export const noteReply = (text: string): Reply => ({
  summary: text,
  blocks: [{ kind: "paragraph", text: plain(text) }],
  citations: [],
  audience: "everyone",
  aiGenerated: false,
  feedbackFor: null,
});

/** Answers "/screen" alone with the button that opens the form. */
export const formOffer = (): Reply => ({
  ...noteReply("What should be screened?"),
  blocks: [
    { kind: "paragraph", text: plain("Write the name or address after the command, or fill in the form.") },
    { kind: "actions", actions: [{ id: FORMS.subject, label: "Screen a subject", value: "" }] },
  ],
});
