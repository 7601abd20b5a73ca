import { writeFileSync } from "node:fs";
import { BadInput } from "../core/errors.ts";
import { type Command, text, UsageError } from "./command.ts";
import { readTextFile } from "./files.ts";

export const mentions: Command = {
  name: "mentions",
  usage: "--input texts.jsonl [--output out.jsonl]",
  what: "finds listed names and addresses in texts, {id,text} a line",
  options: { input: { type: "string" }, output: { type: "string" } },
  run: async (_words, values, { runtime, out }) => {
    const input = text(values, "input");
    if (!input) throw new UsageError("mentions needs --input texts.jsonl ({id,text} a line), or - for stdin.");
    const rows = jsonLines(input);
    const { services } = await runtime();
    const screener = await services.screener();
    const lines = rows.map((row) => JSON.stringify({ id: row.id, mentions: screener.mentions(row.text) }));
    const output = text(values, "output");
    if (output && output !== "-") writeFileSync(output, `${lines.join("\n")}\n`);
    else out(lines.join("\n"));
  },
};

const jsonLines = (path: string): readonly { id: string; text: string }[] =>
  readTextFile(path)
    .split("\n")
    .flatMap((line, index) => {
      if (line.trim() === "") return [];
      const row = parseLine(line) as { id?: unknown; text?: unknown } | null;
      if (typeof row?.text !== "string")
        throw new BadInput(
          `Line ${index + 1} of ${path} is not {"id","text"} JSON. Nothing was written. Correct that line and run again.`,
        );
      return [{ id: String(row.id ?? index + 1), text: row.text }];
    });

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
