import { isRecord } from "./incoming.ts";
import { escapeText } from "./markdown.ts";
import type { OutgoingActivity } from "./wire.ts";

/** The words of a message whose layout Teams refuses: no card, no entity, nothing but text. Buttons are lost, the answer is not. */
export const plainly = ({ type, text, summary, attachments = [] }: OutgoingActivity): OutgoingActivity => ({
  type,
  text: text ?? (attachments.flatMap(linesOf).join("\n\n") || escapeText(summary ?? "")),
  textFormat: "markdown",
  ...(summary === undefined ? {} : { summary }),
});

/** One line for each rich text of a card, wherever it stands. */
const linesOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(linesOf);
  if (!isRecord(value)) return [];
  if (!Array.isArray(value.inlines)) return Object.values(value).flatMap(linesOf);
  const runs = value.inlines.map((inline: unknown) => (isRecord(inline) ? inline.text : inline));
  return [escapeText(runs.filter((run) => typeof run === "string").join(""))];
};
