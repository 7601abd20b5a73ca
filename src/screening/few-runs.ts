import { foldCodes } from "../text/fold-codes.ts";
import { filedRuns, joinedBonesKeys, wordKeys } from "./joined-keys.ts";
import { RUN } from "./joined-runs.ts";
import type { NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { lookUp } from "./postings.ts";

/** A part that a word gives, as neighbours may be written together with it. */
export interface Piece {
  /** Its Latin letters as codes. */
  readonly codes: Uint8Array;
  readonly token: NameToken;
}

/** A run of words that may read like part of a listed name, or all of it. */
export type MeetRun = (name: number, part: number, firstWord: number, lastWord: number) => void;

/** Neighbouring parts of a name, written together, against few listed names. */
export interface RunFilter {
  /** Begins a name; its parts follow by `add`, in their order. `word` tells which word gives the part. */
  begin(): void;
  add(piece: Piece, word: number): void;
  /**
   * Calls `meet` for whatever the candidate search would find by a run (`joined-search.ts`), and for some more; `part` is -1 for
   * all of a name. False when the name is too long to tell.
   */
  meets(meet: MeetRun): boolean;
}

const LONGEST = 96;
const MOST_PIECES = 32;

export const makeRunFilter = (
  index: NameIndex,
  tokenOf: (text: string) => NameToken,
  occurrences: (id: number, visit: (name: number, part: number) => void) => void,
): RunFilter => {
  const folds = makeFoldSets();
  const tokens = index.tokenTexts.map(tokenOf);
  tokens.forEach((token, id) => {
    if (token.special === null) folds.fileWord(token.latin, id);
  });
  const partsOf = (name: number): readonly NameToken[] =>
    Array.from(index.partTokens.subarray(index.nameStarts[name]!, index.nameStarts[name + 1]!), (id) => tokens[id]!);
  for (let name = 0; name < index.nameListings.length; name++)
    for (const run of filedRuns(partsOf(name))) folds.fileRun(run, name);
  const listedArabic = tokens.some((token) => token.script === "arabic");

  const text = new Uint8Array(1024);
  const turned = new Uint8Array(2 * LONGEST);
  const starts = new Uint16Array(MOST_PIECES + 1);
  const pieces: Piece[] = [];
  const wordOf: number[] = [];
  let arabic = 0;
  let tooLong = false;

  let [runFirst, runLast, meetRun]: [number, number, MeetRun] = [0, 0, () => {}];
  const meetPart = (name: number, part: number): void => meetRun(name, part, wordOf[runFirst]!, wordOf[runLast]!);
  const meetWord = (id: number): void => occurrences(id, meetPart);
  const meetName = (name: number): void => meetPart(name, -1);

  const look = (codes: Uint8Array, from: number, to: number, first: number, last: number): void => {
    const length = to - from;
    if (length < RUN.fewestLetters) return;
    [runFirst, runLast] = [first, last];
    const asRun = last < first ? "never" : last - first === pieces.length - 1 ? "slip" : "exact";
    folds.find(codes, from, to, asRun, meetWord, meetName);
  };

  /** Two words in Arabic writing may be one Latin word; and runs of either writing read alike by their consonants. */
  const lookByBones = (): void => {
    for (let k = 0; k + 1 < pieces.length; k++) {
      const [a, b] = [pieces[k]!.token, pieces[k + 1]!.token];
      if (a.script !== "arabic" || b.script !== "arabic") continue;
      [runFirst, runLast] = [k, k + 1];
      wordKeys(a.latin + b.latin, "", true, (key) => lookUp(index.tokenKeys, key, meetWord));
    }
    if (listedArabic)
      joinedBonesKeys({ tokens: pieces.map((piece) => piece.token) }, (key, first, last) =>
        lookUp(index.joined, key, (name) => meetRun(name, -1, wordOf[first]!, wordOf[last]!)),
      );
  };

  return {
    begin: () => {
      pieces.length = wordOf.length = arabic = 0;
      tooLong = false;
    },
    add: (piece, word) => {
      const start = starts[pieces.length]!;
      if (pieces.length === MOST_PIECES || start + piece.codes.length > text.length) {
        tooLong = true;
        return;
      }
      copy(piece.codes, 0, piece.codes.length, text, start);
      pieces.push(piece);
      wordOf.push(word);
      starts[pieces.length] = start + piece.codes.length;
      if (piece.token.script === "arabic") arabic++;
    },
    meets: (meet) => {
      if (tooLong) return false;
      meetRun = meet;
      const count = pieces.length;
      for (let first = 0; first + 1 < count; first++) {
        const from = starts[first]!;
        for (let last = first + 1; last < count && last < first + RUN.mostParts; last++) {
          if (last > first + 2 && !(first === 0 && last === count - 1)) break;
          if (starts[last + 1]! - from >= LONGEST) return false;
          look(text, from, starts[last + 1]!, first, last);
        }
        const [between, to] = [starts[first + 1]!, starts[first + 2]!];
        if (to - from < RUN.turnedFrom) continue;
        copy(text, between, to, turned, 0);
        copy(text, from, between, turned, to - between);
        look(turned, 0, to - from, first + 1, first);
      }
      if (arabic > 1 || listedArabic) lookByBones();
      return true;
    },
  };
};

/** `set` over a view, for a few letters: makes no view, which costs more than the letters. */
const copy = (from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void => {
  for (let i = start, k = at; i < end; i++, k++) to[k] = from[i]!;
};

const BASE = 0x01000193;
/** BASE times this is 1, modulo 2^32: takes a letter off the front of a hash. */
const INVERSE = ((): number => {
  let x = BASE;
  for (let k = 0; k < 5; k++) x = Math.imul(x, 2 - Math.imul(BASE, x));
  return x;
})();
const FILTER_BITS = 20;

/**
 * Words, and runs of words, by their fold keys and by those with one letter left out: h(word) = sum of code * BASE^i, so that all
 * with one letter less are hashed in one pass, and a bit tells that nothing is filed there. Equal hashes of other words cost a
 * closer look, never a hit.
 */
const makeFoldSets = () => {
  const fold = new Uint8Array(4 * LONGEST);
  const prefixes = new Int32Array(4 * LONGEST + 1);
  const words = new Map<number, number[]>();
  const runs = new Map<number, number[]>();
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
  const bitOf = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - FILTER_BITS);
  const isFiled = (hash: number): boolean => {
    const bit = bitOf(hash);
    return (filter[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  };
  const add = (to: Map<number, number[]>, hash: number, value: number): void => {
    const bit = bitOf(hash);
    filter[bit >>> 5]! |= 1 << (bit & 31);
    const at = to.get(hash);
    if (!at) to.set(hash, [value]);
    else if (at.at(-1) !== value) at.push(value);
  };
  /** `slip`: also with one letter less. */
  const file = (to: Map<number, number[]>, latin: string, slip: boolean, value: number): void => {
    if (latin.length >= LONGEST) return;
    const codes = Uint8Array.from(latin, (letter) => letter.charCodeAt(0));
    const length = hashAll(codes, 0, latin.length);
    add(to, prefixes[length]!, value);
    if (slip) for (let i = 0; i < length; i++) add(to, without(i, length), value);
  };
  return {
    fileWord: (latin: string, id: number): void => file(words, latin, true, id),
    fileRun: (latin: string, name: number): void => file(runs, latin, latin.length >= RUN.slipFrom, name),
    /** Against words a slip is forgiven in long ones; against runs as `asRun` says. */
    find: (
      codes: Uint8Array,
      from: number,
      to: number,
      asRun: "exact" | "never" | "slip",
      meetWord: (id: number) => void,
      meetName: (name: number) => void,
    ): void => {
      const length = hashAll(codes, from, to);
      const whole = prefixes[length]!;
      if (isFiled(whole)) {
        words.get(whole)?.forEach(meetWord);
        if (asRun !== "never") runs.get(whole)?.forEach(meetName);
      }
      if (to - from < RUN.slipFrom) return;
      for (let i = 0; i < length; i++) {
        const less = without(i, length);
        if (!isFiled(less)) continue;
        words.get(less)?.forEach(meetWord);
        if (asRun === "slip") runs.get(less)?.forEach(meetName);
      }
    },
  };
};
