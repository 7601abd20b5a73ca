/** A corpus larger than memory, in Postgres: load, index, speed of answers and memory of a replica, beside one that holds its corpus. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import type { CorpusDocument } from "../../src/core/document.ts";
import { openSearched } from "../../test/support/passages.ts";
import { hasPostgres, startPostgres } from "../../test/support/postgres.ts";
import { longQuestions } from "../answers-corpus.ts";
import { readQuestions } from "../eval-questions.ts";
import { makeTally, percentile } from "../tally.ts";
import { generatedDocuments, sourceSentences } from "./generated-documents.ts";
import type { ReplicaFigures } from "./replica.ts";

const { values } = parseArgs({
  options: {
    set: { type: "string" },
    data: { type: "string", default: join(import.meta.dirname, "../../../shared/data") },
    passages: { type: "string", default: "1000000" },
    memory: { type: "string", default: "100000" },
    questions: { type: "string", default: "60" },
  },
});
const [all, inMemory] = [Number(values.passages), Number(values.memory)];
/** Documents of one transaction. */
const PUT_AT_ONCE = 40;

const sentences = sourceSentences(values.data);
const documents = generatedDocuments(sentences);
const count = Number(values.questions);
const questions = [
  ...longQuestions(count, values.data, sentences),
  ...readQuestions()
    .filter((row) => !row.turns && !row.asOf)
    .slice(0, count)
    .map((row) => row.question),
];

const replica = async (databaseUrl: string, held: number): Promise<ReplicaFigures> => {
  const dataDir = mkdtempSync(join(tmpdir(), "redflag-replica-"));
  const settings = { DATABASE_URL: databaseUrl, CORPUS_IN_MEMORY: String(held), REDFLAG_DATA_DIR: dataDir };
  const program = ["--max-old-space-size=12000", join(import.meta.dirname, "replica.ts")];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...program, JSON.stringify(settings), JSON.stringify(questions)],
    { maxBuffer: 1e8 },
  ).finally(() => rmSync(dataDir, { recursive: true, force: true }));
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as ReplicaFigures;
};

const print = (what: string, figures: ReplicaFigures): void => {
  const { answersMs } = figures;
  const [p50, p95] = [50, 95].map((percent) => percentile(answersMs, percent).toFixed(0).padStart(5));
  const processor = (figures.processorMs / answersMs.length).toFixed(0);
  console.log(
    `${what.padEnd(44)} ask p50 ${p50} ms  p95 ${p95} ms  processor ${processor} ms an answer  memory ${figures.rssMb.toFixed(0)} MB  first answer after ${(figures.firstAnswerMs / 1000).toFixed(1)} s`,
  );
};

const tally = makeTally();
if (!hasPostgres) {
  console.error("Postgres is not installed: apt-get install postgresql. Nothing was measured.");
  process.exit(1);
}
const server = await startPostgres();
try {
  const url = await server.database();
  const stores = await openSearched(url);
  const client = new pg.Client(url);
  await client.connect();
  const number = async (sql: string): Promise<number> => Number((await client.query(sql)).rows[0]?.n ?? 0);

  /** Puts documents until there are so many passages. */
  const fill = async (passages: number): Promise<void> => {
    const started = performance.now();
    const had = await number("SELECT sum(passages) AS n FROM corpus_documents");
    let there = had;
    while (there < passages) {
      // `take` of an iterator would end the generator with its first batch.
      const batch = Array.from({ length: PUT_AT_ONCE }, () => documents.next().value as CorpusDocument);
      await stores.documents.put(batch);
      there = await number("SELECT sum(passages) AS n FROM corpus_documents");
    }
    // What autovacuum does in its own time.
    await client.query(
      "VACUUM ANALYZE passages, corpus_documents, corpus_stems, corpus_words, corpus_names, corpus_events",
    );
    const seconds = (performance.now() - started) / 1000;
    const size = async (what: string): Promise<string> =>
      `${((await number(`SELECT ${what} AS n`)) / 1e6).toFixed(0)} MB`;
    console.log(
      `${there} passages of ${await number("SELECT count(*) AS n FROM documents")} documents: ${there - had} loaded in ${seconds.toFixed(0)} s (${((there - had) / seconds).toFixed(0)}/s), passages ${await size("pg_table_size('passages')")}, full-text index ${await size("pg_relation_size('passages_terms')")}, all ${await size("pg_database_size(current_database())")}`,
    );
  };

  await fill(Math.min(inMemory, all));
  const held = await replica(url, 10_000_000);
  print(`held in memory, ${values.memory} passages`, held);
  const searched = await replica(url, 0);
  print("searched in Postgres, the same passages", searched);
  const same = searched.answers.filter((answer, i) => answer.text === held.answers[i]?.text).length;
  const quotes = searched.answers.filter((answer, i) => {
    const others = held.answers[i]?.cited ?? [];
    return (
      answer.cited.length === others.length &&
      (others.length === 0 || answer.cited.some((quote) => others.includes(quote)))
    );
  }).length;
  const status = searched.answers.filter((answer, i) => answer.status === held.answers[i]?.status).length;
  console.log(
    `of ${questions.length} answers ${same} have the same words, ${quotes} a quotation in common, ${status} the same outcome`,
  );
  tally.check(
    "at least 90 of 100 answers from Postgres have the outcome of those from memory",
    status >= 0.9 * questions.length,
  );
  if (all > inMemory) {
    await fill(all);
    const large = await replica(url, 0);
    print(`searched in Postgres, ${values.passages} passages`, large);
    tally.check("a replica over it takes less memory than one that holds a tenth", large.rssMb < held.rssMb);
    tally.check("95 of 100 answers come within 2 s", percentile(large.answersMs, 95) <= 2_000);
  }
  await client.end();
  await stores.close();
} finally {
  await server.stop();
}
tally.close();
