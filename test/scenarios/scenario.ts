import type { Incoming } from "../../src/core/incoming.ts";
import type { Reply } from "../../src/core/reply.ts";
import type { Handler } from "../../src/ports/chat.ts";
import type { Forms } from "../../src/ports/forms.ts";

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
export const NEEDS = {
  "agent-view": "A view of its own in which the platform suggests questions.",
  archive: "Conversations are closed for good, and the refusal says so.",
  "blocks-refused": "The platform refuses a layout that it does not understand.",
  buttons: "Answers carry buttons.",
  "channel-history": "The bot hears channel messages that do not mention it.",
  channels: "Conversations of several people, with threads.",
  commands: "Slash commands.",
  "connection-lost": "A message that arrives while its connection breaks is known again when it is sent once more.",
  csv: "People drop files into a conversation.",
  "csv-form": "A form that takes a file.",
  delete: "The bot is told that a question was deleted.",
  direct: "A conversation with one person.",
  edit: "The bot is told that a question was edited.",
  feedback: "Thumbs under an answer.",
  form: "A form for a full subject.",
  home: "A page of the bot's own inside the platform.",
  "late-form": "A form is opened by a second call, which may come too late.",
  joins: "The bot is told that somebody joined a conversation.",
  "link-preview": "The bot is told that the platform added the preview of a link to a message.",
  mentions: "A mention tells the bot from other people.",
  "message-shortcut": "An entry in the menu of any message.",
  posts: "The bot posts on its own account.",
  "private-in-place": "An answer for one person stands in the conversation in which it was asked for.",
  "private-replies": "In a conversation of several people an answer can be shown to one of them.",
  redelivery: "The platform delivers an event again when it saw no acknowledgement.",
  "remove-bot": "The bot can be removed from a conversation.",
  "reply-url": "A command is answered through an address that expires.",
  "result-files": "The bot shares files.",
  "revoke-token": "The bot's credentials can be withdrawn.",
  "server-error": "Calls to the platform fail on its side.",
  "slow-down": "The platform limits the rate of calls.",
  "stream-calls": "Showing steps takes calls of their own, which may fail.",
  "stream-in-channel": "Steps are streamed into channels too.",
  streaming: "Steps are shown while an answer is made.",
} as const;

export type Need = keyof typeof NEEDS;

/** Refusals for which every platform has a word of its own. */
export type Refusal = "archived" | "removed" | "token-revoked";

export interface Bot {
  readonly handle: Handler;
  /** Forms beside the one for a subject. */
  readonly forms?: Forms;
  /** Lets a bot that waits go on. */
  readonly release: () => void;
}

export type Where = "channel" | "direct";

export type Step =
  | { readonly do: "say"; readonly text: string; readonly where: Where; readonly mention?: boolean }
  /** In the thread of the first message. */
  | { readonly do: "reply"; readonly text: string; readonly mention?: boolean; readonly toPerson?: boolean }
  | { readonly do: "say-as-other-bot"; readonly text: string }
  /** Another person of the channel. */
  | { readonly do: "say-as-other"; readonly text: string }
  | { readonly do: "command"; readonly name: string; readonly text: string; readonly where: Where }
  /** On the last answer. */
  | { readonly do: "press"; readonly label: string }
  | { readonly do: "press-on-home"; readonly label: string }
  | { readonly do: "shortcut-on-message" }
  | { readonly do: "shortcut-for-form" }
  /** Where no form is open yet, the button of that name on the last answer opens it. */
  | { readonly do: "submit-form"; readonly values: Readonly<Record<string, string>>; readonly opener?: string }
  | {
      readonly do: "drop-csv";
      readonly name: string;
      readonly csv: string;
      readonly where: Where;
      readonly text?: string;
    }
  | { readonly do: "open-home" }
  | { readonly do: "open-agent" }
  | { readonly do: "edit-question"; readonly text: string; readonly mention?: boolean }
  | { readonly do: "preview-question" }
  /** Another person comes to the channel. */
  | { readonly do: "join" }
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
  /** On the bot's own account, in the channel. */
  | { readonly do: "post"; readonly reply: Reply }
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
  /** The platform's own word for a refusal is said, before what `says` names. */
  readonly reason?: Refusal;
  /** Length of everything said together. */
  readonly characters?: { readonly atLeast: number };
  /** Whether only the asker sees the answer: the message with the last of `says`, else the last message. */
  readonly private?: boolean;
  /** Where the answer stands. */
  readonly where?: Where;
  /** Whether the answer stands in the thread of the question. */
  readonly inThread?: boolean;
  readonly links?: readonly string[];
  /** Steps that were shown while the answer was made. */
  readonly steps?: readonly string[];
  /** Files that were shared; an empty list: none may be. */
  readonly files?: readonly string[];
  readonly prompts?: { readonly atLeast: number; readonly atMost: number };
  readonly title?: string;
  readonly home?: readonly string[];
  /** Sentences that were shown beside the inputs of a submitted form, in this order. */
  readonly faults?: readonly string[];
  /** Events that reached the rest of Redflag. */
  readonly heard?: number;
  /** Parts of the last event that reached the rest of Redflag. */
  readonly heardLast?: Partial<Incoming["body"]>;
  /** The log names the refusal in the platform's own word. */
  readonly logs?: Refusal;
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
  /** What the platform, or its stand-in here, cannot do, each with the reason. Everything else it can. */
  readonly lacks: Readonly<Partial<Record<Need, string>>>;
  /** How the platform words its refusals, as far as it has them. */
  readonly words: Readonly<Partial<Record<Refusal, string>>>;
  open(bot: Bot): Promise<Stage>;
  /** Ends what all scenarios of this platform share. */
  close(): Promise<void>;
}

/** What people see, and what reached Redflag and its log. */
export interface Observed {
  seen(): readonly Seen[];
  heard(): readonly Incoming[];
  logged(): readonly string[];
  prompts(): number;
  title(): string | null;
  home(): string;
  /** What was shown beside the inputs of submitted forms. */
  faults(): readonly string[];
  /** Signs of work that are still shown although nothing is under way, and steps not marked as done. */
  lingering(): readonly string[];
}

/** One conversation on a platform, fresh for each scenario. */
export interface Stage extends Observed {
  /** Resolves when the platform has handed the step over. */
  play(step: Step): Promise<void>;
  /** Waits until everything that was begun has ended. */
  settle(): Promise<void>;
  close(): Promise<void>;
}
