import type { VectorStore } from "../../../ports/embedder.ts";
import { bytesOf, floatsOf, keyOf } from "../vector-bytes.ts";
import type { Session } from "./session.ts";

/** Vectors as little-endian Float32 bytes, by sha256 of model and text. */
export const postgresVectors = (session: Session): VectorStore => ({
  get: async (model, texts) => {
    const textOf = new Map(texts.map((text) => [keyOf(model, text), text]));
    const { rows } = await session.run("SELECT key, vector FROM vectors WHERE key = ANY($1)", [[...textOf.keys()]]);
    return new Map(
      rows.flatMap(({ key, vector }): [string, Float32Array][] => {
        const [text, bytes] = [textOf.get(String(key)), vector as Uint8Array];
        return text === undefined || bytes.length === 0 || bytes.length % 4 !== 0 ? [] : [[text, floatsOf(bytes)]];
      }),
    );
  },
  put: async (model, vectors) => {
    const [keys, bytes] = [[...vectors.keys()].map((text) => keyOf(model, text)), [...vectors.values()].map(bytesOf)];
    await session.run(
      "INSERT INTO vectors SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (key) DO UPDATE SET vector = excluded.vector",
      [keys, bytes.map((b) => Buffer.from(b))],
    );
  },
});
