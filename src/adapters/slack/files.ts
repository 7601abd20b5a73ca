import { LIMITS } from "./limits.ts";
import type { FilePayload, MessagePayload } from "./payloads.ts";

/** The first CSV of a message, or `null`. */
export const csvOf = (event: MessagePayload): FilePayload | null =>
  event.files?.find(
    (file) => file.filetype === "csv" || file.mimetype === "text/csv" || /\.csv$/i.test(file.name ?? ""),
  ) ?? null;

/** A file's text, or why there is none. */
export type Fetched = { readonly text: string } | { readonly refused: "too-large" | "unreadable" };

/**
 * Downloads a file with the bot's token. Without files:read Slack answers 200 with its sign-in page, so HTML counts as
 * unreadable.
 */
export const fetchCsv = async (file: FilePayload, token: string, fetchFn: typeof fetch): Promise<Fetched> => {
  if ((file.size ?? 0) > LIMITS.csvBytes) return { refused: "too-large" };
  if (file.url_private_download === undefined) return { refused: "unreadable" };
  try {
    const response = await fetchFn(file.url_private_download, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok || (response.headers.get("content-type") ?? "").includes("text/html"))
      return { refused: "unreadable" };
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength > LIMITS.csvBytes) return { refused: "too-large" };
    return { text: new TextDecoder("utf-8").decode(bytes) };
  } catch {
    return { refused: "unreadable" };
  }
};
