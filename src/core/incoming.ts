import type { Instant } from "./dates.ts";

export type Platform = "cli" | "slack" | "teams" | "web";

/** Who said what and where, after the adapter has verified the sender. */
export interface Incoming {
  /** Unique per event and platform. The adapter lets each event through once, however often the platform delivers it. */
  readonly eventId: string;
  readonly platform: Platform;
  /** Slack team or enterprise, Teams tenant; `local` for web and terminal. */
  readonly workspaceId: string;
  readonly channelId: string;
  /** The thread that the reply belongs to; the key of conversation memory. */
  readonly threadId: string;
  readonly userId: string;
  readonly scene: "channel" | "direct" | "group";
  readonly body: IncomingBody;
  readonly receivedAt: Instant;
}

export type IncomingBody =
  /** `addressed`: the bot was mentioned or it is a direct message. `text` has mentions of the bot removed. */
  | { readonly kind: "message"; readonly text: string; readonly addressed: boolean }
  /** `/screen Kim`: name "screen", text "Kim". */
  | { readonly kind: "command"; readonly name: string; readonly text: string }
  /** A pressed button or a submitted form. `fields` is empty for a button. */
  | {
      readonly kind: "action";
      readonly id: string;
      readonly value: string;
      readonly fields: Readonly<Record<string, string>>;
    };
