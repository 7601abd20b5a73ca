import type { Incoming } from "../../core/incoming.ts";

/** Settings that do not mean anything everywhere. */
type Limited = "auto-screen" | "replies";

/** Why a setting has no effect in a conversation, in a sentence; `null` where it has. */
export const unavailable = (setting: Limited, { platform, scene }: Incoming): string | null => {
  if (platform === "web" || platform === "cli")
    return "Automatic screening and private answers are for channels of several people; here everything is seen by you alone.";
  if (scene === "direct") return "Here everything is said to Redflag and seen by you alone; set this in a channel.";
  if (platform === "teams" && setting === "auto-screen")
    return "Automatic screening is not available on Teams: Teams hands Redflag only the messages that mention it.";
  return null;
};
