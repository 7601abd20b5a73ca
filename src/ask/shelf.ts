import { Grow, pairSlot, STOPPED, type Vocabulary } from "./vocabulary.ts";
import type { WholeCorpus } from "./whole-corpus.ts";

/** One thing to be found. Passages of one `group` (a document) are added together and in reading order. */
export interface IndexEntry {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** Headings above the passage, publisher, names of parties: what the passage is about but need not say. */
  readonly context: string;
  readonly body: string;
}

/** Bigrams are counted by hash; a clash makes a rare pair look a little less rare. */
const PAIR_BITS_MIN = 16;
const PAIR_BITS_MAX = 23;

/**
 * The passages as rows of word numbers, by ordinal. `words[start[p] .. start[p + 1])` is title and body,
 * `contextWords` likewise. A removed passage keeps its row and is marked dead.
 */
export class Shelf {
  readonly ids: string[] = [];
  readonly groups: string[] = [];
  readonly words = new Grow(1 << 16);
  readonly start = new Grow();
  readonly contextWords = new Grow();
  readonly contextStart = new Grow();
  readonly groupOf = new Grow();
  /** Words that are no stop words, per passage. */
  readonly lengthOf = new Grow();
  readonly contextLengthOf = new Grow();
  dead = new Uint8Array(1024);
  alive = 0;
  totalLength = 0;
  totalContext = 0;
  contextAlive = 0;
  pairs = new Uint32Array(1 << PAIR_BITS_MIN);
  pairBits = PAIR_BITS_MIN;
  readonly #ordinalsOfGroup = new Map<string, number[]>();
  readonly #vocabulary: Vocabulary;
  readonly whole: WholeCorpus | null;

  constructor(vocabulary: Vocabulary, whole: WholeCorpus | null = null) {
    this.#vocabulary = vocabulary;
    this.whole = whole;
    this.start.push(0);
    this.contextStart.push(0);
  }

  /** The tables that a snapshot keeps, in the order that `load` takes them. */
  get tables(): readonly Grow[] {
    const { words, start, contextWords, contextStart, groupOf, lengthOf, contextLengthOf } = this;
    return [words, start, contextWords, contextStart, groupOf, lengthOf, contextLengthOf];
  }
  load(ids: readonly string[], groups: readonly string[], tables: readonly Uint32Array[], rest: ShelfRest): void {
    for (const [i, table] of this.tables.entries()) table.take(tables[i] ?? new Uint32Array());
    for (const group of groups) this.groups.push(group);
    for (const [ordinal, id] of ids.entries()) {
      this.ids.push(id);
      if (rest.dead[ordinal] === 1) continue;
      const group = groups[this.groupOf.at(ordinal)] ?? "";
      const kept = this.#ordinalsOfGroup.get(group);
      if (kept) kept.push(ordinal);
      else this.#ordinalsOfGroup.set(group, [ordinal]);
    }
    this.dead = rest.dead;
    this.pairs = rest.pairs;
    this.pairBits = Math.log2(rest.pairs.length);
    [this.alive, this.totalLength, this.totalContext, this.contextAlive] = rest.totals;
  }

  get size(): number {
    return this.ids.length;
  }
  /** Words of a passage on average, here or in the corpus that this is a part of. */
  get meanLength(): number {
    return this.whole?.meanWords ?? this.totalLength / Math.max(1, this.alive);
  }
  get meanContext(): number {
    return this.whole?.meanContext ?? this.totalContext / Math.max(1, this.contextAlive);
  }
  has(group: string): boolean {
    return this.#ordinalsOfGroup.has(group);
  }
  ordinals(group: string): readonly number[] {
    return this.#ordinalsOfGroup.get(group) ?? [];
  }

