import OpenAI, { APIError } from "openai";
import { messageOf, Unavailable } from "../../core/errors.ts";
import type { Embedder } from "../../ports/embedder.ts";

export interface EmbeddingSettings {
  /** `null` for servers that need none. */
  readonly apiKey: string | null;
  /** `null` is OpenAI's own. */
  readonly baseUrl: string | null;
  readonly model: string;
}

/** Retries of 408, 409, 429 and 5xx, with the client's own backoff; all within the time-out. */
const RETRIES = 3;

/** Any `/v1/embeddings` endpoint. */
export const makeEmbedder = (settings: EmbeddingSettings): Embedder => {
  const client = new OpenAI({
    apiKey: settings.apiKey ?? "none",
    baseURL: settings.baseUrl,
    maxRetries: RETRIES,
    logLevel: "off",
  });
  return {
    model: settings.model,
    embed: async (texts, timeoutMs) => {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        // Asked for as numbers: many servers do not know the client's default, base64.
        const response: unknown = await client.embeddings.create(
          { model: settings.model, input: [...texts], encoding_format: "float" },
          { signal, timeout: timeoutMs },
        );
        return vectorsFrom(response, texts.length);
      } catch (thrown) {
        throw unavailable(thrown, timeoutMs, signal);
      }
    },
  };
};

/** Servers answer 200 with all kinds of bodies: only one finite vector a text, all of one length, is an answer. */
const vectorsFrom = (response: unknown, wanted: number): readonly Float32Array[] => {
  const rows = (response as { data?: unknown } | null)?.data;
  if (!Array.isArray(rows) || rows.length !== wanted)
    throw new Unavailable(
      `The embeddings endpoint sent ${Array.isArray(rows) ? rows.length : "no"} vectors for ${wanted} texts.`,
    );
  const vectors = new Array<Float32Array | undefined>(wanted);
  for (const [i, row] of rows.entries()) {
    const { index, embedding } = row as { index?: unknown; embedding?: unknown };
    vectors[typeof index === "number" ? index : i] = unit(embedding);
  }
  const [first] = vectors;
  if (!first || vectors.some((vector) => vector?.length !== first.length))
    throw new Unavailable("The embeddings endpoint sent vectors of different lengths.");
  return vectors as Float32Array[];
};

/** Scaled to length 1, so that a product of two is their cosine. */
const unit = (embedding: unknown): Float32Array => {
  if (!Array.isArray(embedding) || embedding.length === 0 || !embedding.every((n) => typeof n === "number"))
    throw new Unavailable("The embeddings endpoint sent something else than numbers.");
  const vector = Float32Array.from(embedding as number[]);
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0)
    throw new Unavailable("The embeddings endpoint sent a vector that has no direction.");
  return vector.map((n) => n / length);
};

const unavailable = (thrown: unknown, timeoutMs: number, signal: AbortSignal): Unavailable => {
  if (thrown instanceof Unavailable) return thrown;
  const options = { cause: thrown };
  if (signal.aborted || /timed? ?out/i.test(messageOf(thrown)))
    return new Unavailable(`The embeddings endpoint did not answer within ${timeoutMs / 1000} s.`, options);
  const status = thrown instanceof APIError && thrown.status ? ` (HTTP ${thrown.status})` : "";
  return new Unavailable(
    `The embeddings endpoint failed${status}: ${messageOf(thrown).split("\n")[0]?.slice(0, 200)}.`,
    options,
  );
};
