import type { Incoming } from "../../src/core/incoming.ts";
import type { Handler } from "../../src/ports/chat.ts";

/**
 * What a conversation on any platform must do, as data: what people and the platform do (steps) and what people must see in
 * the end (expectations). A driver plays a scenario on one platform's real wire; it skips those that need what its platform
 * does not have.
 */
export interface Scenario {
  readonly id: string;
  /** A sentence that is true when the scenario passes. */
  readonly claim: string;
  readonly needs: readonly Need[];
  /** What stands in for the rest of Redflag; made anew for each run. */
  readonly bot: () => Bot;
  readonly steps: readonly Step[];
  readonly expect: Expectation;
}

/** What a platform, or the stand-in for it, must be able to do. */
export type Need =
  | "agent-view"
  | "archive"
  | "blocks-refused"
  | "buttons"
  | "channel-history"
  | "channels"
  | "commands"
  | "connection-lost"
  | "csv"
  | "delete"
  | "direct"
  | "edit"
  | "feedback"
  | "form"
  | "home"
  | "message-shortcut"
  | "private-replies"
  | "redelivery"
  | "remove-bot"
  | "reply-url"
  | "revoke-token"
  | "server-error"
  | "slow-down"
  | "streaming";

export interface Bot {
  readonly handle: Handler;
  /** Lets a bot that waits go on. */
  readonly release: () => void;
}

export type Where = "channel" | "direct";

export type Step =
  | { readonly do: "say"; readonly text: string; readonly where: Where; readonly mention?: boolean }
  /** In the thread of the first message. */
  | { readonly do: "reply"; readonly text: string; readonly mention?: boolean; readonly toPerson?: boolean }
  | { readonly do: "say-as-other-bot"; readonly text: string }
  | { readonly do: "command"; readonly name: string; readonly text: string; readonly where: Where }
  /** On the last answer. */
  | { readonly do: "press"; readonly label: string }
  | { readonly do: "press-on-home"; readonly label: string }
  | { readonly do: "shortcut-on-message" }
  | { readonly do: "shortcut-for-form" }
  | { readonly do: "submit-form"; readonly values: Readonly<Record<string, string>> }
  | { readonly do: "drop-csv"; readonly name: string; readonly csv: string; readonly where: Where }
  | { readonly do: "open-home" }
  | { readonly do: "open-agent" }
  | { readonly do: "edit-question"; readonly text: string }
  | { readonly do: "delete-question" }
  /** The last event arrives once more. */
  | { readonly do: "redeliver" }
  /** The next calls of this kind meet a fault. */
  | {
      readonly do: "fault";
      readonly on: "end-stream" | "open-form" | "post" | "start-stream";
      readonly as: "blocks-refused" | "connection-lost" | "server-error" | "slow-down" | "too-late";
      readonly times?: number;
    }
  | { readonly do: "pass-minutes"; readonly minutes: number }
  | { readonly do: "remove-bot" }
  | { readonly do: "remove-person" }
  | { readonly do: "archive-channel" }
  | { readonly do: "revoke-token" }
  | { readonly do: "release" }
  | { readonly do: "await-heard"; readonly events: number }
  | { readonly do: "await-answers"; readonly messages: number };

export interface Expectation {
  /** Messages of the bot in all conversations together; a number or at least this many. */
  readonly messages: number | { readonly atLeast: number };
  /** Each must stand somewhere in what people see, in this order. */
  readonly says?: readonly string[];
  readonly saysNot?: readonly string[];
  /** Whether only the asker sees the (last) answer. */
  readonly private?: boolean;
  /** Where the last answer stands. */
  readonly where?: Where;
  /** Whether the last answer stands in the thread of the question. */
  readonly inThread?: boolean;
  readonly links?: readonly string[];
  /** Steps that were shown while the answer was made. */
  readonly steps?: readonly string[];
  readonly files?: readonly string[];
  readonly prompts?: { readonly atLeast: number; readonly atMost: number };
  readonly title?: string;
  readonly home?: readonly string[];
  /** Events that reached the rest of Redflag. */
  readonly heard?: number;
  /** Parts of the last event that reached the rest of Redflag. */
  readonly heardLast?: Partial<Incoming["body"]>;
  /** A word of the log. */
  readonly logs?: string;
}

/** One message as a person sees it. */
export interface Seen {
  readonly where: Where;
  readonly private: boolean;
  readonly inThread: boolean;
  readonly text: string;
  readonly links: readonly string[];
  readonly files: readonly string[];
  readonly steps: readonly string[];
}

/** Plays scenarios on one platform. */
export interface Driver {
  readonly name: string;
  readonly has: ReadonlySet<Need>;
  open(bot: Bot): Promise<Stage>;
}

/** One conversation on a platform, fresh for each scenario. */
export interface Stage {
  /** Resolves when the platform has handed the step over. */
  play(step: Step): Promise<void>;
  seen(): readonly Seen[];
  heard(): readonly Incoming[];
  logged(): readonly string[];
  prompts(): number;
  title(): string | null;
  home(): string;
  /** Signs of work that are still shown although nothing is under way, and steps not marked as done. */
  lingering(): readonly string[];
  /** Waits until everything that was begun has ended. */
  settle(): Promise<void>;
  close(): Promise<void>;
}
