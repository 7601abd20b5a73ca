import { createHash, randomUUID } from "node:crypto";
import { webApi } from "@slack/bolt";
import { messageOf, Unavailable } from "../../core/errors.ts";
import type { Method } from "./surface.ts";

/** What Slack answered to one call. Fields depend on the method. */
export type CallResult = Readonly<Record<string, unknown>>;

/** One call of the Web API with the token of one workspace. Rejects with `CallRefused` or `Unavailable`. */
export type Call = (method: Method, args: Readonly<Record<string, unknown>>) => Promise<CallResult>;

/** Slack understood the call and refused it. `reason` is Slack's own word, for example `not_in_channel`. */
export class CallRefused extends Unavailable {
  readonly reason: string;
  constructor(method: string, reason: string, options?: ErrorOptions) {
    super(
      `Slack refused ${method}: ${reason}. Nothing was posted. ${REMEDIES[reason] ?? "See the log for the call."}`,
      options,
    );
    this.reason = reason;
  }
}

/** What a person can do about a refusal. */
const REMEDIES: Readonly<Record<string, string>> = {
  account_inactive: "Install Redflag again in this workspace.",
  channel_not_found: "Invite Redflag to the channel.",
  invalid_auth: "Check SLACK_BOT_TOKEN.",
  is_archived: "Unarchive the channel or choose another one.",
  missing_scope: "Install Redflag again to grant the scopes of manifest.json.",
  not_in_channel: "Invite Redflag to the channel with /invite.",
  token_expired: "Install Redflag again in this workspace.",
  token_revoked: "Install Redflag again in this workspace.",
  user_not_in_channel: "The person has left the channel.",
};

/** Longest total wait for one call that Slack slows down; then the call fails aloud. */
const LONGEST_WAIT_MS = 60_000;
/** Tries for faults on Slack's side (5xx) and for connections that were never made. */
const TRIES = 3;
const FIRST_PAUSE_MS = 500;
/** An answer waits for Slack longer than a failure of Slack's usually lasts; a person has then not yet given up on it. */
export const ANSWER_PATIENCE_MS = 20 * 60_000;
const LONGEST_PAUSE_MS = 30_000;
/** Calls that carry an answer. Everything else may be missing. */
const ANSWERS: ReadonlySet<Method> = new Set(["chat.postEphemeral", "chat.postMessage", "chat.stopStream"]);
/** Faults of the network: the request may or may not have arrived, so a post carries an id by which Slack knows it again. */
const BROKEN_CONNECTION: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/**
 * Calls that honour Retry-After and repeat what broke on the way; a post carries a client_msg_id, so that one which had
 * arrived is not shown twice. The client must not retry by itself
 * (`retries: 0`, `rejectRateLimitedCalls: true`): its own retries hold up every other call of the workspace.
 */
export const makeCall =
  (
    client: webApi.WebClient,
    wait: (ms: number) => Promise<void>,
    longestWaitMs = LONGEST_WAIT_MS,
    /** How long what carries an answer is tried again while Slack fails; 0 gives up after a few tries. */
    patienceMs = 0,
  ): Call =>
  async (method, args) => {
    let waitedMs = 0;
    let tries = 0;
    const patient = patienceMs > 0 && ANSWERS.has(method);
    const once = method === "chat.postMessage" ? { client_msg_id: args.client_msg_id ?? randomUUID() } : {};
    for (;;) {
      try {
        return { ...(await client.apiCall(method, { ...args, ...once })) };
      } catch (thrown) {
        const pauseMs = pauseAfter(thrown, ++tries, patient ? Number.POSITIVE_INFINITY : TRIES);
        if (pauseMs === null || waitedMs + pauseMs > (patient ? patienceMs : longestWaitMs))
          throw failure(method, thrown);
        waitedMs += pauseMs;
        await wait(pauseMs);
      }
    }
  };

/**
 * The same calls for one post that may be tried again by another process: its messages carry the same ids each time, so that one
 * which had arrived before a crash is not shown twice. `key` names the post.
 */
export const sameEachTime =
  (call: Call, key: string): Call =>
  (method, args) =>
    call(
      method,
      method === "chat.postMessage" ? { ...args, client_msg_id: uuidOf(`${key}\n${String(args.text)}`) } : args,
    );

/**
 * The same calls for the answer to one event: its first message carries an id made from the event. A process that takes over
 * after a kill says its word with the same id, so that Slack does not show it where the answer had arrived.
 */
export const answering = (call: Call, eventId: string): Call => {
  let first = true;
  return (method, args) => {
    if (method !== "chat.postMessage" || !first) return call(method, args);
    first = false;
    return call(method, { ...args, client_msg_id: answerIdOf(eventId, 0) });
  };
};

/** By which Slack knows a message of the answer to an event again, counted from 0. */
export const answerIdOf = (eventId: string, part: number): string =>
  uuidOf(`answer\n${eventId}${part === 0 ? "" : `\n${part}`}`);

/** A UUID (RFC 9562, version 8) made from a text. */
const uuidOf = (text: string): string => {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Milliseconds to wait before the next try, or `null` when there must be none. */
const pauseAfter = (thrown: unknown, tries: number, triesAtMost: number): number | null => {
  if (thrown instanceof webApi.WebAPIRateLimitedError) return thrown.retryAfter * 1_000;
  if (tries >= triesAtMost) return null;
  const broken =
    (thrown instanceof webApi.WebAPIHTTPError && thrown.statusCode >= 500) ||
    (thrown instanceof webApi.WebAPIRequestError && BROKEN_CONNECTION.has(codeOf(thrown.original)));
  return broken ? Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS) : null;
};

/** The first code in a chain of causes: "fetch failed" -> "ECONNRESET". */
const codeOf = (thrown: unknown): string => {
  for (let at: unknown = thrown; at instanceof Error; at = at.cause)
    if ("code" in at && typeof at.code === "string") return at.code;
  return "";
};

const failure = (method: string, thrown: unknown): Unavailable => {
  if (thrown instanceof webApi.WebAPIPlatformError)
    return new CallRefused(method, thrown.data.error, { cause: thrown });
  if (thrown instanceof webApi.WebAPIRateLimitedError) return new CallRefused(method, "ratelimited", { cause: thrown });
  const code = thrown instanceof webApi.WebAPIRequestError ? ` (${codeOf(thrown.original)})` : "";
  return new Unavailable(
    `Slack could not be reached for ${method}: ${messageOf(thrown)}${code}. What it was to do may be missing.`,
    {
      cause: thrown,
    },
  );
};

/** Slack's own word for a refusal, or `null` for every other failure. */
export const reasonOf = (thrown: unknown): string | null => (thrown instanceof CallRefused ? thrown.reason : null);
