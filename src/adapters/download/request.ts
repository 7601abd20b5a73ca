import { lookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { messageOf, Unavailable } from "../../core/errors.ts";
import { isPrivateAddress } from "./private-network.ts";

export interface RequestLimits {
  /** Largest body, counted after decompression. */
  readonly maxBytes: number;
  /** Longest silence between two pieces, milliseconds. */
  readonly idleMs: number;
  /** Longest the whole request may take, milliseconds. */
  readonly totalMs: number;
  /** For tests against a server on this machine. */
  readonly allowPrivate: boolean;
}

export interface Response {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly bytes: Uint8Array;
}

/** A passing failure, worth another attempt; `retryAfterMs` as the server asks, `null` when it does not. */
export class PassingFailure extends Unavailable {
  readonly retryAfterMs: number | null;
  constructor(message: string, retryAfterMs: number | null = null, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The address is checked where the connection is made, not before: a name that answers with a public address first
 * and a private one a moment later (DNS rebinding) is refused as well.
 */
const guardedLookup =
  (host: string): LookupFunction =>
  (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "", 0);
      const inside = found.find(({ address }) => isPrivateAddress(address));
      if (inside || found.length === 0) return callback(refusal(host), "", 0);
      if (options.all) return (callback as unknown as (e: null, a: typeof found) => void)(null, found);
      return callback(null, found[0]?.address ?? "", found[0]?.family ?? 4);
    });
  };

const refusal = (host: string): Unavailable =>
  new Unavailable(`${host} is an address inside a private network and is not fetched. Nothing was changed.`);

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

const decoded = (response: IncomingMessage): Readable => {
  const decoder = DECODERS[response.headers["content-encoding"] ?? ""]?.();
  return decoder ? pipeline(response, decoder, () => {}) : response;
};

/** One request without redirects. Rejects with `Unavailable`; a `PassingFailure` may be tried again. */
export const requestOnce = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  limits: RequestLimits,
): Promise<Response> =>
  new Promise((resolve, reject) => {
    if (url.protocol !== "https:" && url.protocol !== "http:")
      throw new Unavailable(`Only http and https addresses are fetched, got ${url.protocol}. Nothing was changed.`);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!limits.allowPrivate && isIP(host) && isPrivateAddress(host)) throw refusal(host);
    const megabytes = `${Math.round(limits.maxBytes / 1024 / 1024)} MB`;
    const fail = (error: Error): void => {
      clearTimeout(deadline);
      request.destroy();
      reject(error);
    };
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(
      url,
      { headers, ...(limits.allowPrivate ? {} : { lookup: guardedLookup(host) }) },
      (response) => {
        const announced = Number(response.headers["content-length"] ?? 0);
        if (announced > limits.maxBytes)
          return fail(new Unavailable(`${url.host} announces more than ${megabytes}. Nothing was fetched or changed.`));
        const parts: Buffer[] = [];
        let size = 0;
        const body = decoded(response);
        body.on("data", (part: Buffer) => {
          size += part.length;
          if (size > limits.maxBytes)
            return fail(new Unavailable(`${url.host} sends more than ${megabytes}. Nothing was changed.`));
          parts.push(part);
        });
        const broken = (why: string): void =>
          fail(
            new PassingFailure(
              `${url.host} stopped in the middle of the file (${why}). Nothing was changed. Try again later.`,
            ),
          );
        response.on("aborted", () => broken("connection closed"));
        body.on("error", (error) => broken(messageOf(error)));
        body.on("end", () => {
          clearTimeout(deadline);
          resolve({
            status: response.statusCode ?? 0,
            header: (name) => [response.headers[name.toLowerCase()] ?? null].flat()[0] ?? null,
            bytes: Buffer.concat(parts),
          });
        });
      },
    );
    const deadline = setTimeout(
      () =>
        fail(
          new PassingFailure(
            `${url.host} took longer than ${limits.totalMs} ms. Nothing was changed. Try again later.`,
          ),
        ),
      limits.totalMs,
    );
    request.setTimeout(limits.idleMs, () =>
      fail(
        new PassingFailure(`${url.host} did not answer for ${limits.idleMs} ms. Nothing was changed. Try again later.`),
      ),
    );
    request.on("error", (error) =>
      fail(
        error instanceof Unavailable
          ? error
          : new PassingFailure(
              `${url.host} could not be reached (${messageOf(error)}). Nothing was changed. Try again later.`,
              null,
              { cause: error },
            ),
      ),
    );
    request.end();
  });
