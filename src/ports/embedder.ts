/** Texts as vectors, for search by meaning beside search by words. */
export interface Embedder {
  /** Names the model in the keys of kept vectors. */
  readonly model: string;
  /** One vector a text, in order, all of one length and each of length 1. Rejects with `Unavailable`. */
  embed(texts: readonly string[], timeoutMs: number): Promise<readonly Float32Array[]>;
}

/** Vectors that were made once. What is lost here is only made, and paid for, again. */
export interface VectorStore {
  /** By text; texts without a vector are left out. */
  get(model: string, texts: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  put(model: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
}
