import type { Platform } from "../core/incoming.ts";
import type { Place } from "../core/place.ts";
import { UsageError } from "./command.ts";

/** What a terminal stands for where a place is asked for. */
export const TERMINAL: Place = { platform: "cli", workspaceId: "local", channelId: "terminal" };

const PLATFORMS: readonly Platform[] = ["slack", "teams"];

/** "slack/T1/C1" -> a place. A Teams channel id may hold slashes. Throws `UsageError`. */
export const placeFrom = (text: string): Place => {
  const [platform = "", workspaceId = "", ...rest] = text.split("/");
  const known = PLATFORMS.find((p) => p === platform);
  const channelId = rest.join("/");
  if (!known || workspaceId === "" || channelId === "")
    throw new UsageError(
      `--place must be slack/<workspace>/<channel> or teams/<tenant>/<conversation>, got "${text}".`,
    );
  return { platform: known, workspaceId, channelId };
};
