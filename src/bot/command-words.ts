/** When the first words of a message are a command, and not a question that begins with the same word. */
const TYPED: Readonly<Record<string, RegExp>> = {
  digest: /^digests?(?:\s+(?:subscribe|preview|pause|resume|stop|list|help)\b[\s\S]*)?[?.! ]*$/i,
  watch: /^watch(?:list)?(?:[:\s]+(?!out\b|for\b)[\s\S]*)?$/i,
  cases: /^cases?(?:\s+#?\d+\b[\s\S]*)?[?.! ]*$/i,
  vet: /^vet(?:[:\s]+[\s\S]*)?$/i,
  drill: /^drill[?.! ]*$/i,
  settings: /^settings(?:\s+(?:zone|four-eyes|auto-screen|replies|scope|help|show)\b[\s\S]*)?[?.! ]*$/i,
};

const OTHER_WORDS: Readonly<Record<string, string>> = { digests: "digest", watchlist: "watch", case: "cases" };

export interface CommandWords {
  readonly command: string;
  readonly text: string;
}

/** "watch list" -> command "watch", text "list"; `null` for a message that is no command. */
export const typedCommand = (message: string): CommandWords | null => {
  const m = /^([a-z]+)(?:[:\s]+([\s\S]*))?[?.! ]*$/i.exec(message);
  const found = m && slashCommand((m[1] ?? "").toLowerCase(), m[2] ?? "");
  return found && TYPED[found.command]?.test(message) ? found : null;
};

/** The command of a slash name, whatever follows it; `null` for a name that is none of these. */
export const slashCommand = (name: string, text: string): CommandWords | null => {
  const command = OTHER_WORDS[name] ?? name;
  return Object.hasOwn(TYPED, command) ? { command, text: text.trim() } : null;
};
