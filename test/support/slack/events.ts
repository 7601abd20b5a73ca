import type { Json, Message } from "./model.ts";
import type { Workspace } from "./workspace.ts";

/** The wrapper of the Events API around one event. */
export const wrap = (workspace: Workspace, event: Json): Json => ({
  token: "simulated-verification-token",
  team_id: workspace.teamId,
  api_app_id: workspace.appId,
  event,
  type: "event_callback",
  event_id: workspace.nextId("Ev"),
  event_time: Math.floor(workspace.nowMs() / 1_000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: workspace.teamId,
      user_id: workspace.bot.id,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
});

const SUBSCRIPTION = { im: "message.im", private: "message.groups", public: "message.channels" } as const;
const CHANNEL_TYPE = { im: "im", private: "group", public: "channel" } as const;
export const HISTORY_SCOPES = { im: "im:history", private: "groups:history", public: "channels:history" } as const;

/** The events that one message causes: `message` and, when it mentions the bot, `app_mention` too. */
export const messageEvents = (workspace: Workspace, message: Message, origin: string): readonly Json[] => {
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined || !channel.members.has(workspace.bot.id)) return [];
  const own = message.user === workspace.bot.id;
  const base: Json = {
    user: message.user,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    channel: message.channel,
    team: workspace.teamId,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(own ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    ...(message.files.length === 0
      ? {}
      : { subtype: "file_share", files: message.files.map((file) => fileJson(file, origin)) }),
  };
  const events: Json[] = [];
  if (subscribed(workspace, SUBSCRIPTION[channel.kind], HISTORY_SCOPES[channel.kind]))
    events.push({
      ...base,
      type: "message",
      channel_type: CHANNEL_TYPE[channel.kind],
    });
  if (
    !own &&
    message.text.includes(`<@${workspace.bot.id}>`) &&
    subscribed(workspace, "app_mention", "app_mentions:read")
  )
    events.push({ ...base, type: "app_mention" });
  return events;
};

export const subscribed = (workspace: Workspace, event: string, scope: string | null): boolean =>
  workspace.grant.events.includes(event) && (scope === null || workspace.grant.scopes.includes(scope));

/** An edit or a deletion, which arrives as a message event with a subtype. */
export const changeEvent = (
  workspace: Workspace,
  message: Message,
  kind: "message_changed" | "message_deleted",
  before = message.text,
): Json | null => {
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined || !channel.members.has(workspace.bot.id)) return null;
  if (!subscribed(workspace, SUBSCRIPTION[channel.kind], HISTORY_SCOPES[channel.kind])) return null;
  const ts = workspace.nextTs();
  const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs };
  const own = message.user === workspace.bot.id ? { bot_id: workspace.botId } : {};
  const shown = { type: "message", user: message.user, text: message.text, ts: message.ts, ...thread, ...own };
  const previous = { ...shown, text: before };
  return {
    type: "message",
    subtype: kind,
    hidden: true,
    channel: message.channel,
    channel_type: CHANNEL_TYPE[channel.kind],
    ts,
    event_ts: ts,
    ...(kind === "message_deleted"
      ? { deleted_ts: message.ts, previous_message: previous }
      : {
          message: { ...shown, ...(message.edited ? { edited: { user: message.user, ts } } : {}) },
          previous_message: previous,
        }),
  };
};

export const fileJson = (file: Message["files"][number], origin: string): Json => ({
  id: file.id,
  name: file.name,
  mimetype: file.mimetype,
  filetype: file.name.split(".").at(-1) ?? "",
  size: Buffer.byteLength(file.content),
  url_private_download: `${origin}/files/${file.id}`,
});
