import { porterStem } from "../text/porter-stem.ts";
import { STOP_WORDS } from "./stopwords.ts";

/** An array of 32-bit numbers that grows by doubling. */
export class Grow {
  array: Uint32Array;
  length = 0;
  constructor(capacity = 1024) {
    this.array = new Uint32Array(capacity);
  }
  push(value: number): void {
    if (this.length === this.array.length) this.array = grown(this.array, this.length + 1);
    this.array[this.length++] = value;
  }
  at(index: number): number {
    return this.array[index] ?? 0;
  }
  /** The numbers without the room to grow. */
  get used(): Uint32Array {
    return this.array.subarray(0, this.length);
  }
  take(numbers: Uint32Array): void {
    this.array = numbers;
    this.length = numbers.length;
  }
  add(index: number, by: number): void {
    this.array[index] = (this.array[index] ?? 0) + by;
  }
}

export interface VocabularyState {
  readonly spelling: readonly string[];
  readonly stems: readonly string[];
  readonly grams: readonly string[];
  readonly tables: readonly Grow[];
}

export const grown = (array: Uint32Array, atLeast: number): Uint32Array => {
  const next = new Uint32Array(Math.max(atLeast, array.length * 2));
  next.set(array);
  return next;
};

/** Longer words (addresses, hashes) have no useful parts. */
const LONGEST_FOR_GRAMS = 20;
const GRAM = 4;
/** Stands for "stop word" in the table of stems. */
export const STOPPED = 0;

/**
 * Every word seen, numbered once and for good, with its stem and its character 4-grams. Counts of passages per stem,
 * word and gram are kept up to date as passages come and go. Number 0 is no word.
 */
export class Vocabulary {
  readonly #words = new Map<string, number>();
  readonly #stems = new Map<string, number>();
  readonly #grams = new Map<string, number>();
  readonly spelling: string[] = [""];
  /** word -> stem; `STOPPED` for stop words. */
  readonly stemOf = new Grow();
  /** word w has grams `grams[gramStart[w] .. gramStart[w + 1])`. */
  readonly gramStart = new Grow();
  readonly grams = new Grow(4096);
  readonly wordPassages = new Grow();
  readonly stemPassages = new Grow();
  readonly gramPassages = new Grow();

  constructor() {
    for (const table of [this.stemOf, this.wordPassages, this.stemPassages, this.gramPassages, this.gramStart])
      table.push(0);
    this.gramStart.push(0);
  }

  /** Everything that a snapshot keeps; `stems` and `grams` by number. */
  get state(): VocabularyState {
    return {
      spelling: this.spelling,
      stems: [...this.#stems.keys()],
      grams: [...this.#grams.keys()],
      tables: [this.stemOf, this.gramStart, this.grams, this.wordPassages, this.stemPassages, this.gramPassages],
    };
  }
  /** Takes over what `state` gave; only for a vocabulary without words. */
  load(
    spelling: readonly string[],
    stems: readonly string[],
    grams: readonly string[],
    tables: readonly Uint32Array[],
  ): void {
    for (let i = 1; i < spelling.length; i++) {
      const word = spelling[i] ?? "";
      this.spelling.push(word);
      this.#words.set(word, i);
    }
    for (const [i, stem] of stems.entries()) this.#stems.set(stem, i + 1);
    for (const [i, gram] of grams.entries()) this.#grams.set(gram, i + 1);
    for (const [i, table] of this.state.tables.entries()) table.take(tables[i] ?? new Uint32Array());
  }

  get stemCount(): number {
    return this.stemPassages.length;
  }
  get gramCount(): number {
    return this.gramPassages.length;
  }

  /** The number of a word, given out when it is new. */
  number(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const id = this.spelling.length;
    this.#words.set(word, id);
    this.spelling.push(word);
    this.wordPassages.push(0);
    this.stemOf.push(STOP_WORDS.has(word) ? STOPPED : this.#stemNumber(porterStem(word)));
    if (word.length <= LONGEST_FOR_GRAMS && !STOP_WORDS.has(word))
      for (const gram of gramsOf(word)) this.grams.push(this.#gramNumber(gram));
    this.gramStart.push(this.grams.length);
    return id;
  }

  /** 0 when the word was never seen. */
  find(word: string): number {
    return this.#words.get(word) ?? 0;
  }
  /** The stem of any word, seen or not; 0 when no passage ever had it or it is a stop word. */
  findStem(word: string): number {
    return STOP_WORDS.has(word) ? STOPPED : (this.#stems.get(porterStem(word)) ?? 0);
  }
  /** The number of a stem, not of a word; 0 when no passage ever had it. */
  numberOfStem(stem: string): number {
    return this.#stems.get(stem) ?? 0;
  }
  findGrams(word: string): readonly number[] {
    if (word.length > LONGEST_FOR_GRAMS) return [];
    return gramsOf(word).flatMap((gram) => this.#grams.get(gram) ?? []);
  }

  #stemNumber(stem: string): number {
    const known = this.#stems.get(stem);
    if (known !== undefined) return known;
    const id = this.stemPassages.length;
    this.#stems.set(stem, id);
    this.stemPassages.push(0);
    return id;
  }
  #gramNumber(gram: string): number {
    const known = this.#grams.get(gram);
    if (known !== undefined) return known;
    const id = this.gramPassages.length;
    this.#grams.set(gram, id);
    this.gramPassages.push(0);
    return id;
  }
}

/** "bank" -> "_ban", "bank", "ank_": within words only, with marks at both ends. */
const gramsOf = (word: string): string[] => {
  const marked = `_${word}_`;
  if (marked.length <= GRAM) return [marked];
  return Array.from({ length: marked.length - GRAM + 1 }, (_, i) => marked.slice(i, i + GRAM));
};

/** The pair of two adjacent stems as a slot of a table of 2^bits counters. */
export const pairSlot = (left: number, right: number, bits: number): number =>
  Math.imul(Math.imul(left, 0x9e3779b1) ^ (right + 0x7f4a7c15), 0x85ebca6b) >>> (32 - bits);
