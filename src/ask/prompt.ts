import { BadInput } from "../core/errors.ts";

/** One prompt file: its version is part of every record of an answer that it made. */
export interface Prompt {
  readonly name: string;
  readonly version: string;
  readonly system: string;
}

/**
 * A prompt as Markdown: first lines `name:`, `version:`, `inputs:`, `output:`, then an empty line, then the text.
 * Throws `BadInput` naming the line that is missing.
 */
export const readPrompt = (markdown: string, file: string): Prompt => {
  const text = markdown.replace(/\r\n?/g, "\n");
  const split = text.indexOf("\n\n");
  const head = split === -1 ? text : text.slice(0, split);
  const lineOf = (key: string): string => {
    const value = new RegExp(`^${key}:\\s*(.+)$`, "m").exec(head)?.[1]?.trim();
    if (!value)
      throw new BadInput(`${file} has no "${key}:" line among its first lines. The prompt was not loaded. Add it.`);
    return value;
  };
  for (const key of ["inputs", "output"]) lineOf(key);
  return { name: lineOf("name"), version: lineOf("version"), system: text.slice(split + 2).trim() };
};
