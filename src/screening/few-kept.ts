import { foldKey } from "../text/fold.ts";
import { RUN } from "./joined-runs.ts";

/**
 * The letters of a word that its fold key keeps whatever stands beside them, in their order; f and p are one. The letters kept
 * of words written together are those of one after the other, but that a letter that meets itself is written once:
 *
 *     "moham" m m + "mad" m  ->  "mohammad" m m
 *
 * Fold keys that differ in one letter keep the same letters, or one more, or another one.
 */
export interface Kept {
  /** 1..7 each. */
  readonly digits: Uint8Array;
  /** Codes of the fold key at both ends, where they are kept; 0 where not. */
  readonly begin: number;
  readonly end: number;
  /** "Philip" + "Hendrik": the p becomes part of another letter. */
  readonly beginsH: boolean;
  readonly endsP: boolean;
}

const DIGITS = new Uint8Array(128);
for (const [k, letters] of ["b", "g", "l", "m", "n", "r", "fp"].entries())
  for (const letter of letters) DIGITS[letter.charCodeAt(0)] = k + 1;
const codeIfKept = (code: number): number => ((DIGITS[code] ?? 0) === 0 ? 0 : code);

export const keptOf = (latin: string): Kept => {
  const fold = foldKey(latin);
  const digits = Uint8Array.from(fold, (letter) => DIGITS[letter.charCodeAt(0)] ?? 0).filter((digit) => digit > 0);
  // A digit behind it shows the end of the key as it is inside of a longer word
  const inside = foldKey(`${latin}0`);
  return {
    digits,
    begin: codeIfKept(fold.charCodeAt(0)),
    end: codeIfKept(inside.charCodeAt(inside.length - 2)),
    beginsH: latin.startsWith("h"),
    endsP: latin.endsWith("p"),
  };
};

/**
 * The letters kept of pieces `first` to `last` written together, in either direction, into `out`; gives how many. -1 where they
 * are not those of the pieces.
 */
export const keptTogether = (
  pieces: readonly { readonly kept: Kept }[],
  first: number,
  last: number,
  out: Uint8Array,
): number => {
  const step = last < first ? -1 : 1;
  let count = 0;
  let end = 0;
  let endsP = false;
  for (let k = first; ; k += step) {
    const { kept } = pieces[k]!;
    if (endsP && kept.beginsH) return -1;
    for (let d = end !== 0 && end === kept.begin ? 1 : 0; d < kept.digits.length; d++) out[count++] = kept.digits[d]!;
    end = kept.end;
    endsP = kept.endsP;
    if (k === last) return count;
  }
};

const BASE = 0x01000193;
/** BASE times this is 1, modulo 2^32: takes a digit off the front of a hash. */
export const inverseOf = (base: number): number => {
  let x = base;
  for (let k = 0; k < 5; k++) x = Math.imul(x, 2 - Math.imul(base, x));
  return x;
};
const INVERSE = inverseOf(BASE);
const BITS = 20;
const MOST_DIGITS = 96;

/** Which lengths and kept letters words have: a look tells that a word is near none of them. */
export const makeKeptSet = () => {
  const filter = new Uint32Array(1 << (BITS - 5));
  const prefixes = new Int32Array(MOST_DIGITS + 1);
  const bitOf = (hash: number, length: number): number => {
    const mixed = Math.imul(hash + Math.imul(length + 1, 0x9e3779b1), 0x2c1b3c6d);
    return Math.imul(mixed ^ (mixed >>> 15), 0x297a2d39) >>> (32 - BITS);
  };
  const set = (hash: number, length: number): void => {
    const bit = bitOf(hash, length);
    filter[bit >>> 5]! |= 1 << (bit & 31);
  };
  const has = (hash: number, length: number): boolean => {
    const bit = bitOf(hash, length);
    return (filter[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  };
  const hashAll = (digits: Uint8Array, count: number): void => {
    let power = 1;
    for (let i = 0; i < count; i++) {
      prefixes[i + 1] = prefixes[i]! + Math.imul(digits[i]!, power);
      power = Math.imul(power, BASE);
    }
  };
  const without = (i: number, count: number): number =>
    (prefixes[i]! + Math.imul(prefixes[count]! - prefixes[i + 1]!, INVERSE)) | 0;
  return {
    add: (latin: string, slip: boolean): void => {
      const { digits } = keptOf(latin);
      hashAll(digits, digits.length);
      for (let length = latin.length - RUN.slack; length <= latin.length + RUN.slack; length++) {
        set(prefixes[digits.length]!, length);
        if (slip) for (let i = 0; i < digits.length; i++) set(without(i, digits.length), length);
      }
    },
    /** False where no word of the set, one letter of its fold key apart with `slip`, is about as long. */
    mayHave: (digits: Uint8Array, count: number, length: number, slip: boolean): boolean => {
      if (count > MOST_DIGITS) return true;
      hashAll(digits, count);
      if (has(prefixes[count]!, length)) return true;
      if (slip) for (let i = 0; i < count; i++) if (has(without(i, count), length)) return true;
      return false;
    },
  };
};
