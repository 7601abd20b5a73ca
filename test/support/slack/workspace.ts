import type { AppGrant, Channel, Json, Message, SharedFile, User, View } from "./model.ts";

/** A workspace with one app installed. Nothing here speaks the wire. */
export interface Workspace {
  readonly teamId: string;
  readonly appId: string;
  readonly bot: User;
  readonly botId: string;
  readonly grant: AppGrant;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly messages: Message[];
  readonly views: Map<string, View>;
  readonly files: Map<string, SharedFile>;
  /** Status line per `channel:thread`. */
  readonly statuses: Map<string, string>;
  readonly prompts: Map<string, Json[]>;
  readonly titles: Map<string, string>;
  /** Time zones of people's profiles, by their id; a person who is not here has the default of `users.info`. */
  readonly zones: Map<string, string>;
  /** Members of user groups, by the group's id. */
  readonly userGroups: Map<string, readonly string[]>;
  /** The app's tokens; a revoked one is taken out. */
  readonly tokens: Map<string, "app" | "bot" | "revoked">;
  /** Messages by the client_msg_id they came with: a repeated post is the same message. */
  readonly posted: Map<string, Message>;
  /** False: ids of clients are taken and forgotten, so that a repeated post is a second message. Slack promises neither. */
  readonly knowsPosts: boolean;
  readonly nowMs: () => number;
  nextId(prefix: string): string;
  nextTs(): string;
  addUser(name: string): User;
  addChannel(name: string, members: readonly string[], kind?: "private" | "public"): Channel;
  /** The direct channel between the app and a person; opened when it is not there. */
  direct(userId: string): Channel;
  keep(message: Partial<Message> & Pick<Message, "channel" | "user" | "text" | "via">): Message;
  find(channel: string, ts: string): Message | undefined;
}

export const makeWorkspace = (grant: AppGrant, nowMs: () => number, knowsPosts = true): Workspace => {
  let serial = 0;
  let lastTs = 0;
  const nextId = (prefix: string): string => `${prefix}${(++serial).toString(36).toUpperCase().padStart(9, "0")}`;
  const bot: User = { id: nextId("U"), name: "Redflag", isBot: true };
  const users = new Map([[bot.id, bot]]);
  const channels = new Map<string, Channel>();
  const byPlace = new Map<string, Message>();
  const directs = new Map<string, Channel>();
  const messages: Message[] = [];

  const nextTs = (): string => {
    // Microseconds; strictly rising, as Slack's are within a channel.
    lastTs = Math.max(Math.floor(nowMs() * 1_000), lastTs + 1);
    return `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, "0")}`;
  };
  const workspace: Workspace = {
    teamId: nextId("T"),
    appId: nextId("A"),
    bot,
    botId: nextId("B"),
    grant,
    users,
    channels,
    messages,
    views: new Map(),
    files: new Map(),
    statuses: new Map(),
    prompts: new Map(),
    titles: new Map(),
    zones: new Map(),
    userGroups: new Map(),
    tokens: new Map(),
    posted: new Map(),
    knowsPosts,
    nowMs,
    nextId,
    nextTs,
    addUser: (name) => {
      const user: User = { id: nextId("U"), name, isBot: false };
      users.set(user.id, user);
      return user;
    },
    addChannel: (name, members, kind = "public") => {
      const channel: Channel = { id: nextId("C"), name, kind, members: new Set(members), archived: false };
      channels.set(channel.id, channel);
      return channel;
    },
    direct: (userId) => {
      const known = directs.get(userId);
      if (known !== undefined) return known;
      const name = `dm-${userId}`;
      const channel: Channel = {
        id: nextId("D"),
        name,
        kind: "im",
        members: new Set([userId, bot.id]),
        archived: false,
      };
      channels.set(channel.id, channel);
      directs.set(userId, channel);
      return channel;
    },
    keep: (given) => {
      const message: Message = {
        ts: nextTs(),
        blocks: [],
        threadTs: null,
        onlyFor: null,
        stream: null,
        edited: false,
        deleted: false,
        files: [],
        metadata: null,
        ...given,
      };
      messages.push(message);
      byPlace.set(`${message.channel}:${message.ts}`, message);
      if (message.threadTs !== null) workspace.statuses.delete(`${message.channel}:${message.threadTs}`);
      return message;
    },
    find: (channel, ts) => {
      const message = byPlace.get(`${channel}:${ts}`);
      return message?.deleted ? undefined : message;
    },
  };
  return workspace;
};
