import { fileJson, HISTORY_SCOPES } from "./events.ts";
import { ApiError, type Context, type Method } from "./methods.ts";
import { type Json, type Message, str } from "./model.ts";

const MOST = 1_000;

/** What a bot reads back of a thread: the root first, then the replies, oldest first, in pages. Ephemeral messages are in none. */
export const HISTORY_METHODS: Readonly<Record<string, Method>> = {
  "conversations.replies": {
    token: "bot",
    scopes: Object.values(HISTORY_SCOPES),
    perMinute: 50,
    required: { channel: "channel_not_found", ts: "thread_not_found" },
    optional: ["cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest"],
    run: (args, { workspace, origin }) => {
      const channel = workspace.channels.get(str(args.channel));
      if (channel === undefined || !channel.members.has(workspace.bot.id)) throw new ApiError("channel_not_found");
      const scope = HISTORY_SCOPES[channel.kind];
      if (!workspace.grant.scopes.includes(scope)) throw new ApiError("missing_scope", { needed: scope });
      const limit = args.limit === undefined ? 1_000 : Number(args.limit);
      if (!Number.isInteger(limit) || limit < 1 || limit > MOST) throw new ApiError("invalid_limit");
      const root = workspace.find(channel.id, str(args.ts));
      if (root === undefined) throw new ApiError("thread_not_found");
      const [oldest, latest] = [Number(args.oldest ?? 0), Number(args.latest ?? Number.POSITIVE_INFINITY)];
      const replies = workspace.messages.filter(
        ({ channel: id, threadTs, deleted, onlyFor, ts }) =>
          id === channel.id &&
          threadTs === root.ts &&
          !deleted &&
          onlyFor === null &&
          Number(ts) > oldest &&
          Number(ts) < latest,
      );
      const from = str(args.cursor) === "" ? 0 : cursorAt(str(args.cursor));
      const page = replies.slice(from, from + limit);
      const more = from + limit < replies.length;
      const show = (message: Message): Json =>
        shown(message, args.include_all_metadata === "true" || args.include_all_metadata === true, workspace, origin);
      return {
        messages: [root, ...page].map(show),
        has_more: more,
        ...(more ? { response_metadata: { next_cursor: `next:${from + limit}` } } : {}),
      };
    },
  },
};

const cursorAt = (cursor: string): number => {
  const at = Number(/^next:(\d+)$/.exec(cursor)?.[1] ?? Number.NaN);
  if (!Number.isInteger(at)) throw new ApiError("invalid_cursor");
  return at;
};

/** Without `include_all_metadata` only the type of the metadata is shown, not what is in it. */
const shown = (message: Message, all: boolean, workspace: Context["workspace"], origin: string): Json => ({
  type: "message",
  user: message.user,
  ts: message.ts,
  text: message.text,
  blocks: message.blocks,
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.user === workspace.bot.id ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
  ...(message.files.length === 0
    ? {}
    : { files: message.files.map((file) => ({ ...fileJson(file, origin), title: file.name })) }),
  ...(message.metadata === null
    ? {}
    : { metadata: all ? message.metadata : { event_type: message.metadata.event_type } }),
});
