import type { Instant } from "./dates.ts";
import type { Role } from "./role.ts";

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
  /** What the login says of the sender; left out where the settings decide. */
  readonly role?: Role;
  readonly scene: "channel" | "direct" | "group";
  readonly body: IncomingBody;
  readonly receivedAt: Instant;
  /** Set where a queue holds the event and gives it out again after a failure. */
  readonly attempt?: AttemptNumber;
}

/** Which try this is. A later one follows a failure or a process that died: what it does may have been half done. */
export interface AttemptNumber {
  /** 1 for the first. */
  readonly number: number;
  /** There is none after this one. */
  readonly last: boolean;
}

export type IncomingBody =
  /**
   * `addressed`: the bot was mentioned or it is a direct message. `text` has mentions of the bot removed. `edited`: the words of a
   * message that was handed over before were changed, after it had been dealt with.
   */
  | { readonly kind: "message"; readonly text: string; readonly addressed: boolean; readonly edited?: true }
  /** `/screen Kim`: name "screen", text "Kim". */
  | { readonly kind: "command"; readonly name: string; readonly text: string }
  /** A pressed button or a submitted form. `fields` is empty for a button. */
  | {
      readonly kind: "action";
      readonly id: string;
      readonly value: string;
      readonly fields: Readonly<Record<string, string>>;
    };
