import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { PartyKind } from "../core/listing.ts";
import type { Comparison } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { table } from "../core/table.ts";
import { csvLine, readCsv } from "../services/csv.ts";
import { type Command, json, text, UsageError } from "./command.ts";
import { readTextFile } from "./files.ts";

export const compare: Command = {
  name: "compare",
  usage: '"<name>" "<name>" [--type …] [--json] | --input pairs.csv --output scored.csv',
  what: "compares two names with the scorer and thresholds of a screening",
  options: {
    type: { type: "string" },
    json: { type: "boolean" },
    input: { type: "string" },
    output: { type: "string" },
  },
  run: async (words, values, { runtime, out }) => {
    const input = text(values, "input");
    if (input) {
      const given = readTextFile(input);
      const rows = readCsv(given, input, ["id", "name1", "name2"]);
      const { services } = await runtime();
      const screener = await services.screener();
      const columns = Object.keys(rows[0] ?? {});
      const counts = { match: 0, "possible-match": 0, "no-match": 0 };
      const lines = rows.map((row) => {
        const c = screener.compare(row.name1 ?? "", row.name2 ?? "", kindOf(row.schema ?? ""));
        counts[c.verdict]++;
        return csvLine([
          ...columns.map((name) => row[name] ?? ""),
          c.score.toFixed(4),
          c.verdict,
          reasonsOf(c).join("; "),
        ]);
      });
      const csv = [csvLine([...columns, "score", "verdict", "reasons"]), ...lines].join("\n");
      const [inputSha256, outputSha256] = [sha256(given), sha256(`${csv}\n`)];
      const detail = { rows: rows.length, counts, inputSha256, outputSha256, matcher: services.matcher };
      await services.note("bulk-comparison", "terminal", detail, { input });
      const output = text(values, "output");
      if (output && output !== "-") writeFileSync(output, `${csv}\n`);
      else out(csv);
      return;
    }
    const [a, b, ...more] = words;
    if (!a || !b || more.length > 0)
      throw new UsageError('Two names are needed, each in quotes. Usage: redflag compare "<name>" "<name>"');
    const { services } = await runtime();
    const kind = subjectFrom({ text: a, kind: text(values, "type") }).kind;
    const comparison = (await services.screener()).compare(a, b, kind === "address" ? "unknown" : kind);
    const { verdict, score } = comparison;
    await services.note(
      "comparison",
      "terminal",
      { verdict, score, kind, matcher: services.matcher },
      { names: [a, b] },
    );
    if (values.json) out(json(comparison));
    else
      out(
        [
          `${comparison.verdict}, score ${comparison.score.toFixed(2)}`,
          ...reasonsOf(comparison).map((r) => `- ${r}`),
        ].join("\n"),
      );
  },
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const reasonsOf = (c: Comparison): readonly string[] => [...c.reasons, ...c.contradictions];

/** Schema names of public pair sets -> kinds of party. */
const SCHEMAS: Readonly<Record<string, PartyKind>> = table({
  person: "person",
  organization: "organisation",
  organisation: "organisation",
  company: "organisation",
  legalentity: "organisation",
  publicbody: "organisation",
  vessel: "vessel",
  airplane: "aircraft",
  aircraft: "aircraft",
});

const kindOf = (schema: string): PartyKind => SCHEMAS[schema.trim().toLowerCase()] ?? "unknown";
