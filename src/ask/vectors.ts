import type { Embedder, VectorStore } from "../ports/embedder.ts";

export interface VectorParts {
  readonly embedder: Embedder;
  readonly store: VectorStore;
}

/** Texts of one request; what a batch gave is kept before the next is asked for. */
const BATCH = 64;
const BATCH_TIMEOUT_MS = 60_000;
/** Longer texts are cut: models take about 8,000 tokens. */
const LONGEST_TEXT = 8_000;

/** A vector for each text, kept ones first. Rejects with `Unavailable` as the endpoint does; batches made until then stay. */
export const vectorsOf = async (
  texts: readonly string[],
  { embedder, store }: VectorParts,
): Promise<readonly Float32Array[]> => {
  const cut = texts.map((text) => text.slice(0, LONGEST_TEXT));
  const made = new Map(await store.get(embedder.model, [...new Set(cut)]));
  const missing = [...new Set(cut)].filter((text) => !made.has(text));
  for (let at = 0; at < missing.length; at += BATCH) {
    const batch = missing.slice(at, at + BATCH);
    const vectors = await embedder.embed(batch, BATCH_TIMEOUT_MS);
    const fresh = new Map(batch.map((text, i) => [text, vectors[i] ?? new Float32Array()]));
    await store.put(embedder.model, fresh);
    for (const [text, vector] of fresh) made.set(text, vector);
  }
  return cut.map((text) => made.get(text) ?? new Float32Array());
};

/** Cosine of two vectors of length 1. */
export const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

export interface Ranked {
  readonly id: string;
  readonly score: number;
}

/**
 * Two rankings of one question as one, best first: each is stretched to 0..1 over its own results, then added by weight. One
 * that is missing from a ranking gets its 0. With a good dense leg as good as reciprocal ranks or better.
 */
export const fuse = (lexical: readonly Ranked[], dense: readonly Ranked[], weight: number): readonly Ranked[] => {
  const scores = new Map<string, number>();
  for (const [rows, share] of [
    [lexical, 1 - weight],
    [dense, weight],
  ] as const) {
    const values = rows.map((row) => row.score);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    for (const { id, score } of rows)
      scores.set(id, (scores.get(id) ?? 0) + share * (high > low ? (score - low) / (high - low) : 1));
  }
  const rank = new Map(lexical.map((row, i) => [row.id, i]));
  const place = (id: string): number => rank.get(id) ?? lexical.length;
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .sort((a, b) => b.score - a.score || place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1));
};
