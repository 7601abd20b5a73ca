import { BadInput } from "../core/errors.ts";
import { type BeirDocument, beirEntries } from "./beir.ts";
import { type Found, LexicalIndex } from "./lexical-index.ts";
import { cosine, fuse, type Ranked, type VectorParts, vectorsOf } from "./vectors.ts";

export interface BeirQuery {
  readonly _id: string;
  readonly text: string;
}

/** Lines of JSON with `_id` and `text`. Throws `BadInput` naming the file and line that is not. */
export const readBeir = (jsonl: string, name: string): readonly BeirDocument[] =>
  jsonl.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    const row = parsed(line);
    if (typeof row?._id !== "string" || typeof row.text !== "string")
      throw new BadInput(
        `${name}, line ${i + 1} is no JSON object with "_id" and "text". Nothing was retrieved. Give BEIR files.`,
      );
    return [{ _id: row._id, title: typeof row.title === "string" ? row.title : "", text: row.text }];
  });

const parsed = (line: string): { _id?: unknown; title?: unknown; text?: unknown } | null => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
};

/** A TREC run: one line `qid Q0 docid rank score redflag` a result, best first. */
export function* retrieveRun(
  corpus: readonly BeirDocument[],
  queries: readonly BeirQuery[],
  k: number,
): Generator<string> {
  const index = indexOf(corpus);
  for (const query of queries) yield* runLines(query, index.search(query.text, { k }));
}

/** Deeper than any cut-off that is asked for: what one leg ranks low the other may rank high. */
const FUSED_DEPTH = 100;

export interface FusedQuery extends BeirQuery {
  /** Words alone, best first. */
  readonly lexical: readonly Ranked[];
  /** Meaning alone, best first. */
  readonly dense: readonly Ranked[];
}

/** Both rankings of each query. Rejects with `Unavailable` as the endpoint does; vectors made until then are kept. */
export async function* bothRankings(
  corpus: readonly BeirDocument[],
  queries: readonly BeirQuery[],
  parts: VectorParts,
): AsyncGenerator<FusedQuery> {
  const index = indexOf(corpus);
  const texts = corpus.map((document) => [document.title, document.text].filter(Boolean).join("\n"));
  const vectors = await vectorsOf(texts, parts);
  const asked = await vectorsOf(
    queries.map((query) => query.text),
    parts,
  );
  for (const [i, query] of queries.entries()) {
    const own = asked[i] ?? new Float32Array();
    const dense = corpus.map((document, at) => ({ id: document._id, score: cosine(own, vectors[at] ?? own) }));
    yield {
      ...query,
      lexical: index.search(query.text, { k: FUSED_DEPTH }),
      dense: dense.sort((a, b) => b.score - a.score).slice(0, FUSED_DEPTH),
    };
  }
}

/** The same run with search by meaning fused in. */
export async function* retrieveFusedRun(
  corpus: readonly BeirDocument[],
  queries: readonly BeirQuery[],
  k: number,
  parts: VectorParts & { readonly weight: number },
): AsyncGenerator<string> {
  for await (const query of bothRankings(corpus, queries, parts))
    yield* runLines(query, fuse(query.lexical, query.dense, parts.weight).slice(0, k));
}

const indexOf = (corpus: readonly BeirDocument[]): LexicalIndex => {
  const index = new LexicalIndex();
  index.add(beirEntries(corpus));
  return index;
};

function* runLines(query: BeirQuery, found: readonly Pick<Found, "id" | "score">[]): Generator<string> {
  for (const [i, hit] of found.entries()) yield `${query._id} Q0 ${hit.id} ${i + 1} ${hit.score.toFixed(4)} redflag`;
}
