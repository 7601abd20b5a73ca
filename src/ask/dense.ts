import type { Passage } from "../core/document.ts";
import { messageOf } from "../core/errors.ts";
import type { Stopwatch } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { FoundPassage, Library } from "./library.ts";
import { cosine, fuse, type Ranked, type VectorParts, vectorsOf } from "./vectors.ts";

export interface DenseParts extends VectorParts {
  /** 0..1: what nearness in meaning counts against the words. */
  readonly weight: number;
  /** Longest wait for the vector of a question. */
  readonly timeoutMs: number;
  readonly stopwatch: Stopwatch;
  readonly log: Log;
}

/** Search by meaning beside the words; never in the way of an answer. */
export interface DenseLeg {
  readonly weight: number;
  /**
   * The nearest passages, best first; `null` while it has nothing to say: passages without a vector, an endpoint that is down
   * or slow. The reason stands in the log, and missing vectors are made meanwhile.
   */
  nearest(text: string, library: Library): Promise<readonly Ranked[] | null>;
  /** Makes the vectors that are missing. Never rejects. */
  prepare(library: Library): Promise<void>;
}

/** After a failure the endpoint is left alone this long. */
const REST_MS = 60_000;
const NEAREST = 60;

export const makeDenseLeg = (parts: DenseParts): DenseLeg => {
  const { embedder, log, stopwatch } = parts;
  // A passage's vector goes when its document goes.
  const held = new WeakMap<Passage, Float32Array>();
  let restUntilMs = Number.NEGATIVE_INFINITY;
  let preparing: Promise<void> | null = null;

  const failed = (what: string, thrown: unknown): void => {
    restUntilMs = stopwatch() + REST_MS;
    log.warn(`${what}; the words alone answer`, { reason: messageOf(thrown), model: embedder.model });
  };
  const make = async (library: Library): Promise<void> => {
    const missing = passagesOf(library).filter(({ passage }) => !held.has(passage));
    if (missing.length === 0) return;
    log.info("making vectors", { passages: missing.length, model: embedder.model });
    try {
      const vectors = await vectorsOf(missing.map(textOf), parts);
      for (const [i, { passage }] of missing.entries()) held.set(passage, vectors[i] ?? new Float32Array());
    } catch (thrown) {
      failed("vectors of passages not made", thrown);
    }
  };
  const prepare = (library: Library): Promise<void> => {
    preparing ??= make(library).finally(() => {
      preparing = null;
    });
    return preparing;
  };

  return {
    weight: parts.weight,
    prepare,
    nearest: async (text, library) => {
      if (stopwatch() < restUntilMs) return null;
      const passages = passagesOf(library);
      if (passages.some(({ passage }) => !held.has(passage))) {
        void prepare(library);
        return null;
      }
      try {
        const [asked] = await embedder.embed([text], parts.timeoutMs);
        return rank(passages, held, asked ?? new Float32Array());
      } catch (thrown) {
        failed("the question has no vector", thrown);
        return null;
      }
    },
  };
};

const rank = (
  passages: readonly PlacedPassage[],
  held: WeakMap<Passage, Float32Array>,
  asked: Float32Array,
): readonly Ranked[] => {
  const scored: Ranked[] = [];
  for (const { passage } of passages) {
    const vector = held.get(passage);
    if (vector?.length !== asked.length) {
      held.delete(passage);
      throw new Error(`vectors have ${vector?.length ?? 0} and ${asked.length} dimensions under one model name`);
    }
    scored.push({ id: passage.passageId, score: cosine(vector, asked) });
  }
  return scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, NEAREST);
};

interface PlacedPassage {
  readonly passage: Passage;
  readonly title: string;
}

const passagesOf = (library: Library): readonly PlacedPassage[] =>
  library
    .documents()
    .flatMap(({ documentId, title }) => library.passagesOf(documentId).map((passage) => ({ passage, title })));

/** A passage with what stands above it: "Title > Section\ntext". */
const textOf = ({ passage, title }: PlacedPassage): string =>
  `${[title, ...passage.section].join(" > ")}\n${passage.text}`;

/** The passages found by words and those near in meaning, as one ranking on a scale of 0..1. */
export const withNearest = (
  found: readonly FoundPassage[],
  nearest: readonly Ranked[],
  weight: number,
  resolve: (id: string) => FoundPassage | null,
): readonly FoundPassage[] => {
  const own = new Map(found.map((hit) => [hit.passage.passageId as string, hit]));
  const inReach = nearest.filter(({ id }) => own.has(id) || resolve(id) !== null);
  return fuse(
    found.map((hit) => ({ id: hit.passage.passageId, score: hit.score })),
    inReach,
    weight,
  ).flatMap(({ id, score }) => {
    const hit = own.get(id) ?? resolve(id);
    return hit ? [{ ...hit, score }] : [];
  });
};
