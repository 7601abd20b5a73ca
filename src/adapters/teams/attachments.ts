import { messageOf } from "../../core/errors.ts";
import type { IncomingBody } from "../../core/incoming.ts";
import type { Reply } from "../../core/reply.ts";
import type { Download } from "../../ports/download.ts";
import type { Log } from "../../ports/log.ts";
import { isRecord } from "./incoming.ts";
import { noteReply } from "./notes.ts";
import type { InboundActivity } from "./wire.ts";

/** Teams offers a dropped file as a pre-signed address: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
const DOWNLOAD_INFO = "application/vnd.microsoft.teams.file.download.info";
const CSV_BYTES = 1_000_000;

export interface DroppedFile {
  readonly name: string;
  readonly downloadUrl: string | null;
}

/** The first CSV of a message, `null` when it brings none. Files reach bots in one-to-one chats only. */
export const csvIn = (activity: InboundActivity): DroppedFile | null => {
  for (const { contentType, name, content } of activity.attachments ?? []) {
    if (contentType !== DOWNLOAD_INFO || !isRecord(content)) continue;
    if (!/\.csv$/i.test(name ?? "") && content.fileType !== "csv") continue;
    const { downloadUrl } = content;
    return {
      name: name ?? "the file",
      downloadUrl: typeof downloadUrl === "string" && downloadUrl.startsWith("https://") ? downloadUrl : null,
    };
  }
  return null;
};

/** The file as an action "screen-csv" (value: its name, fields { csv, said? }), or the sentence that says why it was not read. */
export const readCsv = async (
  file: DroppedFile,
  said: string,
  download: Download | null,
  log: Log,
): Promise<{ readonly body: IncomingBody } | { readonly refusal: Reply }> => {
  if (!download || !file.downloadUrl)
    return refusing(`“${file.name}” could not be read. Nothing was screened. Send it again in our private chat.`);
  try {
    const { bytes } = await download(file.downloadUrl);
    if (bytes.length > CSV_BYTES)
      return refusing(
        `“${file.name}” has ${Math.ceil(bytes.length / 1e3)} kB, at most ${CSV_BYTES / 1e3} kB are read here. Nothing was screened. Split the file, or use the command line.`,
      );
    const csv = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return {
      body: { kind: "action", id: "screen-csv", value: file.name, fields: { csv, ...(said === "" ? {} : { said }) } },
    };
  } catch (thrown) {
    log.warn("a dropped file was not read", { reason: messageOf(thrown) });
    return refusing(
      thrown instanceof TypeError
        ? `“${file.name}” is not text in UTF-8. Nothing was screened. Save it as CSV UTF-8 and send it again.`
        : `“${file.name}” could not be fetched from Teams. Nothing was screened. Send it again.`,
    );
  }
};

const refusing = (text: string): { readonly refusal: Reply } => ({ refusal: noteReply(text) });
