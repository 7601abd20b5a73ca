import { foldCodes } from "../text/fold-codes.ts";
import { filedRuns, joinedBonesKeys } from "./joined-keys.ts";
import { mayReadAlike, RUN } from "./joined-runs.ts";
import type { NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { lookUp } from "./postings.ts";

/** Whether neighbouring parts of a name, written together, may read like something of a few listed names. */
export interface RunFilter {
  /** Begins a name; its parts follow by `add`, in their order. */
  begin(): void;
  add(token: NameToken): void;
  /** Never false where the candidate search would find a run (`joined-search.ts`). */
  meets(): boolean;
  /** A listed name stands in Arabic writing: runs meet it by their consonants too. */
  readonly arabic: boolean;
}

/** Longer runs are always taken to meet something. */
const LONGEST = 96;
const MOST_PIECES = 32;
/** Places for the letters that a fold key keeps. */
const LETTER_SETS = 128;
const [TOKEN, RUN_EXACT, RUN_SLIP] = [1, 2, 4];

export const makeRunFilter = (index: NameIndex, tokenOf: (text: string) => NameToken): RunFilter => {
  const may = new Uint8Array(LONGEST * LETTER_SETS);
  const sets = Array.from({ length: LETTER_SETS }, (_, set) => lettersIn(set));
  /** Marks every length and set of letters that reads like this one. */
  const mark = (length: number, letters: number, slip: boolean, bit: number): void => {
    for (let n = Math.max(0, length - RUN.slack); n <= Math.min(LONGEST - 1, length + RUN.slack); n++)
      for (let set = 0; set < LETTER_SETS; set++)
        if (mayReadAlike(n, sets[set]!, length, letters, slip)) may[n * LETTER_SETS + set]! |= bit;
  };
  const folds = makeFoldSet();
  const tokens = index.tokenTexts.map(tokenOf);
  for (const token of tokens) {
    if (token.special !== null) continue;
    mark(token.latin.length, token.letters, true, TOKEN);
    folds.file(token.latin, true, TOKEN);
  }
  for (let name = 0; name < index.nameListings.length; name++) {
    const ids = index.partTokens.subarray(index.nameStarts[name]!, index.nameStarts[name + 1]!);
    for (const run of filedRuns(Array.from(ids, (id) => tokens[id]!))) {
      const letters = lettersOf(run);
      mark(run.length, letters, false, RUN_EXACT);
      mark(run.length, letters, true, RUN_SLIP);
      folds.file(run, run.length >= RUN.slipFrom, RUN_EXACT);
    }
  }

  const text = new Uint8Array(1024);
  const turned = new Uint8Array(2 * LONGEST);
  const starts = new Uint16Array(MOST_PIECES + 1);
  const kept = new Uint8Array(MOST_PIECES);
  let count = 0;

  /** `whole`: the run is the whole name. */
  const reads = (codes: Uint8Array, from: number, to: number, set: number, whole: boolean, runs: boolean): boolean => {
    const length = to - from;
    if (length < RUN.fewestLetters) return false;
    const bits =
      may[length * LETTER_SETS + set]! & (runs ? (whole ? TOKEN | RUN_EXACT | RUN_SLIP : TOKEN | RUN_EXACT) : TOKEN);
    if (bits === 0) return false;
    return folds.finds(codes, from, to, length >= RUN.slipFrom ? (whole ? TOKEN | RUN_EXACT : TOKEN) : 0);
  };

  return {
    arabic: tokens.some((token) => token.script === "arabic"),
    begin: () => {
      count = 0;
    },
    add: ({ latin, letters, special }) => {
      // What is left out here makes the name too long below
      if (special !== null || count > MOST_PIECES || starts[count]! + latin.length > text.length) {
        if (special === null) count = MOST_PIECES + 1;
        return;
      }
      const start = starts[count]!;
      for (let i = 0; i < latin.length; i++) text[start + i] = latin.charCodeAt(i);
      kept[count] = setOf(letters);
      count++;
      if (count <= MOST_PIECES) starts[count] = start + latin.length;
    },
    meets: () => {
      if (count > MOST_PIECES) return true;
      for (let first = 0; first + 1 < count; first++) {
        let set = kept[first]!;
        for (let last = first + 1; last < count && last < first + RUN.mostParts; last++) {
          const whole = first === 0 && last === count - 1;
          if (last > first + 2 && !whole) break;
          set |= kept[last]!;
          if (starts[last + 1]! - starts[first]! >= LONGEST) return true;
          if (reads(text, starts[first]!, starts[last + 1]!, set, whole, true)) return true;
        }
        const [from, between, to] = [starts[first]!, starts[first + 1]!, starts[first + 2]!];
        if (to - from < RUN.turnedFrom) continue;
        turned.set(text.subarray(between, to));
        turned.set(text.subarray(from, between), to - between);
        if (reads(turned, 0, to - from, kept[first]! | kept[first + 1]!, false, false)) return true;
      }
      return false;
    },
  };
};

/** Whether runs of the parts meet listed ones by their consonants. */
export const meetsBones = (tokens: readonly NameToken[], index: NameIndex): boolean => {
  let met = false;
  joinedBonesKeys({ tokens }, (key) =>
    lookUp(index.joined, key, () => {
      met = true;
    }),
  );
  return met;
};

const BASE = 0x01000193;
/** BASE times this is 1, modulo 2^32: takes a letter off the front of a hash. */
const INVERSE = (() => {
  let x = BASE;
  for (let k = 0; k < 5; k++) x = Math.imul(x, 2 - Math.imul(BASE, x));
  return x;
})();
const spread = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;

/**
 * Fold keys, and those with one letter left out, by their hashes: h(word) = sum of code * BASE^i, so that all words with one
 * letter less are hashed in one pass. Equal hashes of other words cost a screening, never a hit.
 */
const makeFoldSet = () => {
  const fold = new Uint8Array(4 * LONGEST);
  const prefixes = new Int32Array(4 * LONGEST + 1);
  const kinds = new Map<number, number>();
  const FILTER_BITS = 20;
  const filter = new Uint32Array(1 << (FILTER_BITS - 5));
  const hashAll = (codes: Uint8Array, from: number, to: number): number => {
    const length = foldCodes(codes, from, to, fold);
    let power = 1;
    for (let i = 0; i < length; i++) {
      prefixes[i + 1] = prefixes[i]! + Math.imul(fold[i]!, power);
      power = Math.imul(power, BASE);
    }
    return length;
  };
  const without = (i: number, length: number): number =>
    (prefixes[i]! + Math.imul(prefixes[length]! - prefixes[i + 1]!, INVERSE)) | 0;
  const add = (hash: number, kind: number): void => {
    const bit = spread(hash) >>> (32 - FILTER_BITS);
    filter[bit >>> 5]! |= 1 << (bit & 31);
    kinds.set(hash, (kinds.get(hash) ?? 0) | kind);
  };
  const kindOf = (hash: number): number => {
    const bit = spread(hash) >>> (32 - FILTER_BITS);
    return (filter[bit >>> 5]! & (1 << (bit & 31))) === 0 ? 0 : (kinds.get(hash) ?? 0);
  };
  return {
    /** `slip`: also with one letter less. */
    file: (latin: string, slip: boolean, kind: number): void => {
      if (latin.length >= LONGEST) return;
      const codes = Uint8Array.from(latin, (letter) => letter.charCodeAt(0));
      const length = hashAll(codes, 0, codes.length);
      add(prefixes[length]!, kind);
      if (slip) for (let i = 0; i < length; i++) add(without(i, length), kind);
    },
    /** Reads like something filed, or, for the kinds of `slips`, does with a letter less. */
    finds: (codes: Uint8Array, from: number, to: number, slips: number): boolean => {
      const length = hashAll(codes, from, to);
      if (kindOf(prefixes[length]!) !== 0) return true;
      if (slips !== 0) for (let i = 0; i < length; i++) if ((kindOf(without(i, length)) & slips) !== 0) return true;
      return false;
    },
  };
};

const lettersOf = (word: string): number => {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
};

const bitOf = (letter: string): number => 1 << (letter.charCodeAt(0) & 31);
/** The letters that `mayReadAlike` tells apart; f and p are one. */
const KEPT = ["b", "g", "l", "m", "n", "r", "f"].map(bitOf);
const FP = bitOf("f") | bitOf("p");

/** The number of a set of letters among those that are told apart; of two sets together it is the one or the other, bit by bit. */
const setOf = (letters: number): number => {
  const told = (letters & FP) === 0 ? letters : letters | bitOf("f");
  let set = 0;
  for (let k = 0; k < KEPT.length; k++) if ((told & KEPT[k]!) !== 0) set |= 1 << k;
  return set;
};

const lettersIn = (set: number): number =>
  KEPT.reduce((letters, bit, k) => (set & (1 << k) ? letters | bit : letters), 0);
