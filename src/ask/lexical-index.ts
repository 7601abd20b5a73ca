import { searchWords } from "../text/words.ts";
import { Acronyms } from "./acronyms.ts";
import { buildQuery, rarity } from "./query.ts";
import { makeScorer, type Scorer } from "./score.ts";
import { buildSegment, type IndexEntry, type Segment, Shelf } from "./shelf.ts";
import { packSnapshot, unpackSnapshot } from "./snapshot.ts";
import { Vocabulary } from "./vocabulary.ts";
import { CANDIDATES, RETRIEVAL, type RetrievalWeights } from "./weights.ts";
import type { WholeCorpus } from "./whole-corpus.ts";

export interface Found {
  readonly id: string;
  readonly ordinal: number;
  readonly score: number;
}

export interface SearchLimits {
  /** How many to return. */
  readonly k: number;
  /** Leaves out groups (documents) that it is false for. */
  readonly accept?: (group: string) => boolean;
}

/** New passages are read one by one until there are this many; then they get postings of their own. */
const TAIL = 1024;
/** So many at once get postings right away. */
const BULK = 200;

/**
 * An index in memory: two passes over typed arrays. First BM25 of stems over postings, then pairs, 4-grams, words,
 * context and neighbours for the best `CANDIDATES`.
 *
 *     segments: [ 0 .. 99,999 | 100,000 .. 101,023 | … ]   tail: rows not yet in a segment
 *
 * Adding a document appends rows; removing one marks its rows dead and takes them out of every count, so both take
 * effect with the next search.
 */
export class LexicalIndex {
  readonly #vocabulary = new Vocabulary();
  readonly #shelf: Shelf;
  readonly #segments: Segment[] = [];
  readonly #acronyms = new Acronyms();
  readonly #weights: RetrievalWeights;
  readonly #scorer: Scorer;
  #segmented = 0;

  constructor(weights: RetrievalWeights = RETRIEVAL, whole: WholeCorpus | null = null) {
    this.#weights = weights;
    this.#shelf = new Shelf(this.#vocabulary, whole);
    this.#scorer = makeScorer(this.#shelf, this.#vocabulary, weights);
  }

  /** Passages that can be found. */
  get size(): number {
    return this.#shelf.alive;
  }

  /** Rows held, removed passages counted: what a search walks over. */
  get rows(): number {
    return this.#shelf.size;
  }

  /** Adds passages; those of one group together and in reading order. A group that is there already is replaced. */
  add(entries: readonly IndexEntry[]): void {
    for (const group of new Set(entries.map((entry) => entry.group))) this.remove(group);
    for (const entry of entries) {
      this.#acronyms.read(entry.body);
      const body = searchWords(entry.body);
      const words = entry.title === "" ? body : [...searchWords(entry.title), ...body];
      this.#shelf.add(entry, words, searchWords(entry.context));
    }
    const tail = this.#shelf.size - this.#segmented;
    if (tail >= TAIL || entries.length >= BULK) this.#seal();
  }

  /** False when there was no such group. */
  remove(group: string): boolean {
    return this.#shelf.removeGroup(group);
  }

  /** Best first; ties by ordinal, so that the order is the same on every machine. */
  search(text: string, limits: SearchLimits): readonly Found[] {
    const query = buildQuery(text, this.#shelf, this.#vocabulary, this.#acronyms, this.#weights.acronyms);
    const wanted = Math.max(CANDIDATES, limits.k);
    return this.#scorer(query, this.#segments, this.#segmented, wanted, limits.accept ?? null)
      .slice(0, limits.k)
      .map(({ ordinal, score }) => ({ id: this.#shelf.ids[ordinal] ?? "", ordinal, score }));
  }

  /** Passages that have the word or another form of it. */
  passagesWith(word: string): number {
    const stem = this.#vocabulary.findStem(word);
    return stem === 0 ? 0 : this.#vocabulary.stemPassages.at(stem);
  }

  /** How rare a word's stem is here: natural logarithm, about 0 (everywhere) to ln(2N) (nowhere). */
  rarityOf(word: string): number {
    return rarity(this.#shelf.alive, this.passagesWith(word));
  }

  /** Words in use that `like` holds for; at most eight. */
  wordsLike(word: string, like: (known: string) => boolean): readonly string[] {
    const found: string[] = [];
    this.#vocabulary.spelling.forEach((known, number) => {
      if (found.length < 8 && known[0] === word[0] && this.#vocabulary.wordPassages.at(number) > 0 && like(known))
        found.push(known);
    });
    return found;
  }

  /** The index as bytes, for a start without reading every text again. */
  snapshot(): Uint8Array {
    if (this.#segmented < this.#shelf.size) this.#seal();
    const { spelling, stems, grams, tables } = this.#vocabulary.state;
    const shelf = this.#shelf;
    return packSnapshot({
      texts: [spelling.slice(1), stems, grams, shelf.ids, shelf.groups],
      numbers: [
        ...tables.map((table) => table.used),
        ...shelf.tables.map((table) => table.used),
        shelf.pairs,
        Uint32Array.from([shelf.alive, shelf.totalLength, shelf.totalContext, shelf.contextAlive]),
        ...this.#segments.flatMap(({ from, to, start, passages }) => [Uint32Array.from([from, to]), start, passages]),
      ],
      bytes: [shelf.dead.subarray(0, shelf.size), ...this.#segments.map((segment) => segment.times)],
      rest: this.#acronyms.state,
    });
  }

  /** The index that `snapshot` gave; `null` for bytes of another version or torn ones, which are to be built anew. */
  static restore(bytes: Uint8Array, weights: RetrievalWeights = RETRIEVAL): LexicalIndex | null {
    const held = unpackSnapshot(bytes);
    const [spelling, stems, grams, ids, groups] = held?.texts ?? [];
    if (!held || !spelling || !stems || !grams || !ids || !groups) return null;
    const index = new LexicalIndex(weights);
    const next = [...held.numbers];
    index.#vocabulary.load(["", ...spelling], stems, grams, next.splice(0, index.#vocabulary.state.tables.length));
    const tables = next.splice(0, index.#shelf.tables.length);
    const [pairs, totals] = next.splice(0, 2);
    const [dead, ...times] = held.bytes;
    if (!pairs || !totals || !dead) return null;
    const roomy = new Uint8Array(dead.length + 1024);
    roomy.set(dead);
    const [alive = 0, length = 0, context = 0, contextAlive = 0] = totals;
    index.#shelf.load(ids, groups, tables, { dead: roomy, pairs, totals: [alive, length, context, contextAlive] });
    for (const postingTimes of times) {
      const [range, start, passages] = next.splice(0, 3);
      if (!range || !start || !passages) return null;
      index.#segments.push({ from: range[0] ?? 0, to: range[1] ?? 0, start, passages, times: postingTimes });
    }
    index.#segmented = ids.length;
    index.#acronyms.load(held.rest as readonly (readonly [string, string, number])[]);
    return index;
  }

  #seal(): void {
    const to = this.#shelf.size;
    this.#segments.push(buildSegment(this.#shelf, this.#vocabulary, this.#segmented, to));
    this.#segmented = to;
  }
}
