import { BLOCK_KIT } from "./limits.ts";
import { ApiError, type Context, type Method } from "./methods.ts";
import { content, metadataOf, postable } from "./methods-chat.ts";
import { isRecord, type Json, type Message, records, str } from "./model.ts";

/**
 * The streaming state machine: start -> append* -> stop. A stream belongs to a thread; in a channel it needs the person it
 * is for. Nothing can be appended once it has stopped.
 */
const STATUSES: ReadonlySet<string> = new Set(["complete", "error", "in_progress", "pending"]);

const applyChunks = (message: Message, args: Json): void => {
  const stream = message.stream;
  if (stream === null) throw new ApiError("message_not_in_streaming_state");
  if (args.markdown_text !== undefined) stream.markdown += str(args.markdown_text);
  if (args.chunks !== undefined && !Array.isArray(args.chunks)) throw new ApiError("invalid_chunks");
  for (const chunk of records(args.chunks)) {
    if (chunk.type === "markdown_text" && typeof chunk.text === "string") stream.markdown += chunk.text;
    else if (chunk.type === "task_update") {
      if (str(chunk.id) === "" || str(chunk.title) === "" || !STATUSES.has(str(chunk.status)))
        throw new ApiError("invalid_chunks");
      stream.tasks.set(str(chunk.id), chunk);
    } else throw new ApiError("invalid_chunks");
  }
  if (stream.markdown.length > BLOCK_KIT.markdown) throw new ApiError("msg_too_long");
};

const openStream = (context: Context, args: Json): Message => {
  const channel = postable(context, str(args.channel));
  const message = context.workspace.find(channel.id, str(args.ts));
  if (message === undefined) throw new ApiError("message_not_found");
  if (message.stream?.state !== "open") throw new ApiError("message_not_in_streaming_state");
  return message;
};

export const STREAM_METHODS: Readonly<Record<string, Method>> = {
  "chat.startStream": {
    token: "bot",
    scopes: ["chat:write"],
    perMinute: 20,
    required: { channel: "channel_not_found", thread_ts: "invalid_thread_ts" },
    optional: ["recipient_user_id", "recipient_team_id", "chunks", "markdown_text", "task_display_mode"],
    run: (args, context) => {
      const channel = postable(context, str(args.channel));
      if (channel.kind !== "im" && str(args.recipient_user_id) === "") throw new ApiError("missing_recipient_user_id");
      if (channel.kind !== "im" && str(args.recipient_team_id) === "") throw new ApiError("missing_recipient_team_id");
      if (
        args.task_display_mode !== undefined &&
        args.task_display_mode !== "timeline" &&
        args.task_display_mode !== "plan"
      )
        throw new ApiError("invalid_arguments");
      const message = context.workspace.keep({
        channel: channel.id,
        user: context.workspace.bot.id,
        text: "",
        threadTs: str(args.thread_ts),
        via: "stream",
        stream: { state: "open", tasks: new Map(), markdown: "" },
      });
      applyChunks(message, args);
      return { channel: channel.id, ts: message.ts };
    },
  },
  "chat.appendStream": {
    token: "bot",
    scopes: ["chat:write"],
    perMinute: 100,
    required: { channel: "channel_not_found", ts: "message_not_found" },
    optional: ["chunks", "markdown_text"],
    run: (args, context) => {
      if (args.chunks === undefined && args.markdown_text === undefined) throw new ApiError("no_text");
      const message = openStream(context, args);
      applyChunks(message, args);
      return { channel: message.channel, ts: message.ts };
    },
  },
  "chat.stopStream": {
    token: "bot",
    scopes: ["chat:write"],
    perMinute: 20,
    required: { channel: "channel_not_found", ts: "message_not_found" },
    optional: ["chunks", "markdown_text", "blocks", "metadata", "session_status"],
    run: (args, context) => {
      const message = openStream(context, args);
      const { blocks } =
        args.blocks === undefined ? { blocks: [] } : content({ text: "-", blocks: args.blocks }, "message");
      const metadata = metadataOf(args);
      applyChunks(message, args);
      message.blocks = blocks;
      message.metadata = metadata;
      if (isRecord(message.stream)) message.stream.state = "stopped";
      return { channel: message.channel, ts: message.ts };
    },
  },
};
