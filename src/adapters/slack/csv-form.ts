import type { types } from "@slack/bolt";
import { Unavailable } from "../../core/errors.ts";
import type { Call } from "./calls.ts";
import type { ActionPayload, FilePayload } from "./payloads.ts";
import { VIEWS } from "./surface.ts";

const words = (text: string): types.PlainTextElement => ({ type: "plain_text", text, emoji: false });

/** "/screen file" asks for the form that takes a CSV. */
export const asksForCsvForm = (command: string, text: string): boolean =>
  command === "screen" && /^(?:csv|file)$/i.test(text.trim());

/** Takes a CSV where nobody wants to drop it into a conversation. Needs files:read, as a dropped one does. */
export const CSV_FORM: types.ModalView = {
  type: "modal",
  callback_id: VIEWS.csv,
  title: words("Screen a file"),
  submit: words("Screen"),
  close: words("Cancel"),
  blocks: [
    {
      type: "input",
      block_id: "csv",
      label: words("CSV file"),
      hint: words(
        "With a column “name”, and where you have them id, type, dob, country and address. The results come to you in a direct message.",
      ),
      element: { type: "file_input", action_id: "csv", filetypes: ["csv"], max_files: 1 },
    },
  ],
};

/** The file of a submitted form; `null` when there is none. */
export const uploadedCsv = (payload: ActionPayload): FilePayload | null =>
  payload.view?.state?.values?.csv?.csv?.files?.[0] ?? null;

/** Says to the person that the file was taken, and gives the conversation and thread in which the results belong. */
export const beginBatch = async (
  call: Call,
  userId: string,
  name: string,
): Promise<{ readonly channelId: string; readonly threadTs: string }> => {
  const text = `Screening ${name}. The results follow in this thread.`;
  const { channel, ts } = await call("chat.postMessage", {
    channel: userId,
    text,
    blocks: [{ type: "section", text: words(text) }],
    unfurl_links: false,
    unfurl_media: false,
  });
  if (typeof channel !== "string" || typeof ts !== "string")
    throw new Unavailable(`Slack opened no conversation for the results of ${name}. Nothing was screened.`);
  return { channelId: channel, threadTs: ts };
};
