import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ask } from "../src/ask/ask.ts";
import type { Library } from "../src/ask/library.ts";
import { cutPassages } from "../src/corpus/passages.ts";
import { askRow, type QuestionRow } from "./eval-questions.ts";

export interface GoldResult {
  readonly asked: number;
  /** Refused, or answered with the same fact from another document that states it. */
  readonly right: number;
  readonly elsewhere: number;
  readonly wrong: readonly string[];
}

/** Asks each question with the documents that answer it taken out. */
export const withoutGold = async (ask: Ask, library: Library, rows: readonly QuestionRow[]): Promise<GoldResult> => {
  let [asked, refused, elsewhere] = [0, 0, 0];
  const wrong: string[] = [];
  for (const row of rows) {
    if (!row.answerable || row.sources.includes("*")) continue;
    const gone = library.documents().filter((document) => row.sources.includes(document.documentId));
    for (const document of gone) library.remove(document.documentId);
    const answer = await askRow(ask, row);
    library.addAll(gone.map((document) => ({ document, passages: cutPassages(document) })));
    asked++;
    if (answer.status !== "answered") refused++;
    else if (row.facts.every((fact) => new RegExp(fact).test(answer.text))) elsewhere++;
    else wrong.push(`${row.id} ${row.question} -> ${answer.text.slice(0, 140)}`);
  }
  return { asked, right: refused + elsewhere, elsewhere, wrong };
};

export interface FidelityRow {
  readonly class: string;
  readonly question: string;
  readonly refuse: boolean;
  readonly must: string | null;
  readonly mustNot: string | null;
}

export const readFidelity = (): readonly FidelityRow[] =>
  readFileSync(join(import.meta.dirname, "../test/eval/fidelity.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as FidelityRow);

/** `null` when the answer is faithful, else what is wrong with it. */
export const unfaithful = async (ask: Ask, row: FidelityRow): Promise<string | null> => {
  const answer = await ask(row.question, { turns: [], asOf: null, progress: () => {} });
  if (row.refuse) return answer.status === "answered" ? `answered: ${answer.text.slice(0, 160)}` : null;
  if (answer.status !== "answered") return "refused";
  if (row.must && !new RegExp(row.must).test(answer.text)) return `lacks ${row.must}: ${answer.text.slice(0, 160)}`;
  return row.mustNot && new RegExp(row.mustNot).test(answer.text) ? `has ${row.mustNot}` : null;
};
