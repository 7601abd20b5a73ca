import { readFileSync, writeFileSync } from "node:fs";
import { BadInput } from "../core/errors.ts";
import { trecRun } from "../services.ts";
import { type Command, text, UsageError } from "./command.ts";
import { readTextFile } from "./files.ts";

export const retrieve: Command = {
  name: "retrieve",
  usage: "--corpus corpus.jsonl --queries queries.jsonl [--k 10] [--output run.trec]",
  what: "ranks the passages of a BEIR corpus for each query, as a TREC run",
  options: {
    corpus: { type: "string" },
    queries: { type: "string" },
    k: { type: "string" },
    output: { type: "string" },
  },
  run: async (_words, values, { out, progress }) => {
    const [corpus, queries] = [text(values, "corpus"), text(values, "queries")];
    if (!corpus || !queries) throw new UsageError("retrieve needs --corpus corpus.jsonl and --queries queries.jsonl.");
    const k = Number(text(values, "k") ?? "10");
    if (!Number.isInteger(k) || k < 1 || k > 1000) throw new UsageError("--k must be a whole number from 1 to 1000.");
    const run = trecRun(beirRows(corpus), beirRows(queries), k, progress);
    const output = text(values, "output");
    if (output && output !== "-") writeFileSync(output, run.join("\n") + (run.length > 0 ? "\n" : ""));
    else out(run.join("\n"));
  },
};

interface BeirRow {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const beirRows = (path: string): readonly BeirRow[] =>
  readTextFile(path, (p) => readFileSync(p ?? 0, "utf8"))
    .split("\n")
    .flatMap((line, index) => {
      if (line.trim() === "") return [];
      try {
        const row = JSON.parse(line) as { _id: unknown; title?: unknown; text: unknown };
        return [{ id: String(row._id), title: String(row.title ?? ""), text: String(row.text) }];
      } catch (thrown) {
        throw new BadInput(
          `Line ${index + 1} of ${path} is not JSON. Nothing was ranked. Correct that line and run again.`,
          { cause: thrown },
        );
      }
    });
