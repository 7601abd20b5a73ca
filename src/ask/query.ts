import { searchWords } from "../text/words.ts";
import type { Acronyms } from "./acronyms.ts";
import type { Shelf } from "./shelf.ts";
import { QUESTION_WORDS } from "./stopwords.ts";
import { STOPPED, type Vocabulary } from "./vocabulary.ts";
import { countsOf } from "./whole-corpus.ts";

/** A weighted thing of the query: `number` in the vocabulary, `weight` = rarity times occurrences. */
export interface QueryTerm {
  readonly number: number;
  readonly weight: number;
}

export interface Query {
  readonly stems: readonly QueryTerm[];
  readonly words: readonly QueryTerm[];
  readonly grams: readonly QueryTerm[];
  /** Key: `left * 2^26 + right` of adjacent stems. */
  readonly pairs: ReadonlyMap<number, number>;
}

export const pairKey = (left: number, right: number): number => left * 0x4000000 + right;

/** Robertson-Sparck Jones weight, never negative: ln(1 + (N - n + ½) / (n + ½)). */
export const rarity = (passages: number, having: number): number =>
  Math.log(1 + (passages - having + 0.5) / (having + 0.5));

/** Question words are dropped unless nothing else is left. */
export const buildQuery = (
  text: string,
  shelf: Shelf,
  vocabulary: Vocabulary,
  acronyms: Acronyms,
  acronymWeight: number,
): Query => {
  const all = searchWords(text);
  const content = all.filter((word) => !QUESTION_WORDS.has(word));
  const words = content.length > 0 ? content : all;
  const stems = new Map<number, number>();
  const surface = new Map<number, number>();
  const grams = new Map<number, number>();
  const pairs = new Map<number, number>();
  const counts = countsOf(shelf, vocabulary, words);
  const n = counts.passages;
  let previous = STOPPED;
  for (const word of words) {
    const stem = vocabulary.findStem(word);
    if (stem !== STOPPED) note(stems, stem);
    const number = vocabulary.find(word);
    if (number !== 0 && stem !== STOPPED) note(surface, number);
    if (stem !== STOPPED && previous !== STOPPED) {
      const having = counts.pair(previous, stem);
      if (having > 0) {
        const key = pairKey(previous, stem);
        pairs.set(key, (pairs.get(key) ?? 0) + rarity(n, Math.min(n, having)));
      }
    }
    // A stop word between two stems does not part them; a word never seen does.
    if (stem !== STOPPED || !isStop(word, vocabulary)) previous = stem;
    for (const gram of isStop(word, vocabulary) ? [] : vocabulary.findGrams(word)) note(grams, gram);
  }
  for (const form of acronyms.expand(words)) {
    let before = STOPPED;
    for (const word of form) {
      const stem = vocabulary.findStem(word);
      if (stem === STOPPED) continue;
      if (!stems.has(stem)) stems.set(stem, acronymWeight);
      const having = before === STOPPED ? 0 : counts.pair(before, stem);
      const key = pairKey(before, stem);
      if (having > 0 && !pairs.has(key)) pairs.set(key, acronymWeight * rarity(n, Math.min(n, having)));
      before = stem;
    }
  }
  const terms = (counts: Map<number, number>, having: (number: number) => number): QueryTerm[] =>
    [...counts].map(([number, times]) => ({ number, weight: times * rarity(n, having(number)) }));
  return {
    stems: terms(stems, counts.stem),
    words: terms(surface, counts.word),
    grams: terms(grams, counts.gram),
    pairs,
  };
};

/** A word said twice asks for nothing more. .7153 -> .7165. */
const note = (counts: Map<number, number>, key: number): void => {
  counts.set(key, 1);
};

const isStop = (word: string, vocabulary: Vocabulary): boolean => {
  const number = vocabulary.find(word);
  return number !== 0 && vocabulary.stemOf.at(number) === STOPPED;
};
