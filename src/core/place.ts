import type { Incoming, Platform } from "./incoming.ts";

/** A conversation that the bot may post to on its own. */
export interface Place {
  readonly platform: Platform;
  /** Slack team or enterprise, Teams tenant; `local` for web and terminal. */
  readonly workspaceId: string;
  readonly channelId: string;
}

export const placeOf = ({ platform, workspaceId, channelId }: Incoming): Place => ({
  platform,
  workspaceId,
  channelId,
});

/** Names a place in keys and in the audit record: "slack/T1/C1". */
export const placeKey = ({ platform, workspaceId, channelId }: Place): string =>
  `${platform}/${workspaceId}/${channelId}`;

export const samePlace = (a: Place, b: Place): boolean => placeKey(a) === placeKey(b);
