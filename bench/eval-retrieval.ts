import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BeirDocument, beirEntries } from "../src/ask/beir.ts";
import { LexicalIndex } from "../src/ask/lexical-index.ts";
import { type BeirQuery, bothRankings } from "../src/ask/retrieve.ts";
import { fuse, type VectorParts } from "../src/ask/vectors.ts";
import { readQuestions } from "./eval-questions.ts";
import { readStarterBriefs } from "./eval-world.ts";

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

interface LabelledQuery extends BeirQuery {
  readonly relevant: ReadonlySet<string>;
}

/** Passages and questions with the passages that answer each. */
export interface LabelledSet {
  readonly name: string;
  readonly corpus: readonly BeirDocument[];
  readonly queries: readonly LabelledQuery[];
}

/** The dev questions of ObliQA; `null` where the public data is absent. */
export const obliqaSet = (data: string): LabelledSet | null => {
  const folder = join(data, "retrieval/obliqa");
  if (!existsSync(folder)) return null;
  const corpus = new Map<string, BeirDocument>();
  for (const file of readdirSync(join(folder, "documents")))
    for (const row of JSON.parse(readFileSync(join(folder, "documents", file), "utf8")) as Row[]) {
      const old = corpus.get(idOf(row));
      corpus.set(idOf(row), { _id: idOf(row), text: old ? `${old.text}\n${row.Passage}` : row.Passage });
    }
  const questions = JSON.parse(readFileSync(join(folder, "questions-dev.json"), "utf8")) as QuestionRow[];
  const queries = questions.map((question, i) => ({
    _id: String(i),
    text: question.Question,
    relevant: new Set(question.Passages.map(idOf)),
  }));
  return { name: "ObliQA dev", corpus: [...corpus.values()], queries };
};

/** The questions of test/eval with the starter briefs that answer them, whole briefs as passages. */
export const starterSet = (): LabelledSet => ({
  name: "starter questions",
  corpus: readStarterBriefs().map((brief) => ({ _id: brief.documentId, title: brief.title, text: brief.text })),
  queries: readQuestions()
    .filter((row) => row.answerable && !row.turns && !row.sources.includes("*"))
    .map((row) => ({ _id: row.id, text: row.question, relevant: new Set(row.sources) })),
});

/** nDCG@10 and Recall@10 of the words alone. */
export const lexicalFigures = ({ corpus, queries }: LabelledSet): RetrievalFigures => {
  const index = new LexicalIndex();
  index.add(beirEntries(corpus));
  return figuresOf(corpus.length, queries, (query) => index.search(query.text, { k: 10 }).map((hit) => hit.id));
};

const figuresOf = (
  passages: number,
  queries: readonly LabelledQuery[],
  found: (query: LabelledQuery) => readonly string[],
): RetrievalFigures => {
  let [ndcg, recall] = [0, 0];
  for (const query of queries) {
    const hits = found(query).map((id) => query.relevant.has(id));
    const gain = (rank: number): number => 1 / Math.log2(rank + 2);
    const ideal = Array.from({ length: Math.min(10, query.relevant.size) }, (_, i) => gain(i)).reduce(
      (a, b) => a + b,
      0,
    );
    ndcg += hits.reduce((sum, hit, i) => sum + (hit ? gain(i) : 0), 0) / ideal;
    recall += hits.filter((hit) => hit).length / query.relevant.size;
  }
  const count = Math.max(1, queries.length);
  return { passages, queries: queries.length, ndcg10: ndcg / count, recall10: recall / count };
};

const WEIGHTS = [0, 0.3, 0.5, 0.7, 1];

/**
 * The words alone, both fused at several weights, and the meaning alone, each on both halves of the questions: a weight that
 * is picked on one half is to hold on the other.
 */
export const printFused = async (
  set: LabelledSet,
  parts: VectorParts,
  print: (line: string) => void,
): Promise<void> => {
  const ranked = new Map((await Array.fromAsync(bothRankings(set.corpus, set.queries, parts))).map((q) => [q._id, q]));
  print(
    `     ${set.name}, ${set.corpus.length} passages, ${set.queries.length} questions, model ${parts.embedder.model}`,
  );
  const rows = WEIGHTS.map((weight) => {
    const found = ({ _id }: LabelledQuery): readonly string[] => {
      const both = ranked.get(_id);
      return both
        ? fuse(both.lexical, both.dense, weight)
            .slice(0, 10)
            .map((row) => row.id)
        : [];
    };
    const half = (rest: number): RetrievalFigures =>
      figuresOf(
        set.corpus.length,
        set.queries.filter((_, i) => i % 2 === rest),
        found,
      );
    return { weight, halves: [half(0), half(1)] as const };
  });
  for (const { weight, halves } of rows)
    print(
      `     weight ${weight.toFixed(1)}   ${halves.map((f, i) => `half ${i + 1}: nDCG@10 ${f.ndcg10.toFixed(4)} Recall@10 ${f.recall10.toFixed(4)}`).join("   ")}`,
    );
  const alone = rows[0]?.halves ?? [];
  const gains = rows.filter(
    ({ weight, halves }) => weight > 0 && halves.every((f, i) => f.ndcg10 > (alone[i]?.ndcg10 ?? 1)),
  );
  print(
    gains.length > 0
      ? `     better than the words alone on both halves at weight ${gains.map((row) => row.weight).join(", ")}`
      : "     no weight is better than the words alone on both halves: leave EMBEDDINGS_MODEL unset",
  );
};
