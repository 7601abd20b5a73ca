import { auditHeadFrom } from "../audit/noted.ts";
import type { Finding } from "../audit/replay.ts";
import { wholeEntry } from "../audit/whole.ts";
import { isoDate } from "../core/dates.ts";
import { RedflagError } from "../core/errors.ts";
import type { Replayed } from "../services/audit.ts";
import { csvLine } from "../services/csv.ts";
import { type Command, json, text, UsageError } from "./command.ts";

/** Who erases from here: the terminal knows no names. */
const BY = "terminal";

const auditVerify: Command = {
  name: "audit verify",
  usage: "[--head <sequence>:<hash>]",
  what: "checks the whole audit record for changes, deletions and reordering; --head compares with a head written down earlier",
  options: { head: { type: "string" } },
  run: async (_words, values, { runtime, out }) => {
    const noted = text(values, "head");
    const heads = noted === undefined ? [] : [auditHeadFrom(noted)];
    const { services } = await runtime();
    const result = await services.trail.verify(heads);
    if (result.broken !== null)
      throw new RedflagError(
        "storage",
        `The audit record is broken at entry ${result.broken.sequence}: ${result.broken.why}. Nothing was changed. Compare with a backup.`,
      );
    out(`${result.entries} entries, chain unbroken.`);
    if (result.newest) out(`Head: ${result.newest.sequence}:${result.newest.hash}`);
    for (const { at, by, why, entries } of result.erasures)
      out(`Erased on ${at.slice(0, 10)} by ${by} (${why}): entries ${entries.map(spanInWords).join(", ")}`);
    for (const warning of result.warnings) out(`Note: ${warning}`);
  },
};

const spanInWords = ([first, last]: readonly [number, number]): string =>
  first === last ? String(first) : `${first} to ${last}`;

const COLUMNS = ["sequence", "at", "kind", "actor", "place", "detail", "personal", "previous", "hash"] as const;

const auditExport: Command = {
  name: "audit export",
  usage: "[--from DATE] [--to DATE] [--format csv|jsonl]",
  what: "prints the audit record of a period",
  options: { from: { type: "string" }, to: { type: "string" }, format: { type: "string" } },
  run: async (_words, values, { runtime, out }) => {
    const format = text(values, "format") ?? "jsonl";
    if (format !== "csv" && format !== "jsonl") throw new UsageError(`--format must be csv or jsonl, got "${format}".`);
    const [from, to] = [text(values, "from"), text(values, "to")];
    const days = [from ? isoDate(from, "--from") : null, to ? isoDate(to, "--to") : null] as const;
    const { store, services } = await runtime();
    // Who took the record out stands in it before the first line is printed.
    await services.note("export", "terminal", { from: days[0], to: days[1], format });
    if (format === "csv") out(csvLine(COLUMNS));
    for await (const entry of store.audit.read(...days)) {
      const whole = wholeEntry(entry);
      const cell = (column: (typeof COLUMNS)[number]): string =>
        column === "detail" || column === "personal" ? JSON.stringify(whole[column]) : String(whole[column]);
      out(format === "csv" ? csvLine(COLUMNS.map(cell)) : JSON.stringify(whole));
    }
  },
};

const auditReplay: Command = {
  name: "audit replay",
  usage: "<screening id> [--json]",
  what: "repeats a recorded screening on the same versions of the lists and compares the verdicts",
  options: { json: { type: "boolean" } },
  run: async ([screeningId], values, { runtime, out }) => {
    if (!screeningId) throw new UsageError("Name the screening. Usage: redflag audit replay <screening id>");
    const { services } = await runtime();
    const replayed = await services.trail.replay(screeningId);
    if (values.json) out(json(replayed));
    else for (const line of replayLines(replayed)) out(line);
    if (!replayed.same && replayed.sameMatcher === true)
      throw new RedflagError(
        "storage",
        "The same matcher and the same lists gave another verdict than the record holds. Nothing was changed. Run audit verify.",
      );
  },
};

const replayLines = ({ recorded, replayed, same, sameMatcher }: Replayed): readonly string[] => [
  `Recorded on ${recorded.at} in entry ${recorded.sequence}: ${inWords(recorded.finding)}`,
  `Repeated on the same ${recorded.lists.length} list versions: ${inWords(replayed)}`,
  same ? "The verdict, the scores and every hit are the same." : "They differ.",
  ...(sameMatcher === false
    ? ["The matcher has changed since; what differs comes from its rules or vocabularies."]
    : []),
  ...(sameMatcher === null ? ["The entry does not name its matcher: it was written by an earlier version."] : []),
];

const inWords = ({ verdict, score, hits }: Finding): string =>
  `${verdict}, score ${score.toFixed(4)}${hits.map((hit) => `; ${hit.list}/${hit.listingId} ${hit.verdict} ${hit.score.toFixed(4)}`).join("")}`;

const auditErase: Command = {
  name: "audit erase",
  usage: "--older-than DAYS",
  what: "erases the personal text of entries older than so many days; the chain stays verifiable",
  options: { "older-than": { type: "string" } },
  run: async (_words, values, { runtime, out }) => {
    const days = text(values, "older-than");
    if (days === undefined) throw new UsageError("Say how old. Usage: redflag audit erase --older-than 365");
    const { services } = await runtime();
    out(erasedLine(await services.trail.eraseOlderThan(Number(days), BY)));
  },
};

const auditForget: Command = {
  name: "audit forget",
  usage: '"<words of a person>" | --entry NUMBER',
  what: "erases the personal text of every entry that holds these words, or of one entry",
  options: { entry: { type: "string" } },
  run: async (words, values, { runtime, out }) => {
    const entry = text(values, "entry");
    if (entry !== undefined && !/^\d{1,15}$/.test(entry))
      throw new UsageError(`--entry must be the number of an entry, got "${entry}".`);
    if (entry === undefined && words.length === 0)
      throw new UsageError('Say what to forget. Usage: redflag audit forget "<words>" | --entry NUMBER');
    const { services } = await runtime();
    out(erasedLine(await services.trail.forget(entry === undefined ? words.join(" ") : Number(entry), BY)));
  },
};

const erasedLine = ({ entries, older }: { readonly entries: number; readonly older: number }): string =>
  `Personal text erased from ${entries} ${entries === 1 ? "entry" : "entries"}.${
    older === 0 ? "" : ` ${older} entries were written before personal text was kept apart: it stays in them.`
  } Watchlists and cases keep theirs: remove it there.`;

export const auditCommands: readonly Command[] = [auditVerify, auditExport, auditReplay, auditErase, auditForget];
