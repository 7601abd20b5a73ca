import { renderText } from "../adapters/terminal/render.ts";
import { watchListReply } from "../bot/replies/watch.ts";
import { BadInput } from "../core/errors.ts";
import { type Place, placeKey } from "../core/place.ts";
import type { Subject } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { subjectsFromTable } from "../services/watch-table.ts";
import { type Command, json, text, UsageError, type Values } from "./command.ts";
import { readTextFile, writeTextFile } from "./files.ts";
import { placeFrom, TERMINAL } from "./places.ts";

const placeOf = (values: Values): Place => {
  const given = text(values, "place");
  return given === undefined ? TERMINAL : placeFrom(given);
};

const SUBJECT = { type: { type: "string" }, dob: { type: "string" }, country: { type: "string" } } as const;

const subjectIn = (words: readonly string[], values: Values): Subject =>
  subjectFrom({
    text: words.join(" "),
    kind: text(values, "type"),
    birth: text(values, "dob"),
    country: text(values, "country"),
  });

const add: Command = {
  name: "watch add",
  usage: '"<name or address>" | --input subjects.csv [--place slack/<workspace>/<channel>] [--json]',
  what: "screens subjects again whenever a list changes (--type --dob --country)",
  options: {
    ...SUBJECT,
    input: { type: "string" },
    place: { type: "string" },
    json: { type: "boolean" },
  },
  run: async (words, values, { runtime, out }) => {
    const place = placeOf(values);
    const input = text(values, "input");
    if (!input && words.length === 0)
      throw new UsageError('Nobody is named. Usage: redflag watch add "<name or address>"');
    const subjects = input
      ? subjectsFromTable(readTextFile(input), input === "-" ? "stdin" : input)
      : [subjectIn(words, values)];
    const { services } = await runtime();
    const watches = await services.watch.add(subjects, place, "terminal");
    const detail = { did: "added", watchIds: watches.map(({ watchId }) => watchId) };
    await services.note("watch", placeKey(place), detail, { subjects });
    if (values.json) return out(json(watches));
    for (const watch of watches) out(`${watch.watchId}  ${watch.subject.text}  ${watch.hits.length} known hits`);
  },
};

const list: Command = {
  name: "watch list",
  usage: "[--place slack/<workspace>/<channel>] [--json]",
  what: "shows the watched subjects with what they hit",
  options: { place: { type: "string" }, json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const place = text(values, "place") === undefined ? null : placeOf(values);
    const { services } = await runtime();
    const all = await services.watch.list(place);
    out(values.json ? json(all) : renderText(watchListReply(all)));
  },
};

const NO_ID = "redflag watch list --json shows the ids.";

const notWatched = (id: string): BadInput =>
  new BadInput(`There is no watched subject "${id}". Nothing was changed. ${NO_ID}`);

const edit: Command = {
  name: "watch edit",
  usage: '<watch-id> "<name or address>" [--type T] [--dob D] [--country C]',
  what: "replaces what is known of a watched subject and screens it",
  options: SUBJECT,
  run: async ([id, ...words], values, { runtime, out }) => {
    if (!id || words.length === 0) throw new UsageError(`Name the subject by its id and give its name. ${NO_ID}`);
    const subject = subjectIn(words, values);
    const { services } = await runtime();
    const before = (await services.watch.list(null)).find(({ watchId }) => watchId === id);
    if (!before) throw notWatched(id);
    await services.note(
      "watch",
      placeKey(before.place),
      { did: "changed", watchId: id },
      { before: before.subject, subject },
    );
    const changed = await services.watch.edit(id, subject);
    if (!changed) throw notWatched(id);
    out(`${id}  ${changed.subject.text}  ${changed.hits.length} known hits`);
  },
};

const exported: Command = {
  name: "watch export",
  usage: "[--place slack/<workspace>/<channel>] [--output watchlist.csv]",
  what: "writes the watchlist as a CSV that watch add --input reads",
  options: { place: { type: "string" }, output: { type: "string" } },
  run: async (_words, values, { runtime, out }) => {
    const place = text(values, "place") === undefined ? null : placeOf(values);
    const { services } = await runtime();
    const csv = await services.watch.toTable(place);
    const output = text(values, "output");
    if (output === undefined) return out(csv.trimEnd());
    writeTextFile(output, csv);
    out(`${csv.trimEnd().split("\n").length - 1} watched subjects written to ${output}`);
  },
};

const remove: Command = {
  name: "watch remove",
  usage: "<watch-id>",
  what: "ends watching a subject",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const [id] = words;
    if (!id) throw new UsageError(`Name the watched subject by its id. ${NO_ID}`);
    const { services } = await runtime();
    if (!(await services.watch.remove(id))) throw notWatched(id);
    await services.note("watch", "terminal", { did: "removed", watchId: id });
    out(`removed ${id}`);
  },
};

const check: Command = {
  name: "watch check",
  usage: "[--full] [--json]",
  what: "screens again what changed since the last check, or everything with --full",
  options: { full: { type: "boolean" }, json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const { services } = await runtime();
    const report = await services.watch.rescreen(values.full === true);
    await services.cases.sweep();
    const alerts = report?.alerts ?? [];
    if (values.json)
      return out(
        json({
          changed: report !== null,
          full: report?.full ?? false,
          subjects: report?.subjects ?? 0,
          entries: report?.entries ?? 0,
          alerts: alerts.map(({ watch, alert, sentence }) => ({ watchId: watch.watchId, sentence, ...alert })),
        }),
      );
    if (report === null) return out("Nothing has changed since the last check. Nothing was screened.");
    for (const { sentence } of alerts) out(`- ${sentence}`);
    out(`${report.subjects} watched subjects against ${report.entries} entries: ${alerts.length} alerts.`);
  },
};

export const watchCommands: readonly Command[] = [add, list, edit, exported, remove, check];
