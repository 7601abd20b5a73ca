import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ask, Turn } from "../src/ask/ask.ts";
import { unsupportedBy } from "../src/ask/cite.ts";
import type { Library } from "../src/ask/library.ts";
import { unsupportedByLine } from "../src/ask/list-lines.ts";
import type { Answer, Citation } from "../src/core/answer.ts";
import { isoDate } from "../src/core/dates.ts";

/** One row of test/eval/questions.jsonl. */
export interface QuestionRow {
  readonly id: string;
  readonly class: string;
  readonly question: string;
  /** Earlier questions of the same thread. */
  readonly turns?: readonly string[];
  readonly asOf?: string;
  readonly answerable: boolean;
  /** Patterns that the answer must meet, all of them. */
  readonly facts: readonly string[];
  /** Documents of which one must be cited; "*" is any. */
  readonly sources: readonly string[];
}

export const readQuestions = (): readonly QuestionRow[] =>
  readFileSync(join(import.meta.dirname, "../test/eval/questions.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as QuestionRow);

export const askRow = async (ask: Ask, row: QuestionRow): Promise<Answer> => {
  const turns: Turn[] = [];
  const asOf = row.asOf ? isoDate(row.asOf) : null;
  for (const question of row.turns ?? []) {
    const answer = await ask(question, { turns, asOf, progress: () => {} });
    turns.push({ question, answer: answer.text });
  }
  return ask(row.question, { turns, asOf, progress: () => {} });
};

export interface Verdict {
  readonly row: QuestionRow;
  readonly answer: Answer;
  readonly passed: boolean;
  readonly why: string;
}

/** Answerable rows: answered, the fact stands in the text, a right source is cited. Others: refused. */
export const judge = (row: QuestionRow, answer: Answer): Verdict => {
  const verdict = (passed: boolean, why: string): Verdict => ({ row, answer, passed, why });
  if (!row.answerable) return verdict(answer.status !== "answered", "answered, though the corpus cannot answer it");
  if (answer.status !== "answered") return verdict(false, "refused");
  const missing = row.facts.filter((fact) => !new RegExp(fact).test(answer.text));
  if (missing.length > 0) return verdict(false, `lacks ${missing.join(", ")}`);
  const cited = answer.citations.some(
    ({ documentId }) => row.sources.includes("*") || (documentId !== null && row.sources.includes(documentId)),
  );
  return verdict(cited, cited ? "" : "cites another source");
};

/** What is wrong with an answer's citations: quotes that are not at their offsets, claims that their passage does not hold. */
export const citationFaults = (answer: Answer, library: Library): readonly string[] => {
  const faults: string[] = [];
  for (const citation of answer.citations) {
    const held = citation.line ?? (citation.documentId === null ? null : library.document(citation.documentId));
    if (held?.text.slice(citation.start, citation.end) !== citation.quote)
      faults.push(`[${citation.number}] is not at its offsets`);
  }
  for (const claim of answer.claims) {
    const cited = answer.citations.filter((citation) => claim.citations.includes(citation.number));
    if (cited.length === 0) faults.push(`"${claim.text}" is not cited`);
    const why = cited.map((citation) => unsupportedBecause(claim.text, citation, library));
    if (!why.includes(null)) faults.push(`"${claim.text}": ${why[0]}`);
  }
  return faults;
};

const unsupportedBecause = (claim: string, citation: Citation, library: Library): string | null => {
  if (citation.line || citation.passageId === null) return unsupportedByLine(claim, citation);
  return unsupportedBy(claim, library.passage(citation.passageId)?.passage.text ?? "", citation.quote);
};