  add(entry: IndexEntry, bodyWords: readonly string[], contextWords: readonly string[]): number {
    const ordinal = this.ids.length;
    this.ids.push(entry.id);
    const kept = this.#ordinalsOfGroup.get(entry.group);
    if (kept) kept.push(ordinal);
    else this.#ordinalsOfGroup.set(entry.group, [ordinal]);
    if (this.groups.at(-1) !== entry.group) this.groups.push(entry.group);
    this.groupOf.push(this.groups.length - 1);
    this.lengthOf.push(this.#row(bodyWords, this.words));
    this.start.push(this.words.length);
    this.contextLengthOf.push(this.#row(contextWords, this.contextWords));
    this.contextStart.push(this.contextWords.length);
    if (ordinal >= this.dead.length) {
      const next = new Uint8Array(this.dead.length * 2);
      next.set(this.dead);
      this.dead = next;
    }
    this.#count(ordinal, 1);
    return ordinal;
  }

  removeGroup(group: string): boolean {
    const ordinals = this.#ordinalsOfGroup.get(group);
    if (!ordinals) return false;
    for (const ordinal of ordinals) {
      this.dead[ordinal] = 1;
      this.#count(ordinal, -1);
    }
    this.#ordinalsOfGroup.delete(group);
    return true;
  }

  #row(words: readonly string[], into: Grow): number {
    let length = 0;
    for (const word of words) {
      const number = this.#vocabulary.number(word);
      into.push(number);
      if (this.#vocabulary.stemOf.at(number) !== STOPPED) length++;
    }
    return length;
  }

  /** Adds or takes away what a passage contributes to the counts of the collection. */
  #count(ordinal: number, by: number): void {
    const v = this.#vocabulary;
    this.alive += by;
    this.totalLength += by * this.lengthOf.at(ordinal);
    const contextLength = this.contextLengthOf.at(ordinal);
    this.totalContext += by * contextLength;
    if (contextLength > 0) this.contextAlive += by;
    const words = new Set<number>();
    const stems = new Set<number>();
    const grams = new Set<number>();
    const pairs = new Set<number>();
    this.#widenPairs();
    let previous = STOPPED;
    for (let i = this.start.at(ordinal); i < this.start.at(ordinal + 1); i++) {
      const word = this.words.at(i);
      const stem = v.stemOf.at(word);
      if (stem === STOPPED) continue;
      if (previous !== STOPPED) pairs.add(pairSlot(previous, stem, this.pairBits));
      previous = stem;
      stems.add(stem);
      if (words.has(word)) continue;
      words.add(word);
      for (let g = v.gramStart.at(word); g < v.gramStart.at(word + 1); g++) grams.add(v.grams.at(g));
    }
    for (const word of words) v.wordPassages.add(word, by);
    for (const stem of stems) v.stemPassages.add(stem, by);
    for (const gram of grams) v.gramPassages.add(gram, by);
    for (const slot of pairs) this.pairs[slot] = (this.pairs[slot] ?? 0) + by;
  }

  /** Keeps about four counters a word, so that clashes stay rare; recounts when the table grows. */
  #widenPairs(): void {
    if (this.words.length <= this.pairs.length * 2 || this.pairBits >= PAIR_BITS_MAX) return;
    this.pairBits = Math.min(PAIR_BITS_MAX, this.pairBits + 2);
    this.pairs = new Uint32Array(2 ** this.pairBits);
    const counted = this.ids.length - 1;
    for (let ordinal = 0; ordinal < counted; ordinal++) {
      if (this.dead[ordinal] === 1) continue;
      for (const slot of this.#pairSlots(ordinal)) this.pairs[slot] = (this.pairs[slot] ?? 0) + 1;
    }
  }

  #pairSlots(ordinal: number): Set<number> {
    const slots = new Set<number>();
    let previous = STOPPED;
    for (let i = this.start.at(ordinal); i < this.start.at(ordinal + 1); i++) {
      const stem = this.#vocabulary.stemOf.at(this.words.at(i));
      if (stem === STOPPED) continue;
      if (previous !== STOPPED) slots.add(pairSlot(previous, stem, this.pairBits));
      previous = stem;
    }
    return slots;
  }
}

/** What of a shelf is neither text nor table. */
export interface ShelfRest {
  readonly dead: Uint8Array<ArrayBuffer>;
  readonly pairs: Uint32Array<ArrayBuffer>;
  /** alive, totalLength, totalContext, contextAlive */
  readonly totals: readonly [number, number, number, number];
}

/** Postings of the passages `from .. to` (exclusive): stem s stands in `passages[start[s] .. start[s + 1])`, `times` often. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly start: Uint32Array;
  readonly passages: Uint32Array;
  readonly times: Uint8Array;
}

export const buildSegment = (shelf: Shelf, vocabulary: Vocabulary, from: number, to: number): Segment => {
  const stems = vocabulary.stemCount;
  const start = new Uint32Array(stems + 1);
  const seenIn = new Uint32Array(stems).fill(0xffffffff);
  const { stemOf } = vocabulary;
  const eachStem = (visit: (ordinal: number, stem: number) => void): void => {
    for (let ordinal = from; ordinal < to; ordinal++) {
      if (shelf.dead[ordinal] === 1) continue;
      const end = shelf.start.at(ordinal + 1);
      for (let i = shelf.start.at(ordinal); i < end; i++) {
        const stem = stemOf.at(shelf.words.at(i));
        if (stem !== STOPPED) visit(ordinal, stem);
      }
    }
  };
  eachStem((ordinal, stem) => {
    if (seenIn[stem] === ordinal) return;
    seenIn[stem] = ordinal;
    start[stem + 1] = (start[stem + 1] ?? 0) + 1;
  });
  for (let s = 1; s <= stems; s++) start[s] = (start[s] ?? 0) + (start[s - 1] ?? 0);
  const total = start[stems] ?? 0;
  const passages = new Uint32Array(total);
  const times = new Uint8Array(total);
  const next = start.slice();
  seenIn.fill(0xffffffff);
  eachStem((ordinal, stem) => {
    if (seenIn[stem] === ordinal) {
      const at = (next[stem] ?? 0) - 1;
      if ((times[at] ?? 0) < 255) times[at] = (times[at] ?? 0) + 1;
      return;
    }
    seenIn[stem] = ordinal;
    const at = next[stem] ?? 0;
    next[stem] = at + 1;
    passages[at] = ordinal;
    times[at] = 1;
  });
  return { from, to, start, passages, times };
};
