import { renderText } from "../adapters/terminal/render.ts";
import { thresholdFrom } from "../bot/intents.ts";
import { screeningReply } from "../bot/replies/screening.ts";
import { isoDate } from "../core/dates.ts";
import type { ScreenOptions } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { type Command, json, text, UsageError, type Values } from "./command.ts";
import { runScreenJob } from "./screen-job.ts";

const MOST_WORKERS = 256;

export const screen: Command = {
  name: "screen",
  usage:
    '"<name or address>" | --input subjects.csv|.jsonl|- [--output results.jsonl] [--workers N] [--delta earlier.jsonl | --queue] [--restart]',
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
    workers: { type: "string" },
    delta: { type: "string" },
    queue: { type: "boolean" },
    restart: { type: "boolean" },
  },
  run: async (words, values, context) => {
    const options = optionsFrom(values);
    const input = text(values, "input");
    if (input) {
      const output = text(values, "output") ?? "-";
      const workers = threadsFrom(text(values, "workers"));
      const delta = text(values, "delta") ?? null;
      const queue = values.queue === true;
      if (queue && delta !== null)
        throw new UsageError("--delta and --queue do not go together: a delta is one process's work of seconds.");
      const job = { input, output, options, workers, delta, queue, restart: values.restart === true };
      return runScreenJob(job, await context.runtime(), (line) => void process.stderr.write(`${line}\n`));
    }
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
    await services.record("terminal", "terminal", screening, options.asOf ?? null);
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

export const threadsFrom = (given: string | undefined): number | null => {
  if (given === undefined) return null;
  const count = Number(given);
  if (Number.isInteger(count) && count >= 0 && count <= MOST_WORKERS) return count;
  throw new UsageError(`--workers must be a whole number from 0 to ${MOST_WORKERS}, got "${given}".`);
};
