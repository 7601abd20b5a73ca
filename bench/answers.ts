import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { LexicalIndex } from "../src/ask/lexical-index.ts";
import type { IndexEntry } from "../src/ask/shelf.ts";
import { STOP_WORDS } from "../src/ask/stopwords.ts";
import { documentId } from "../src/core/brand.ts";
import type { CorpusDocument } from "../src/core/document.ts";
import { cutPassages } from "../src/corpus/passages.ts";
import { makeLibraryInForce } from "../src/services/library.ts";
import { searchWords } from "../src/text/words.ts";
import { longQuestions, realSentences, syntheticPassages } from "./answers-corpus.ts";
import { askRow, readQuestions } from "./eval-questions.ts";
import { askerOf, libraryOf, readStarterBriefs } from "./eval-world.ts";
import { makeTally, percentile } from "./tally.ts";

/** Speed of search and answers, beside SQLite FTS5 on the same passages and questions in the same run. */
const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(import.meta.dirname, "../../shared/data") },
    passages: { type: "string", default: "100000" },
    questions: { type: "string", default: "200" },
    peer: { type: "string", default: "40" },
  },
});
const data = values.data;
const tally = makeTally();
if (!existsSync(join(data, "retrieval/obliqa")))
  console.log(`No public data at ${data}: passages come from the starter briefs alone.`);

const sentences = realSentences(data);
const passages = syntheticPassages(Number(values.passages), sentences);
const questions = longQuestions(Number(values.questions), data, sentences);
const characters = passages.reduce((sum, p) => sum + p.body.length, 0) / passages.length;
const words = questions.reduce((sum, q) => sum + searchWords(q).length, 0) / questions.length;
console.log(
  `${passages.length} passages of ${characters.toFixed(0)} characters, ${questions.length} questions of ${words.toFixed(0)} words\n`,
);

const timed = (run: () => void): number => {
  const from = performance.now();
  run();
  return performance.now() - from;
};
const heldBefore = process.memoryUsage().rss;
const index = new LexicalIndex();
const buildMs = timed(() => index.add(passages));
for (const question of questions.slice(0, 30)) index.search(question, { k: 10 });
const ours = questions.map((question) => timed(() => index.search(question, { k: 10 })));
const memoryMb = (process.memoryUsage().rss - heldBefore) / 1e6;

let restored: LexicalIndex | null = null;
const bytes = index.snapshot();
const restoreMs = timed(() => {
  restored = LexicalIndex.restore(bytes);
});
const probe = questions[0] ?? "";
const top = (some: LexicalIndex | null): string => JSON.stringify(some?.search(probe, { k: 10 }).map((hit) => hit.id));
const sameAfterRestoring = top(restored) === top(index);
restored = null;

const peer = new DatabaseSync(":memory:");
peer.exec("create virtual table passages using fts5(id unindexed, body, tokenize = 'porter unicode61')");
const insert = peer.prepare("insert into passages values (?, ?)");
const peerBuildMs = timed(() => {
  peer.exec("begin");
  for (const passage of passages) insert.run(passage.id, passage.body);
  peer.exec("commit");
});
const select = peer.prepare("select id from passages where passages match ? order by bm25(passages) limit 10");
const orOf = (question: string, drop: boolean): string =>
  [...new Set(searchWords(question))]
    .filter((word) => !drop || !STOP_WORDS.has(word))
    .map((word) => `"${word}"`)
    .join(" OR ");
const asked = questions.slice(0, Number(values.peer));
const peerAll = asked.map((question) => timed(() => select.all(orOf(question, false))));
const peerDropped = asked.map((question) => timed(() => select.all(orOf(question, true))));
peer.close();

const row = (name: string, times: readonly number[], build: number): void =>
  console.log(
    `${name.padEnd(44)} p50 ${percentile(times, 50).toFixed(2).padStart(8)} ms   p95 ${percentile(times, 95).toFixed(2).padStart(8)} ms   build ${(build / 1000).toFixed(1)} s`,
  );
row("redflag index (stems, pairs, 4-grams, context)", ours, buildMs);
row("SQLite FTS5, all words", peerAll, peerBuildMs);
row("SQLite FTS5, stop words left out", peerDropped, peerBuildMs);
console.log(
  `ratio to FTS5 without stop words: ${(percentile(peerDropped, 50) / percentile(ours, 50)).toFixed(0)} to 1; memory of the index ${memoryMb.toFixed(0)} MB\n`,
);

const fresh: readonly IndexEntry[] = Array.from({ length: 10 }, (_, i) => ({
  id: `fresh#${i}`,
  group: "fresh",
  title: "Zanzibarite notice",
  context: "",
  body: `The zanzibarite exchange number ${i} was listed. ${passages[i]?.body ?? ""}`,
}));
const addMs = timed(() => index.add(fresh));
const foundAfterAdding = index.search("zanzibarite exchange", { k: 10 })[0]?.id.startsWith("fresh#") === true;
const removeMs = timed(() => void index.remove("fresh"));
const goneAfterRemoving = index.search("zanzibarite exchange", { k: 10 }).every((hit) => !hit.id.startsWith("fresh#"));

/** A store in memory whose documents change, as another process would change them. */
const briefs = readStarterBriefs();
let stored: readonly CorpusDocument[] = briefs;
let revision = 0;
const inForce = makeLibraryInForce({ all: async () => stored, revision: async () => String(revision) }, cutPassages);
await inForce();
const botAddMs: number[] = [];
for (const [i, brief] of briefs.slice(0, 40).entries()) {
  stored = [...briefs, { ...brief, documentId: documentId(`fresh-${i}`), sha256: `fresh-${i}` }];
  revision++;
  const from = process.cpuUsage();
  await inForce();
  const { user, system } = process.cpuUsage(from);
  botAddMs.push((user + system) / 1000);
}

const ask = askerOf(libraryOf(readStarterBriefs()));
const rows = readQuestions();
for (const question of rows.slice(0, 40)) await askRow(ask, question);
const answers: number[] = [];
for (const question of rows) answers.push((await askRow(ask, question)).elapsedMs);
console.log(
  `question to answer on the starter corpus, no model: p50 ${percentile(answers, 50).toFixed(2)} ms, p99 ${percentile(answers, 99).toFixed(2)} ms`,
);
console.log(
  `a starter brief reaches a running bot: p50 ${percentile(botAddMs, 50).toFixed(2)} ms, longest ${percentile(botAddMs, 100).toFixed(2)} ms of processor time, ${briefs.length} briefs held`,
);
console.log(`a document of ten passages: added in ${addMs.toFixed(2)} ms, removed in ${removeMs.toFixed(2)} ms\n`);

tally.check("search p50 at most 4 ms", percentile(ours, 50) <= 4);
tally.check("search p95 at most 8 ms", percentile(ours, 95) <= 8);
tally.check(
  `index from its snapshot (${(bytes.length / 1e6).toFixed(0)} MB) within 1 s, took ${restoreMs.toFixed(0)} ms`,
  restoreMs <= 1_000,
);
tally.check("and ranks the same", sameAfterRestoring);
tally.check("index takes at most 600 MB", memoryMb <= 600);
tally.check("a document is added within 20 ms", addMs <= 20);
tally.check("a document reaches a running bot within 20 ms of processor time", percentile(botAddMs, 95) <= 20);
tally.check("an added document is found at once", foundAfterAdding);
tally.check("a removed document is gone at once", goneAfterRemoving);
tally.check("question to answer p50 at most 20 ms", percentile(answers, 50) <= 20);
tally.check("question to answer p99 at most 60 ms", percentile(answers, 99) <= 60);
tally.close();
