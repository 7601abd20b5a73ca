import { bold, plain, type Reply } from "../../core/reply.ts";
import { helpReply, type ListStatusLine, listsReply } from "./plain.ts";

/** The page a person sees on opening the app: how fresh the lists are, and what can be asked. */
export const homeReply = (lists: readonly ListStatusLine[]): Reply => ({
  ...listsReply(lists),
  summary: "Redflag",
  blocks: [
    { kind: "headline", text: [bold("Redflag")] },
    {
      kind: "paragraph",
      text: plain(
        "Cited answers from sanctions notices and threat reports; names and addresses screened against the lists below.",
      ),
    },
    ...listsReply(lists).blocks,
    { kind: "divider" },
    ...helpReply().blocks,
  ],
});
