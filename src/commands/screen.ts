import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { renderText } from "../adapters/terminal/render.ts";
import { thresholdFrom } from "../bot/intents.ts";
import { screeningReply } from "../bot/replies/screening.ts";
import { isoDate } from "../core/dates.ts";
import type { ScreenOptions } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { screenRow } from "../services/batch.ts";
import { readCsv } from "../services/csv.ts";
import { type Command, type CommandContext, json, text, UsageError, type Values } from "./command.ts";
import { readTextFile } from "./files.ts";

/** Rows between two words of progress. */
const PROGRESS_EVERY = 1000;

export const screen: Command = {
  name: "screen",
  usage: '"<name or address>" | --input subjects.csv [--output results.jsonl]',
  what: "screens a name or an address against the lists in force (--type --dob --country --as-of --threshold --json)",
  options: {
    type: { type: "string" },
    dob: { type: "string" },
    country: { type: "string" },
    gender: { type: "string" },
    "as-of": { type: "string" },
    threshold: { type: "string" },
    json: { type: "boolean" },
    input: { type: "string" },
    output: { type: "string" },
  },
  run: async (words, values, context) => {
    const options = optionsFrom(values);
    const input = text(values, "input");
    if (input) return batch(input, text(values, "output") ?? "-", options, context);
    const name = words.join(" ");
    if (name.trim() === "")
      throw new UsageError('There is nothing to screen. Usage: redflag screen "<name or address>"');
    const subject = subjectFrom({
      text: name,
      kind: text(values, "type"),
      birth: text(values, "dob"),
      country: text(values, "country"),
      gender: text(values, "gender"),
    });
    const { services } = await context.runtime();
    const screening = await services.screen(subject, options);
    await services.record("terminal", "terminal", screening);
    context.out(values.json ? json(screening) : renderText(screeningReply(screening, services.describe)));
  },
};

const optionsFrom = (values: Values): ScreenOptions => {
  const [asOf, threshold] = [text(values, "as-of"), text(values, "threshold")];
  return {
    ...(asOf === undefined ? {} : { asOf: isoDate(asOf, "--as-of") }),
    ...(threshold === undefined ? {} : { threshold: thresholdFrom(threshold) }),
  };
};

/** Screens every row. A row that cannot be screened gets "cannot-tell" and the reason; the others go on. */
const batch = async (input: string, output: string, options: ScreenOptions, context: CommandContext): Promise<void> => {
  const what = input === "-" ? "stdin" : input;
  const rows = readCsv(readTextFile(input), what, ["id", "name"]);
  const { services } = await context.runtime();
  const write = output === "-" ? null : openSync(`${output}.part`, "w");
  let done = 0;
  for (const row of rows) {
    const line = `${JSON.stringify(await screenRow(row, options, services.screen))}\n`;
    if (write === null) process.stdout.write(line);
    else writeSync(write, line);
    if (++done % PROGRESS_EVERY === 0) context.progress(`${done} of ${rows.length} screened`);
  }
  if (write !== null) {
    closeSync(write);
    renameSync(`${output}.part`, output);
  }
};
