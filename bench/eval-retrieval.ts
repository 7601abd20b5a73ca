import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BeirDocument, beirEntries } from "../src/ask/beir.ts";
import { LexicalIndex } from "../src/ask/lexical-index.ts";

export interface RetrievalFigures {
  readonly passages: number;
  readonly queries: number;
  readonly ndcg10: number;
  readonly recall10: number;
}

interface Row {
  readonly DocumentID: number;
  readonly PassageID: string;
  readonly Passage: string;
}
interface QuestionRow {
  readonly Question: string;
  readonly Passages: readonly Row[];
}

const idOf = (row: Row): string => `${row.DocumentID}|${row.PassageID}`.replace(/\s+/g, "_");

/** nDCG@10 and Recall@10 on the dev questions of ObliQA; `null` where the public data is absent. */
export const obliqaFigures = (data: string): RetrievalFigures | null => {
  const folder = join(data, "retrieval/obliqa");
  if (!existsSync(folder)) return null;
  const corpus = new Map<string, BeirDocument>();
  for (const file of readdirSync(join(folder, "documents")))
    for (const row of JSON.parse(readFileSync(join(folder, "documents", file), "utf8")) as Row[]) {
      const old = corpus.get(idOf(row));
      corpus.set(idOf(row), { _id: idOf(row), text: old ? `${old.text}\n${row.Passage}` : row.Passage });
    }
  const index = new LexicalIndex();
  index.add(beirEntries([...corpus.values()]));
  const questions = JSON.parse(readFileSync(join(folder, "questions-dev.json"), "utf8")) as QuestionRow[];
  let [ndcg, recall] = [0, 0];
  for (const question of questions) {
    const relevant = new Set(question.Passages.map(idOf));
    const hits = index.search(question.Question, { k: 10 }).map((hit) => relevant.has(hit.id));
    const gain = (rank: number): number => 1 / Math.log2(rank + 2);
    const ideal = Array.from({ length: Math.min(10, relevant.size) }, (_, i) => gain(i)).reduce((a, b) => a + b, 0);
    ndcg += hits.reduce((sum, hit, i) => sum + (hit ? gain(i) : 0), 0) / ideal;
    recall += hits.filter((hit) => hit).length / relevant.size;
  }
  return {
    passages: index.size,
    queries: questions.length,
    ndcg10: ndcg / questions.length,
    recall10: recall / questions.length,
  };
};
