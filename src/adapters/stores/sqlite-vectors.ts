import type { DatabaseSync } from "node:sqlite";
import type { VectorStore } from "../../ports/embedder.ts";
import { inTransaction } from "./sqlite-transaction.ts";
import { bytesOf, floatsOf, keyOf } from "./vector-bytes.ts";

/** Vectors as little-endian Float32 bytes, by sha256 of model and text. */
export const sqliteVectors = (database: DatabaseSync): VectorStore => {
  const get = database.prepare("SELECT vector FROM vectors WHERE key = ?");
  const put = database.prepare(
    "INSERT INTO vectors (key, vector) VALUES (?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector",
  );
  return {
    get: async (model, texts) => {
      const found = new Map<string, Float32Array>();
      for (const text of texts) {
        const bytes = get.get(keyOf(model, text))?.vector;
        if (bytes instanceof Uint8Array && bytes.length > 0 && bytes.length % 4 === 0) found.set(text, floatsOf(bytes));
      }
      return found;
    },
    put: async (model, vectors) =>
      inTransaction(database, () => {
        for (const [text, vector] of vectors) put.run(keyOf(model, text), bytesOf(vector));
      }),
  };
};
