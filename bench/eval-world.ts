import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Ask, makeAsk } from "../src/ask/ask.ts";
import { type Library, makeLibrary } from "../src/ask/library.ts";
import { type LibraryFor, libraryForAll } from "../src/ask/library-for.ts";
import { readPrompt } from "../src/ask/prompt.ts";
import type { Instant } from "../src/core/dates.ts";
import type { CorpusDocument } from "../src/core/document.ts";
import type { Screener, Screening, Subject } from "../src/core/screening.ts";
import { parseDocument } from "../src/corpus/parse.ts";
import { cutPassages } from "../src/corpus/passages.ts";
import type { LanguageModel } from "../src/ports/language-model.ts";
import { NO_TRACE } from "../src/ports/trace.ts";

const ROOT = join(import.meta.dirname, "..");
/** The day on which the evaluation asks; after the latest brief. */
export const EVAL_NOW = "2026-11-22T12:00:00.000Z" as Instant;

export const readStarterBriefs = (): readonly CorpusDocument[] =>
  readdirSync(join(ROOT, "data/corpus"))
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => parseDocument(readFileSync(join(ROOT, "data/corpus", file)), file, null, EVAL_NOW));

export const libraryOf = (documents: readonly CorpusDocument[]): Library => {
  const library = makeLibrary();
  library.addAll(documents.map((document) => ({ document, passages: cutPassages(document) })));
  return library;
};

export const answerPrompt = () =>
  readPrompt(readFileSync(join(ROOT, "prompts/answer.md"), "utf8"), "prompts/answer.md");

/** A screener without lists: answers are evaluated, not matches. */
const emptyScreener: Screener = {
  screen: (subject: Subject): Screening => ({
    screeningId: "evaluation",
    subject,
    verdict: "no-match",
    score: 0,
    threshold: 0.8,
    hits: [],
    nearest: null,
    warnings: [],
    searched: [],
    screenedAt: EVAL_NOW,
    elapsedMs: 0,
  }),
  compare: () => ({ score: 0, verdict: "no-match", reasons: [], contradictions: [] }),
  mentions: () => [],
  searched: () => [],
};

export const askerOf = (
  library: Library | LibraryFor,
  model: LanguageModel | null = null,
  modelTimeoutMs = 20_000,
): Ask => {
  let questions = 0;
  return makeAsk({
    library: typeof library === "function" ? library : libraryForAll(library),
    screener: () => emptyScreener,
    listChanges: null,
    record: null,
    dense: null,
    modelSeesNames: true,
    modelPrices: null,
    model,
    modelTimeoutMs,
    prompt: answerPrompt(),
    now: () => EVAL_NOW,
    newId: () => `evaluation-${++questions}`,
    stopwatch: () => performance.now(),
    trace: NO_TRACE,
  });
};
