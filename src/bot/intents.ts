import { BadInput } from "../core/errors.ts";
import type { ScreenOptions, Subject } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { slashCommand, typedCommand } from "./command-words.ts";

/** What a message to the bot asks for. */
export type Intent =
  | { readonly kind: "ask"; readonly question: string }
  | { readonly kind: "screen"; readonly subject: Subject; readonly options: ScreenOptions }
  | { readonly kind: "screen-message"; readonly text: string }
  /** One of the commands of commands/run.ts. */
  | { readonly kind: "run"; readonly command: string; readonly text: string }
  | { readonly kind: "help" }
  | { readonly kind: "lists" }
  | { readonly kind: "greeting" }
  | { readonly kind: "thanks" };

/** Longer messages are refused whole: a paste of this size is a file, and files are screened as a batch. */
const MAX_MESSAGE_CHARACTERS = 12_000;

const SMALL_TALK: readonly { readonly kind: "help" | "lists" | "greeting" | "thanks"; readonly pattern: RegExp }[] = [
  { kind: "help", pattern: /^(?:help|\?|what can you do)[?.! ]*$/i },
  { kind: "lists", pattern: /^(?:lists?|lists? status|status)[?.! ]*$/i },
  {
    kind: "greeting",
    pattern: /^(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| all| redflag)?[,.! ]*$/i,
  },
  { kind: "thanks", pattern: /^(?:thanks|thank you|thx|ok thanks|great,? thanks)(?: a lot| very much)?[.! ]*$/i },
];

/** "screen Kim Jong Un", "Screen: 0x…", "please screen …" */
const SCREEN_REQUEST = /^(?:please )?screen[:\s]\s*(.+)$/is;

/**
 * Reads a message. `namesOnly` tells whether the text is nothing but a listed name or an address (a question about it is not).
 * Throws `BadInput` for a message that is too long or a wrong option.
 */
export const intentOf = async (text: string, namesOnly: (text: string) => Promise<boolean>): Promise<Intent> => {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "greeting" };
  if (trimmed.length > MAX_MESSAGE_CHARACTERS)
    throw new BadInput(
      `A message may have ${MAX_MESSAGE_CHARACTERS.toLocaleString("en-GB")} characters, this has ${trimmed.length.toLocaleString("en-GB")}. Nothing was searched or screened. Send a shorter text, or a file to screen as a batch.`,
    );
  const talk = SMALL_TALK.find((t) => t.pattern.test(trimmed));
  if (talk) return { kind: talk.kind };
  const command = typedCommand(trimmed);
  if (command) return { kind: "run", ...command };
  const screen = SCREEN_REQUEST.exec(trimmed);
  if (screen) return screenIntent(screen[1] ?? "");
  return (await namesOnly(trimmed)) ? screenIntent(trimmed) : { kind: "ask", question: trimmed };
};

/** Options of `/screen`, by name: the field of the subject each fills. */
const OPTION_FIELDS = { type: "kind", dob: "birth", country: "country", gender: "gender" } as const;

/** "Kim Jong Un --dob 1984 --country KP" -> a screening. Chat programs turn "--" into "—"; both are read. */
export const screenIntent = (text: string): Intent => {
  const fields: { text: string; kind?: string; birth?: string; country?: string; gender?: string } = { text: "" };
  let threshold: number | undefined;
  const [name = "", ...options] = text.split(/\s(?:--|—|–)(?=[a-z])/i);
  for (const option of options) {
    const [word = "", ...rest] = option.trim().split(/[\s=]+/);
    const value = rest.join(" ").trim();
    if (word === "threshold") threshold = thresholdFrom(value);
    else if (isOption(word)) fields[OPTION_FIELDS[word]] = value;
    else
      throw new BadInput(
        `There is no option --${word}. Nothing was screened. The options are --type, --dob, --country, --gender and --threshold.`,
      );
  }
  const subject = subjectFrom({ ...fields, text: name });
  return { kind: "screen", subject, options: threshold === undefined ? {} : { threshold } };
};

const isOption = (word: string): word is keyof typeof OPTION_FIELDS => Object.hasOwn(OPTION_FIELDS, word);

export const thresholdFrom = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1))
    throw new BadInput(`The threshold must be a number from 0 to 1, got "${text}". Nothing was screened.`);
  return value;
};

/** "/redflag settings volume 11": after the slash command these words are commands, whatever follows them. */
const ofRedflag = (text: string): Intent | null => {
  const [, word = "", rest = ""] = /^(digests?|settings)\b[:\s]*([\s\S]*)$/i.exec(text.trim()) ?? [];
  const command = slashCommand(word.toLowerCase(), rest);
  return command && { kind: "run", ...command };
};

/** A command by its name; what follows a name that is not one of these is read as a message. */
export const commandIntent = async (
  name: string,
  text: string,
  namesOnly: (text: string) => Promise<boolean>,
): Promise<Intent> => {
  switch (name) {
    case "screen":
      return screenIntent(text);
    case "screen-message":
      return { kind: "screen-message", text };
    case "ask":
      return text.trim() === "" ? { kind: "help" } : { kind: "ask", question: text.trim() };
    case "lists":
      return { kind: "lists" };
    default: {
      const command = slashCommand(name, text);
      if (command) return { kind: "run", ...command };
      return text.trim() === "" ? { kind: "help" } : (ofRedflag(text) ?? intentOf(text, namesOnly));
    }
  }
};
