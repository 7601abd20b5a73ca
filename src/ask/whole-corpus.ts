import type { Shelf } from "./shelf.ts";
import { pairSlot, type Vocabulary } from "./vocabulary.ts";

/** What is known of a corpus of which an index holds the passages found for one question. */
export interface WholeCorpus {
  readonly passages: number;
  /** Words of a passage and of what it stands under, on average, stop words left out. */
  readonly meanWords: number;
  readonly meanContext: number;
  /** Passages that have a stem, for every stem that the question may search for. */
  readonly having: ReadonlyMap<string, number>;
}

/** In how many passages the things of a query stand, by their numbers in the vocabulary. */
export interface Counts {
  readonly passages: number;
  stem(stem: number): number;
  word(word: number): number;
  gram(gram: number): number;
  pair(left: number, right: number): number;
}

/** Counted in the index, or for a part of a larger corpus known and estimated for that. `words` are those of the query. */
export const countsOf = (shelf: Shelf, vocabulary: Vocabulary, words: readonly string[]): Counts => {
  const pairHere = (left: number, right: number): number => shelf.pairs[pairSlot(left, right, shelf.pairBits)] ?? 0;
  if (!shelf.whole)
    return {
      passages: shelf.alive,
      stem: (stem) => vocabulary.stemPassages.at(stem),
      word: (word) => vocabulary.wordPassages.at(word),
      gram: (gram) => vocabulary.gramPassages.at(gram),
      pair: pairHere,
    };
  const { passages, having } = shelf.whole;
  const known = new Map([...having].map(([stem, count]) => [vocabulary.numberOfStem(stem), count]));
  const stem = (number: number): number => known.get(number) ?? vocabulary.stemPassages.at(number);
  /** Passages of the corpus for one that is here. */
  const share = (number: number): number => stem(number) / Math.max(1, vocabulary.stemPassages.at(number));
  // A 4-gram is as much commoner than here as the word it was asked with; of a mistyped word nothing is known.
  const shares = new Map<number, number>();
  for (const word of words) {
    const number = vocabulary.findStem(word);
    const own = number === 0 ? passages / Math.max(1, shelf.alive) : share(number);
    for (const gram of vocabulary.findGrams(word)) shares.set(gram, Math.max(own, shares.get(gram) ?? 0));
  }
  return {
    passages,
    stem,
    // Written otherwise a word has the same stem: a little too common, by no more than its other forms.
    word: (word) => stem(vocabulary.stemOf.at(word)),
    gram: (gram) => Math.min(passages, vocabulary.gramPassages.at(gram) * (shares.get(gram) ?? 1)),
    // Of all passages with the rarer stem as many have the pair as among those found.
    pair: (left, right) => pairHere(left, right) * Math.min(share(left), share(right)),
  };
};
