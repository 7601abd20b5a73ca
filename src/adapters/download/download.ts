import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "../../core/errors.ts";
import type { ConditionalDownload, Download, Downloaded, Validators } from "../../ports/download.ts";
import { PassingFailure, type RequestLimits, requestOnce } from "./request.ts";

/** How a download behaves; the defaults are for public documents and lists. Times in milliseconds. */
export interface DownloadOptions extends Partial<RequestLimits> {
  /** Attempts in all, for failures that may pass: no answer, 202, 408, 425, 429, 5xx. */
  readonly attempts?: number;
  /** Wait before the second attempt; doubles from one to the next. */
  readonly backoffMs?: number;
}

const DEFAULTS = {
  // SDN_ADVANCED.XML is about 120 MB, everything else far below.
  maxBytes: 256 * 1024 * 1024,
  idleMs: 30_000,
  totalMs: 180_000,
  allowPrivate: false,
  attempts: 3,
  backoffMs: 1_000,
};

const MAX_REDIRECTS = 5;
/** Longest wait that a server may ask for; beyond it the next scheduled refresh is the retry. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Publishers turn away clients that do not say who they are, and the EU's server wants a language. */
const HEADERS = {
  "User-Agent": "Redflag/0.1 (sanctions screening; automated list refresh)",
  Accept: "*/*",
  "Accept-Encoding": "gzip, deflate, br",
  "Accept-Language": "en",
};

/** Downloads only when the document has changed since the validators were sent. See the port for what it refuses. */
export const makeConditionalDownload = (options: DownloadOptions = {}): ConditionalDownload => {
  const limits = { ...DEFAULTS, ...options };
  return async (address, known) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await following(address, known, limits);
      } catch (thrown) {
        if (!(thrown instanceof PassingFailure) || attempt >= limits.attempts) throw thrown;
        await wait(thrown.retryAfterMs ?? limits.backoffMs * 2 ** (attempt - 1));
      }
    }
  };
};

/** Fetches one public document whole. */
export const makeDownload = (options: DownloadOptions = {}): Download => {
  const download = makeConditionalDownload(options);
  return async (address) => {
    const found = await download(address, null);
    if (found === "not-modified")
      throw new Unavailable(`${address} sent nothing. Nothing was changed. Try again later.`);
    return found;
  };
};

const following = async (
  address: string,
  known: Validators | null,
  limits: RequestLimits,
): Promise<Downloaded | "not-modified"> => {
  if (!URL.canParse(address)) throw new Unavailable(`"${address}" is no address. Nothing was changed.`);
  let url = new URL(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await requestOnce(url, { ...HEADERS, ...conditions(known) }, limits);
    const location = response.header("location");
    if (response.status >= 300 && response.status < 400 && location && URL.canParse(location, url.href)) {
      url = new URL(location, url);
      continue;
    }
    if (response.status === 304 && known !== null) return "not-modified";
    if (response.status !== 200) throw answered(url, response.status, response.header("retry-after"));
    if (response.bytes.length === 0)
      throw new PassingFailure(`${url.host} sent an empty file. Nothing was changed. Try again later.`);
    return {
      url: url.href,
      bytes: response.bytes,
      contentType: response.header("content-type") ?? "",
      lastModified: response.header("last-modified"),
      etag: response.header("etag"),
    };
  }
  throw new Unavailable(
    `${address} redirects more than ${MAX_REDIRECTS} times. Nothing was changed. Give the final address.`,
  );
};

const conditions = (known: Validators | null): Record<string, string> => ({
  ...(known?.etag ? { "If-None-Match": known.etag } : {}),
  ...(known?.lastModified ? { "If-Modified-Since": known.lastModified } : {}),
});

const PASSING = new Set([202, 408, 425, 429]);

const answered = (url: URL, status: number, retryAfter: string | null): Unavailable => {
  const message = `${url.host} answered ${status} instead of the file. Nothing was changed. Try again later.`;
  if (!PASSING.has(status) && status < 500) return new Unavailable(message);
  const seconds = Number(retryAfter ?? Number.NaN);
  const ms = Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) : null;
  return new PassingFailure(message, ms);
};
