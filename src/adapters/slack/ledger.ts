import { Unavailable } from "../../core/errors.ts";
import { REPEAT } from "../../core/trouble.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { Attempt } from "./attempt.ts";
import { answerIdOf, type Call, CallRefused, type CallResult } from "./calls.ts";
import { LIMITS } from "./limits.ts";
import type { Place } from "./outlets.ts";

/** The calls of one answer to a message that the queue holds: what an earlier try has posted is not posted again. */
export interface Ledger {
  /** The whole answer is in the thread already. */
  readonly complete: boolean;
  readonly wrap: (call: Call) => Call;
}

/** Answers carry the key of their question, so that a later try finds them. Everybody in the workspace may read it: no text. */
export const METADATA_TYPE = "redflag_answer";
/** Longer than the queue tries. */
const KEPT_MS = 60 * 60_000;
const REPLIES_A_PAGE = 200;

interface Earlier {
  /** `ts` by the number of the part. */
  readonly parts: ReadonlyMap<number, string>;
  readonly files: ReadonlySet<string>;
  readonly complete: boolean;
  /** Slack would not say what is there: what is posted may be a repeat and says so. */
  readonly unknown: boolean;
  /** A stream that was begun and perhaps not ended. */
  readonly stream: string | null;
}

const NOTHING: Earlier = { parts: new Map(), files: new Set(), complete: false, unknown: false, stream: null };

/**
 * Looks up what earlier tries have left, by conversations.replies of the thread. Rejects with `Unavailable` when Slack could not
 * be reached. `askedTs`: the message that is answered; no answer is older.
 */
export const openLedger = async (options: {
  readonly attempt: Attempt;
  readonly place: Place;
  readonly askedTs: string;
  readonly botUserId: string | null;
  readonly call: Call;
  readonly expiring: ExpiringStore;
}): Promise<Ledger> => {
  const { attempt, expiring } = options;
  const streamKey = `slack:stream:${attempt.key}`;
  const earlier = attempt.number === 1 ? NOTHING : await lookUp(options, streamKey);
  let stream = earlier.stream;
  let part = 0;
  /** Messages that one person sees, counted apart; a second call for one is a way round a refusal and no repeat. */
  let aside = 0;
  let announced = -1;

  const held = (): void => {
    if (attempt.held()) return;
    throw new Unavailable("Another replica may be answering this message. Nothing was posted here.");
  };
  const marked = (args: Args): Args => ({
    ...args,
    metadata: {
      event_type: METADATA_TYPE,
      event_payload: { key: attempt.key, part, ...(attempt.isClosing() ? { last: true } : {}) },
    },
  });
  /** Posts the next part by `send`, unless it is there already. */
  const next = async (send: (repeat: boolean) => Promise<CallResult>): Promise<CallResult> => {
    const there = earlier.parts.get(part);
    if (there === undefined) held();
    const result = there === undefined ? await send(earlier.unknown) : { ts: there };
    part += 1;
    return result;
  };
  const byStream = async (call: Call, args: Args): Promise<CallResult | null> => {
    if (stream === null || part > 0) return null;
    const ts = stream;
    stream = null;
    try {
      return await call("chat.stopStream", marked({ channel: options.place.channelId, ts, blocks: args.blocks }));
    } catch (thrown) {
      // Slack ends streams by itself after a while; the answer is posted below it.
      if (thrown instanceof CallRefused) return null;
      throw thrown;
    }
  };

  const wrap =
    (call: Call): Call =>
    async (method, args) => {
      switch (method) {
        case "chat.postMessage":
          return next(async (repeat) => {
            const shown = repeat ? withNote(args) : args;
            return (
              (await byStream(call, shown)) ??
              (await call(method, { ...marked(shown), client_msg_id: answerIdOf(attempt.key, part) }))
            );
          });
        case "chat.stopStream":
          return args.blocks === undefined
            ? call(method, args)
            : next((repeat) => call(method, marked(repeat ? withNote(args) : args)));
        case "chat.postEphemeral": {
          held();
          // Nobody can look up what one person was shown: it is announced first.
          const fresh = announced === aside || (await expiring.claim(`slack:aside:${attempt.key}:${aside}`, KEPT_MS));
          if (fresh) announced = aside;
          const shown = await call(method, fresh ? args : withNote(args));
          aside += 1;
          return shown;
        }
        case "chat.startStream": {
          const ts = stream;
          stream = null;
          if (ts !== null) return { ts };
          const begun = await call(method, args);
          if (typeof begun.ts === "string") await expiring.set(streamKey, begun.ts, KEPT_MS);
          return begun;
        }
        case "files.completeUploadExternal":
          if (args.channel_id !== undefined && titlesOf(args.files).every((title) => earlier.files.has(title)))
            return {};
          held();
          return call(method, args);
        default:
          return call(method, args);
      }
    };
  return { complete: earlier.complete, wrap };
};

type Args = Readonly<Record<string, unknown>>;

const lookUp = async (
  { attempt, place, askedTs, botUserId, call, expiring }: Parameters<typeof openLedger>[0],
  streamKey: string,
): Promise<Earlier> => {
  const kept = await expiring.get(streamKey);
  const stream = typeof kept === "string" ? kept : null;
  const parts = new Map<number, string>();
  const files = new Set<string>();
  let complete = false;
  try {
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: CallResult = await call("conversations.replies", {
        channel: place.channelId,
        ts: place.threadTs,
        oldest: askedTs,
        limit: REPLIES_A_PAGE,
        include_all_metadata: true,
        ...(cursor === "" ? {} : { cursor }),
      });
      for (const message of objects(page.messages)) {
        // Another app may write what it likes into its own metadata.
        if (botUserId !== null && message.user !== botUserId) continue;
        for (const file of objects(message.files)) if (typeof file.title === "string") files.add(file.title);
        const { event_type, event_payload } = objectOf(message.metadata);
        const payload = objectOf(event_payload);
        if (event_type !== METADATA_TYPE || payload.key !== attempt.key || typeof message.ts !== "string") continue;
        parts.set(Number(payload.part), message.ts);
        complete ||= payload.last === true;
      }
      const next = objectOf(page.response_metadata).next_cursor;
      cursor = page.has_more === true && typeof next === "string" && next !== "" ? next : null;
    }
    return { parts, files, complete, unknown: false, stream };
  } catch (thrown) {
    if (!(thrown instanceof CallRefused)) throw thrown;
    // The question and its thread were deleted: there is nothing to repeat.
    return { ...NOTHING, unknown: thrown.reason !== "thread_not_found", stream };
  }
};

const withNote = (args: Args): Args => ({
  ...args,
  blocks: [
    { type: "context", elements: [{ type: "plain_text", text: REPEAT, emoji: false }] },
    ...objects(args.blocks),
  ].slice(0, LIMITS.blocksPerMessage),
});

const titlesOf = (files: unknown): readonly string[] => objects(files).map(({ title }) => String(title));

const objectOf = (value: unknown): Args => (typeof value === "object" && value !== null ? (value as Args) : {});
const objects = (value: unknown): readonly Args[] => (Array.isArray(value) ? value.map(objectOf) : []);
