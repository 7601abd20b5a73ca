import { renderText } from "../adapters/terminal/render.ts";
import { watchListReply } from "../bot/replies/watch.ts";
import { BadInput } from "../core/errors.ts";
import { type Place, placeKey } from "../core/place.ts";
import { subjectFrom } from "../core/subject.ts";
import { readCsv } from "../services/csv.ts";
import { type Command, json, text, UsageError, type Values } from "./command.ts";
import { readTextFile } from "./files.ts";
import { placeFrom, TERMINAL } from "./places.ts";

const placeOf = (values: Values): Place => {
  const given = text(values, "place");
  return given === undefined ? TERMINAL : placeFrom(given);
};

const add: Command = {
  name: "watch add",
  usage: '"<name or address>" | --input subjects.csv [--place slack/<workspace>/<channel>]',
  what: "screens subjects again whenever a list changes (--type --dob --country)",
  options: {
    type: { type: "string" },
    dob: { type: "string" },
    country: { type: "string" },
    input: { type: "string" },
    place: { type: "string" },
  },
  run: async (words, values, { runtime, out }) => {
    const place = placeOf(values);
    const input = text(values, "input");
    const rows = input
      ? readCsv(readTextFile(input), input === "-" ? "stdin" : input, ["name"])
      : [
          {
            name: words.join(" "),
            type: text(values, "type"),
            dob: text(values, "dob"),
            country: text(values, "country"),
          },
        ];
    if (!input && words.length === 0)
      throw new UsageError('Nobody is named. Usage: redflag watch add "<name or address>"');
    const subjects = rows.flatMap((row) => [
      subjectFrom({ text: row.name ?? "", kind: row.type, birth: row.dob, country: row.country }),
      // A wallet of a customer is watched beside the name.
      ...("address" in row && row.address?.trim() ? [subjectFrom({ text: row.address, kind: "address" })] : []),
    ]);
    const { services } = await runtime();
    const watches = await services.watch.add(subjects, place, "terminal");
    await services.note("watch", placeKey(place), { did: "added", watchIds: watches.map(({ watchId }) => watchId) });
    for (const watch of watches) out(`${watch.watchId}  ${watch.subject.text}  ${watch.hits.length} known hits`);
  },
};

const list: Command = {
  name: "watch list",
  usage: "[--json]",
  what: "shows the watched subjects with what they hit",
  options: { json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const { services } = await runtime();
    const all = await services.watch.list(null);
    out(values.json ? json(all) : renderText(watchListReply(all)));
  },
};

const remove: Command = {
  name: "watch remove",
  usage: "<watch-id>",
  what: "ends watching a subject",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const [id] = words;
    if (!id) throw new UsageError("Name the watched subject by its id. redflag watch list --json shows the ids.");
    const { services } = await runtime();
    if (!(await services.watch.remove(id)))
      throw new BadInput(
        `There is no watched subject "${id}". Nothing was removed. redflag watch list --json shows the ids.`,
      );
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

export const watchCommands: readonly Command[] = [add, list, remove, check];
