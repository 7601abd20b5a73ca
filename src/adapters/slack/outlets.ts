import { type Call, reasonOf } from "./calls.ts";
import { LIMITS } from "./limits.ts";
import type { SlackMessage } from "./render.ts";

/** Where a message goes. Each rejects with `Unavailable` when it could not be delivered. */
export interface Outlet {
  everyone(message: SlackMessage): Promise<void>;
  asker(message: SlackMessage): Promise<void>;
}

/** A conversation and, where there is one, the thread and the person in it. */
export interface Place {
  readonly channelId: string;
  /** `ts` of the root message; `null` posts to the conversation itself. */
  readonly threadTs: string | null;
  /** Who asked; `null` for scheduled posts. */
  readonly userId: string | null;
  readonly direct: boolean;
  /** The thread had no reply when the message was written: what is shown to one person in it would not be seen. */
  readonly newThread?: boolean;
}

const body = (message: SlackMessage) => ({ text: message.text, blocks: message.blocks });
/** Links of sources must not grow into previews, above all not previews of a fraudster's page. */
const QUIET = { unfurl_links: false, unfurl_media: false } as const;

/** A file is ready for an image block some moments after its upload; until then Slack refuses the whole message. */
const PICTURE_WAITS_MS = [1_000, 2_000, 4_000] as const;

/** Posts a message; one with pictures is tried again while they are being taken in, and then goes without them. */
const post = async (
  call: Call,
  channelId: string,
  threadTs: string | null,
  message: SlackMessage,
  wait: Wait,
): Promise<void> => {
  const { withoutPictures, ...whole } = message;
  if (withoutPictures === undefined) return postOnce(call, channelId, threadTs, whole);
  const target = { channel: channelId, ...(threadTs === null ? {} : { thread_ts: threadTs }), ...QUIET };
  for (const pauseMs of [0, ...PICTURE_WAITS_MS]) {
    if (pauseMs > 0) await wait(pauseMs);
    try {
      await call("chat.postMessage", { ...target, ...body(whole) });
      return;
    } catch (thrown) {
      if (!REFUSED_SHAPE.has(reasonOf(thrown) ?? "")) throw thrown;
    }
  }
  await postOnce(call, channelId, threadTs, { text: message.text, blocks: withoutPictures });
};

type Wait = (ms: number) => Promise<void>;

const postOnce = async (
  call: Call,
  channelId: string,
  threadTs: string | null,
  message: SlackMessage,
): Promise<void> => {
  const target = { channel: channelId, ...(threadTs === null ? {} : { thread_ts: threadTs }), ...QUIET };
  await inPlainWordsIfRefused((shown) => call("chat.postMessage", { ...target, ...body(shown) }), message);
};

/** An answer in plain words is better than none. */
const inPlainWordsIfRefused = async (
  send: (message: SlackMessage) => Promise<unknown>,
  message: SlackMessage,
): Promise<void> => {
  try {
    await send(message);
  } catch (thrown) {
    if (!REFUSED_SHAPE.has(reasonOf(thrown) ?? "")) throw thrown;
    await send(plainly(message));
  }
};

/** Slack's words for "these blocks are not right". */
const REFUSED_SHAPE: ReadonlySet<string> = new Set(["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"]);

/** The same message with every block as plain text; nothing in it is interpreted. */
const plainly = (message: SlackMessage): SlackMessage => {
  const words = message.blocks.map((block) => wordsOf(block).join("")).filter((text) => text !== "");
  const whole = words.join("\n\n").slice(0, LIMITS.charactersPerMessage);
  const blocks: SlackMessage["blocks"][number][] = [];
  for (let at = 0; at < whole.length; at += LIMITS.charactersPerBlock)
    blocks.push({
      type: "section",
      text: { type: "plain_text", text: whole.slice(at, at + LIMITS.charactersPerBlock), emoji: false },
    });
  return { text: message.text, blocks };
};

const wordsOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === "text" && typeof one === "string" ? [one] : wordsOf(one),
  );
};

/** Refusals that mean "not here": the answer then goes to the person directly, with the reason. */
const NOT_HERE: ReadonlySet<string> = new Set([
  "channel_not_found",
  "is_archived",
  "not_in_channel",
  "restricted_action",
  "user_not_in_channel",
]);

const directly = async (call: Call, place: Place, message: SlackMessage, cause: unknown): Promise<void> => {
  const reason = reasonOf(cause) ?? "";
  if (place.userId === null || place.direct || !NOT_HERE.has(reason)) throw cause;
  // Posting to a user id opens the direct message; it needs no scope beyond chat:write.
  await call("chat.postMessage", { channel: place.userId, ...QUIET, ...body(withReason(message, reason)) });
};

const withReason = (message: SlackMessage, reason: string): SlackMessage => {
  const text = `I could not answer in the conversation where you asked (Slack says: ${reason}), so here it is.`;
  return {
    text: message.text,
    blocks: [
      { type: "context" as const, elements: [{ type: "plain_text" as const, text, emoji: false }] },
      ...message.blocks,
    ].slice(0, LIMITS.blocksPerMessage),
  };
};

/** Answers in the thread of a message; privately as an ephemeral message there, else directly. */
export const threadOutlet = (call: Call, place: Place, wait: Wait = () => Promise.resolve()): Outlet => ({
  everyone: async (message) => {
    try {
      await post(call, place.channelId, place.threadTs, message, wait);
    } catch (thrown) {
      await directly(call, place, message, thrown);
    }
  },
  asker: async (message) => {
    if (place.direct || place.userId === null) return post(call, place.channelId, place.threadTs, message, wait);
    const target = {
      channel: place.channelId,
      user: place.userId,
      ...(place.threadTs === null || place.newThread ? {} : { thread_ts: place.threadTs }),
    };
    try {
      await inPlainWordsIfRefused((shown) => call("chat.postEphemeral", { ...target, ...body(shown) }), message);
    } catch (thrown) {
      await directly(call, place, message, thrown);
    }
  },
});

/** Sends to a response_url. Resolves to false when Slack no longer takes it. */
export type Respond = (message: Readonly<Record<string, unknown>>) => Promise<boolean>;

/**
 * Answers to a command or a button through its response_url, which works even where Redflag is not a member; once Slack
 * takes no more of them (five messages, thirty minutes), through the Web API. `threadTs`: the thread it was pressed in; a
 * note to one person in a thread that does not exist yet would not be seen.
 */
export const urlOutlet = (respond: Respond, otherwise: Outlet, threadTs: string | null = null): Outlet => {
  const thread = threadTs === null ? {} : { thread_ts: threadTs };
  const through = async (kind: "ephemeral" | "in_channel", message: SlackMessage, fallback: Outlet["asker"]) => {
    if (await respond({ response_type: kind, replace_original: false, ...thread, ...QUIET, ...body(message) })) return;
    await fallback(message);
  };
  return {
    everyone: (message) => through("in_channel", message, otherwise.everyone),
    asker: (message) => through("ephemeral", message, otherwise.asker),
  };
};
