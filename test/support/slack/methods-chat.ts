import { blockProblems, textTotal } from "./block-kit.ts";
import { BLOCK_KIT } from "./limits.ts";
import { ApiError, type Context, type Method } from "./methods.ts";
import { type Channel, isRecord, type Json, records, str } from "./model.ts";

/** The channel that a bot may post to, by Slack's rules without chat:write.public. */
export const postable = (context: Context, id: string): Channel => {
  const { workspace } = context;
  const channel = workspace.users.has(id) ? workspace.direct(id) : workspace.channels.get(id);
  if (channel === undefined) throw new ApiError("channel_not_found");
  if (channel.archived) throw new ApiError("is_archived");
  if (!channel.members.has(workspace.bot.id))
    throw new ApiError(channel.kind === "private" ? "channel_not_found" : "not_in_channel");
  return channel;
};

/** Text and blocks of a message, checked. Problems are named in response_metadata, as Slack does. */
export const content = (args: Json, surface: "message"): { readonly text: string; readonly blocks: Json[] } => {
  const text = str(args.text);
  if (args.blocks === undefined && text === "") throw new ApiError("no_text");
  if (text.length > BLOCK_KIT.messageFallback) throw new ApiError("msg_too_long");
  if (args.blocks === undefined) return { text, blocks: [] };
  const problems = blockProblems(args.blocks, surface);
  if (problems.length > 0)
    throw new ApiError("invalid_blocks", { response_metadata: { messages: problems.map((one) => `[ERROR] ${one}`) } });
  if (textTotal(args.blocks) > BLOCK_KIT.messageText) throw new ApiError("msg_blocks_too_long");
  return { text, blocks: records(args.blocks) };
};

/** Slack refuses a message with a picture that it has not taken in yet, or that is none. */
const checkPictures = (blocks: readonly Json[], { workspace }: Context): void => {
  for (const [index, block] of blocks.entries()) {
    if (block.type !== "image" || !isRecord(block.slack_file)) continue;
    const file = workspace.files.get(str(block.slack_file.id));
    const ready = file?.readyAtMs ?? Number.POSITIVE_INFINITY;
    if (ready > workspace.nowMs() || !isPng(file?.bytes))
      throw new ApiError("invalid_blocks", {
        response_metadata: { messages: [`[ERROR] invalid slack file [json-pointer:/blocks/${index}/slack_file]`] },
      });
  }
};

const isPng = (bytes: Uint8Array | undefined): boolean =>
  bytes !== undefined && Buffer.from(bytes.subarray(1, 4)).toString("latin1") === "PNG";

/** `{ event_type, event_payload }` of texts, numbers, truths and one level of objects of them; nothing else. */
export const metadataOf = (args: Json): Json | null => {
  if (args.metadata === undefined) return null;
  const { metadata } = args;
  if (!isRecord(metadata) || Object.keys(metadata).some((key) => key !== "event_type" && key !== "event_payload"))
    throw new ApiError("invalid_metadata_format");
  if (!/^[a-z0-9_]{1,255}$/i.test(str(metadata.event_type)) || !isRecord(metadata.event_payload))
    throw new ApiError("invalid_metadata_schema");
  if (JSON.stringify(metadata).length > METADATA_CHARACTERS) throw new ApiError("metadata_too_large");
  const flat = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);
  for (const value of Object.values(metadata.event_payload)) {
    const inside = isRecord(value)
      ? Object.values(value)
      : Array.isArray(value)
        ? records(value).flatMap(Object.values)
        : [value];
    if (!inside.every(flat)) throw new ApiError("invalid_metadata_schema");
  }
  return metadata;
};

const METADATA_CHARACTERS = 16_000;

const LAYOUT = ["text", "blocks", "thread_ts", "unfurl_links", "unfurl_media", "mrkdwn", "metadata"];

const postMessage: Method = {
  token: "bot",
  scopes: ["chat:write"],
  perMinute: null,
  required: { channel: "channel_not_found" },
  optional: [...LAYOUT, "reply_broadcast", "client_msg_id"],
  run: (args, context) => {
    const channel = postable(context, str(args.channel));
    const known = context.workspace.posted.get(str(args.client_msg_id));
    if (known !== undefined && context.workspace.knowsPosts)
      return { channel: channel.id, ts: known.ts, message: { ts: known.ts, text: known.text } };
    const { text, blocks } = content(args, "message");
    const metadata = metadataOf(args);
    checkPictures(blocks, context);
    context.pace.second(`post:${channel.id}`);
    const threadTs = str(args.thread_ts) || null;
    const message = context.workspace.keep({
      channel: channel.id,
      user: context.workspace.bot.id,
      text,
      blocks,
      threadTs,
      metadata,
      via: "chat.postMessage",
    });
    if (str(args.client_msg_id) !== "") context.workspace.posted.set(str(args.client_msg_id), message);
    return { channel: channel.id, ts: message.ts, message: { ts: message.ts, text, blocks } };
  },
};

const postEphemeral: Method = {
  token: "bot",
  scopes: ["chat:write"],
  perMinute: 100,
  required: { channel: "channel_not_found", user: "user_not_in_channel" },
  optional: ["text", "blocks", "thread_ts"],
  run: (args, context) => {
    const channel = postable(context, str(args.channel));
    const user = str(args.user);
    if (!channel.members.has(user)) throw new ApiError("user_not_in_channel");
    const { text, blocks } = content(args, "message");
    const { workspace } = context;
    const threadTs = str(args.thread_ts) || null;
    // "Ephemeral messages in threads are only shown if there is already an active thread": taken, and seen by nobody.
    if (
      threadTs !== null &&
      channel.kind !== "im" &&
      !workspace.messages.some((one) => one.threadTs === threadTs && one.onlyFor === null)
    )
      return { message_ts: workspace.nextTs() };
    const message = workspace.keep({
      channel: channel.id,
      user: workspace.bot.id,
      text,
      blocks,
      threadTs,
      onlyFor: user,
      via: "chat.postEphemeral",
    });
    return { message_ts: message.ts };
  },
};

const update: Method = {
  token: "bot",
  scopes: ["chat:write"],
  perMinute: 50,
  required: { channel: "channel_not_found", ts: "message_not_found" },
  optional: ["text", "blocks"],
  run: (args, context) => {
    const channel = postable(context, str(args.channel));
    const message = context.workspace.find(channel.id, str(args.ts));
    if (message === undefined) throw new ApiError("message_not_found");
    if (message.user !== context.workspace.bot.id || message.onlyFor !== null)
      throw new ApiError("cant_update_message");
    const { text, blocks } = content(args, "message");
    message.text = text;
    message.blocks = blocks;
    message.edited = true;
    return { channel: channel.id, ts: message.ts };
  },
};

export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.postEphemeral": postEphemeral,
  "chat.update": update,
};
