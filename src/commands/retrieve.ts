import { writeFileSync } from "node:fs";
import { readBeir, retrieveFusedRun, retrieveRun } from "../ask/retrieve.ts";
import { BadInput } from "../core/errors.ts";
import type { Runtime } from "../runtime.ts";
import type { Embeddings } from "../services/asking.ts";
import { type Command, text, UsageError } from "./command.ts";
import { readTextFile } from "./files.ts";

export const retrieve: Command = {
  name: "retrieve",
  usage: "--corpus corpus.jsonl --queries queries.jsonl [--k 10] [--output run.trec] [--embeddings]",
  what: "ranks the passages of a BEIR corpus for each query, as a TREC run",
  options: {
    corpus: { type: "string" },
    queries: { type: "string" },
    k: { type: "string" },
    output: { type: "string" },
    embeddings: { type: "boolean" },
  },
  run: async (_words, values, { out, runtime }) => {
    const [corpus, queries] = [text(values, "corpus"), text(values, "queries")];
    if (!corpus || !queries) throw new UsageError("retrieve needs --corpus corpus.jsonl and --queries queries.jsonl.");
    const k = Number(text(values, "k") ?? "10");
    if (!Number.isInteger(k) || k < 1 || k > 1000) throw new UsageError("--k must be a whole number from 1 to 1000.");
    const rows = (path: string) => readBeir(readTextFile(path), path);
    const lines = values.embeddings
      ? await Array.fromAsync(retrieveFusedRun(rows(corpus), rows(queries), k, embeddingsOf(await runtime())))
      : [...retrieveRun(rows(corpus), rows(queries), k)];
    const run = lines.map((line) => line.trimEnd()).join("\n");
    const output = text(values, "output");
    if (output && output !== "-") writeFileSync(output, `${run}\n`);
    else out(run);
  },
};

const embeddingsOf = ({ embeddings }: Runtime): Embeddings => {
  if (!embeddings)
    throw new BadInput(
      "No embeddings endpoint is set. Nothing was retrieved. Set EMBEDDINGS_MODEL and its address, or leave --embeddings out.",
    );
  return embeddings;
};
