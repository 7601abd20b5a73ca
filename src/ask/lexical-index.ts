import { searchWords } from "../text/words.ts";
import { Acronyms } from "./acronyms.ts";
import { buildQuery, rarity } from "./query.ts";
import { makeScorer, type Scorer } from "./score.ts";
import { buildSegment, type IndexEntry, type Segment, Shelf } from "./shelf.ts";
import { Vocabulary } from "./vocabulary.ts";
import { CANDIDATES, RETRIEVAL, type RetrievalWeights } from "./weights.ts";

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
  readonly #shelf = new Shelf(this.#vocabulary);
  readonly #segments: Segment[] = [];
  readonly #acronyms = new Acronyms();
  readonly #weights: RetrievalWeights;
  readonly #scorer: Scorer;
  #segmented = 0;

  constructor(weights: RetrievalWeights = RETRIEVAL) {
    this.#weights = weights;
    this.#scorer = makeScorer(this.#shelf, this.#vocabulary, weights);
  }

  /** Passages that can be found. */
  get size(): number {
    return this.#shelf.alive;
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

  #seal(): void {
    const to = this.#shelf.size;
    this.#segments.push(buildSegment(this.#shelf, this.#vocabulary, this.#segmented, to));
    this.#segmented = to;
  }
}
