/**
 * Everything that Redflag asks of a Slack workspace: one table that the code registers from and that a test compares
 * with manifest.json, so that neither can grow without the other.
 */

interface SlashCommand {
  /** As typed in Slack. */
  readonly command: string;
  /** `IncomingBody.name`. */
  readonly name: string;
  readonly description: string;
  readonly usageHint: string;
}

export const COMMANDS: readonly SlashCommand[] = [
  {
    command: "/screen",
    name: "screen",
    description: "Screen a name or a crypto address against sanctions lists. Only you see the result.",
    usageHint: "name or address [--dob 1980-01-31] [--country KP] [--type person] | file",
  },
  {
    command: "/ask",
    name: "ask",
    description: "Ask about sanctions notices and threat reports. The answer cites its sources.",
    usageHint: "Who is Song Kum Hyok and why was he sanctioned?",
  },
  {
    command: "/vet",
    name: "vet",
    description: "Hiring check: screens every identifier and goes through the advisories' signs. Only you see it.",
    usageHint: "name [--email E] [--phone P] [--handle H] [--wallet W] [--seen no-camera]",
  },
  {
    command: "/redflag",
    name: "redflag",
    description: "Help, list status, digests, watchlist, cases, drill and the settings of this channel.",
    usageHint: "help | status | digest | watch | cases | drill | settings",
  },
];

interface Shortcut {
  readonly callbackId: string;
  readonly type: "global" | "message";
  readonly name: string;
  readonly description: string;
}

export const SHORTCUTS = {
  screenMessage: {
    callbackId: "screen_message",
    type: "message",
    name: "Screen this message",
    description: "Screen the names and addresses in a message. Only you see the result.",
  },
  screenSubject: {
    callbackId: "screen_subject",
    type: "global",
    name: "Screen a subject",
    description: "Screen a name with date of birth, country, type and addresses.",
  },
} as const satisfies Record<string, Shortcut>;

/** Forms that Redflag opens. The value is the `callback_id` of the view. */
export const VIEWS = { form: "redflag_form", csv: "csv_form" } as const;

/** Event subscriptions and the bot scope that each one needs; `null` needs none. */
export const EVENTS: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_mention: "app_mentions:read",
  app_uninstalled: null,
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  "message.im": "im:history",
  tokens_revoked: null,
};

/** Web API methods that Redflag calls and the bot scope that each one needs; `null` needs none. */
export const METHODS = {
  "assistant.threads.setStatus": "chat:write",
  "assistant.threads.setSuggestedPrompts": "assistant:write",
  "assistant.threads.setTitle": "assistant:write",
  "auth.test": null,
  "chat.appendStream": "chat:write",
  "chat.postEphemeral": "chat:write",
  "chat.postMessage": "chat:write",
  "chat.startStream": "chat:write",
  "chat.stopStream": "chat:write",
  // Needs channels:history, groups:history or im:history, whichever the conversation is; without it a repeat says that it may be one.
  "conversations.replies": "im:history",
  "files.completeUploadExternal": "files:write",
  "files.getUploadURLExternal": "files:write",
  "users.info": "users:read",
  "usergroups.users.list": "usergroups:read",
  "views.open": null,
  "views.publish": null,
} as const satisfies Readonly<Record<string, string | null>>;

export type Method = keyof typeof METHODS;

/** Bot scopes, each with the feature that would stop without it. `optional` ones may be declined at installation. */
export const SCOPES: readonly { readonly scope: string; readonly optional: boolean; readonly why: string }[] = [
  { scope: "app_mentions:read", optional: false, why: "questions that mention Redflag in a channel" },
  { scope: "assistant:write", optional: false, why: "suggested prompts and titles in the agent view" },
  { scope: "channels:history", optional: true, why: "follow-ups without a mention, notes in channels that opted in" },
  { scope: "chat:write", optional: false, why: "answers, progress and digests" },
  { scope: "commands", optional: false, why: "/screen, /ask, /vet, /redflag and the shortcuts" },
  { scope: "files:read", optional: true, why: "a CSV dropped in a message or a form is screened as a batch" },
  { scope: "files:write", optional: true, why: "the results file of a batch, the chart of a digest" },
  { scope: "groups:history", optional: true, why: "the same as channels:history, in private channels" },
  { scope: "im:history", optional: false, why: "questions in a direct message" },
  { scope: "users:read", optional: true, why: "the hour of a digest in the time zone of whoever subscribes" },
  { scope: "usergroups:read", optional: true, why: "roles given to Slack user groups (ROLE_…=slack:S…)" },
];

/** Shown when a person opens the agent. At most four. */
export const PROMPTS: readonly { readonly title: string; readonly message: string }[] = [
  { title: "Who is Song Kum Hyok?", message: "Who is Song Kum Hyok and why was he sanctioned?" },
  { title: "Is Tornado Cash still sanctioned?", message: "Is Tornado Cash still sanctioned?" },
  { title: "Screen an address", message: "Screen 0x098B716B8Aaf21512996dC57EB0615e2383E2f96" },
  { title: "What should a tech company check?", message: "What precautions can tech companies take?" },
];

export const AGENT_DESCRIPTION =
  "Answers questions on sanctions notices and threat reports with checked citations, and screens names and crypto addresses against sanctions lists.";
