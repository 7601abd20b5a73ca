import { foldCodes } from "../text/fold-codes.ts";
import { inverseOf, type Kept, keptTogether, makeKeptSet } from "./few-kept.ts";
import { filedRuns, joinedBonesKeys, wordKeys } from "./joined-keys.ts";
import { RUN } from "./joined-runs.ts";
import type { NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { lookUp } from "./postings.ts";

/** A part that a word gives, as neighbours may be written together with it. */
export interface Piece {
  /** Its Latin letters as codes. */
  readonly codes: Uint8Array;
  readonly kept: Kept;
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
  const [keptWords, keptRuns, keptWhole] = [makeKeptSet(), makeKeptSet(), makeKeptSet()];
  const words = makeFoldSet();
  const runs = makeFoldSet();
  const tokens = index.tokenTexts.map(tokenOf);
  tokens.forEach((token, id) => {
    if (token.special !== null) return;
    keptWords.add(token.latin, true);
    words.file(token.latin, true, id);
  });
  const partsOf = (name: number): readonly NameToken[] =>
    Array.from(index.partTokens.subarray(index.nameStarts[name]!, index.nameStarts[name + 1]!), (id) => tokens[id]!);
  for (let name = 0; name < index.nameListings.length; name++)
    for (const run of filedRuns(partsOf(name))) {
      keptRuns.add(run, false);
      keptWhole.add(run, true);
      runs.file(run, run.length >= RUN.slipFrom, name);
    }
  const listedArabic = tokens.some((token) => token.script === "arabic");

  const text = new Uint8Array(1024);
  const turned = new Uint8Array(2 * LONGEST);
  const starts = new Uint16Array(MOST_PIECES + 1);
  const pieces: Piece[] = [];
  const wordOf: number[] = [];
  let arabic = 0;
  let tooLong = false;

  const digits = new Uint8Array(1024);
  let [runFirst, runLast, meetRun]: [number, number, MeetRun] = [0, 0, () => {}];
  const meetPart = (name: number, part: number): void => meetRun(name, part, wordOf[runFirst]!, wordOf[runLast]!);
  const meetWord = (id: number): void => occurrences(id, meetPart);
  const meetName = (name: number): void => meetPart(name, -1);

  const look = (codes: Uint8Array, from: number, to: number, first: number, last: number): void => {
    const length = to - from;
    if (length < RUN.fewestLetters) return;
    const turned = last < first;
    const count = keptTogether(pieces, first, last, digits);
    const whole = Math.abs(last - first) === pieces.length - 1;
    const slip = length >= RUN.slipFrom;
    [runFirst, runLast] = [first, last];
    if (count < 0 || keptWords.mayHave(digits, count, length, true)) words.find(codes, from, to, slip, meetWord);
    if (turned) return;
    if (count < 0 || (whole ? keptWhole : keptRuns).mayHave(digits, count, length, whole))
      runs.find(codes, from, to, slip && whole, meetName);
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
      text.set(piece.codes, start);
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
        turned.set(text.subarray(between, to));
        turned.set(text.subarray(from, between), to - between);
        look(turned, 0, to - from, first + 1, first);
      }
      if (arabic > 1 || listedArabic) lookByBones();
      return true;
    },
  };
};

const BASE = 0x01000193;
const INVERSE = inverseOf(BASE);
const FILTER_BITS = 19;
const bitOfHash = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - FILTER_BITS);

/**
 * Words by their fold keys, and by those with one letter left out: h(word) = sum of code * BASE^i, so that all words with one
 * letter less are hashed in one pass. Equal hashes of other words cost a closer look, never a hit.
 */
const makeFoldSet = () => {
  const fold = new Uint8Array(4 * LONGEST);
  const prefixes = new Int32Array(4 * LONGEST + 1);
  const values = new Map<number, number[]>();
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
  const add = (hash: number, value: number): void => {
    const bit = bitOfHash(hash);
    filter[bit >>> 5]! |= 1 << (bit & 31);
    const at = values.get(hash);
    if (!at) values.set(hash, [value]);
    else if (at.at(-1) !== value) at.push(value);
  };
  const visitAt = (hash: number, visit: (value: number) => void): void => {
    const bit = bitOfHash(hash);
    if ((filter[bit >>> 5]! & (1 << (bit & 31))) !== 0) values.get(hash)?.forEach(visit);
  };
  return {
    /** `slip`: also with one letter less. */
    file: (latin: string, slip: boolean, value: number): void => {
      if (latin.length >= LONGEST) return;
      const length = hashAll(
        Uint8Array.from(latin, (letter) => letter.charCodeAt(0)),
        0,
        latin.length,
      );
      add(prefixes[length]!, value);
      if (slip) for (let i = 0; i < length; i++) add(without(i, length), value);
    },
    find: (codes: Uint8Array, from: number, to: number, slip: boolean, visit: (value: number) => void): void => {
      const length = hashAll(codes, from, to);
      visitAt(prefixes[length]!, visit);
      if (slip) for (let i = 0; i < length; i++) visitAt(without(i, length), visit);
    },
  };
};
