import { Unavailable } from "../../core/errors.ts";
import type { ReplyFile } from "../../core/reply.ts";
import type { Call } from "./calls.ts";
import { LIMITS } from "./limits.ts";
import type { Place } from "./outlets.ts";
import type { FilePayload, MessagePayload } from "./payloads.ts";

/** The first CSV of a message, or `null`. */
export const csvOf = (event: MessagePayload): FilePayload | null =>
  event.files?.find(
    (file) => file.filetype === "csv" || file.mimetype === "text/csv" || /\.csv$/i.test(file.name ?? ""),
  ) ?? null;

/** A file's text, or why there is none. */
type Fetched = { readonly text: string } | { readonly refused: "too-large" | "unreadable" };

/**
 * True for Slack's own hosts and for the origin of a Web API given by the settings. A remote file's address can be anybody's:
 * the bot's token must not be sent there.
 */
export const fromSlack = (address: string, apiUrl: string | null): boolean => {
  const url = URL.parse(address);
  if (url === null) return false;
  if (apiUrl !== null && url.origin === URL.parse(apiUrl)?.origin) return true;
  return url.protocol === "https:" && /(^|\.)slack(-gov)?\.com$/.test(url.hostname);
};

/**
 * Downloads a file with the bot's token. Without files:read Slack answers 200 with its sign-in page, so HTML counts as
 * unreadable.
 */
export const fetchCsv = async (
  file: FilePayload,
  token: string,
  fetchFn: typeof fetch,
  apiUrl: string | null,
): Promise<Fetched> => {
  if ((file.size ?? 0) > LIMITS.csvBytes) return { refused: "too-large" };
  const address = file.url_private_download;
  if (address === undefined || !fromSlack(address, apiUrl)) return { refused: "unreadable" };
  try {
    const response = await fetchFn(address, {
      headers: { Authorization: `Bearer ${token}` },
      redirect: "error",
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

interface Upload {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** What a picture shows, in words; `null` for other files. */
  readonly alt: string | null;
}

/** Hands a file's bytes over: asks for an address, sends them there. Gives Slack's id; nobody sees it before it is completed. */
const uploaded = async (call: Call, fetchFn: typeof fetch, file: Upload): Promise<string> => {
  const offered = await call("files.getUploadURLExternal", {
    filename: file.name,
    length: file.bytes.length,
    ...(file.alt === null ? {} : { alt_text: file.alt.slice(0, LIMITS.altTextCharacters) }),
  });
  if (typeof offered.upload_url !== "string" || typeof offered.file_id !== "string")
    throw new Unavailable(`Slack gave no place for ${file.name}. It was not shared.`);
  const response = await fetchFn(offered.upload_url, {
    method: "POST",
    headers: { "Content-Type": file.mediaType },
    body: Uint8Array.from(file.bytes),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok)
    throw new Unavailable(`Slack did not take ${file.name} (HTTP ${response.status}). It was not shared.`);
  return offered.file_id;
};

/** Shares a file in a conversation. */
export const shareFile = async (call: Call, fetchFn: typeof fetch, place: Place, file: ReplyFile): Promise<void> => {
  const bytes = new TextEncoder().encode(file.text);
  const id = await uploaded(call, fetchFn, { name: file.name, mediaType: file.mediaType, bytes, alt: null });
  await call("files.completeUploadExternal", {
    files: [{ id, title: file.name }],
    channel_id: place.channelId,
    ...(place.threadTs === null ? {} : { thread_ts: place.threadTs }),
  });
};

/** Uploads a picture that no conversation shows yet, for an image block. Gives its id. */
export const uploadPicture = async (
  call: Call,
  fetchFn: typeof fetch,
  png: Uint8Array,
  alt: string,
): Promise<string> => {
  const name = "chart.png";
  const id = await uploaded(call, fetchFn, { name, mediaType: "image/png", bytes: png, alt });
  await call("files.completeUploadExternal", { files: [{ id, title: name }] });
  return id;
};
