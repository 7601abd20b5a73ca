/**
 * Everything Redflag asks of a Teams tenant beside being a bot: one table that the code reads and that a test compares with the app
 * manifest, so that neither can grow without the other.
 */

interface BotCommand {
  /** `IncomingBody.name` when picked with a slash; the first word when typed. */
  readonly title: string;
  readonly description: string;
}

export const COMMANDS: readonly BotCommand[] = [
  { title: "screen", description: "Screen a name or a crypto address against sanctions lists" },
  { title: "ask", description: "Ask about sanctions notices and threat reports, with cited sources" },
  { title: "vet", description: "Hiring check: screen every identifier, go through the signs of the advisories" },
  { title: "digest", description: "Subscribe this conversation to what changes, preview, pause" },
  { title: "watch", description: "Screen a name again whenever a list changes" },
  { title: "cases", description: "Show the cases that wait for a decision" },
  { title: "lists", description: "Show which lists are loaded and how old they are" },
  { title: "help", description: "Show what Redflag answers and what it does not" },
];

/** Commands of the message extension, by the id in the manifest. */
export const EXTENSION_COMMANDS = {
  /** In the menu of any message. */
  screenMessage: { id: "screenMessage", title: "Screen this message", context: ["message"] },
  /** Beside the box where messages are written, and in the search bar. */
  screenSubject: { id: "screenSubject", title: "Screen a subject", context: ["compose", "commandBox"] },
} as const;
