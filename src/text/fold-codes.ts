import { DIPHTHONGS, GROUPS, VOWEL } from "./fold.ts";

const codesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

interface Group {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

/** By their first letter, in the order of the table. */
const BY_FIRST: readonly (readonly Group[])[] = Array.from({ length: 256 }, (_, code) =>
  GROUPS.filter(([from]) => from.charCodeAt(0) === code).map(([from, to]) => ({
    from: codesOf(from),
    to: codesOf(to),
  })),
);
/** What a vowel becomes; 0 for other letters. */
const VOWELS = new Uint8Array(256);
for (const [letter, to] of Object.entries(VOWEL)) VOWELS[letter.charCodeAt(0)] = to.charCodeAt(0);
/** What two letters become, by both; `null` for no diphthong. */
const TWO: (Uint8Array | null)[] = new Array<Uint8Array | null>(128 * 128).fill(null);
for (const [letters, to] of Object.entries(DIPHTHONGS))
  TWO[(letters.charCodeAt(0) << 7) | letters.charCodeAt(1)] = codesOf(to);
const [A, E, H, I, J, U, W, Y] = [..."aehijuwy"].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const isFolded = (code: number): boolean => code === A || code === I || code === U;

/**
 * `foldKey` of a lower-case a-z0-9 word given as codes, into `out`, without making a string; gives the length. `out` needs two
 * places for each letter.
 */
export const foldCodes = (word: Uint8Array, from: number, to: number, out: Uint8Array): number => {
  let n = 0;
  for (let i = from; i < to; ) {
    const c = word[i]!;
    const next = i + 1 < to ? word[i + 1]! : 0;
    const vowel = VOWELS[c]!;
    if (vowel !== 0) {
      const two = TWO[(c << 7) | next]!;
      const glide = (next === Y || next === W) && i + 2 < to && VOWELS[word[i + 2]!] !== 0;
      const slavic = next === W && i + 2 === to;
      if (two !== null && !glide && !slavic) {
        for (let k = 0; k < two.length; k++) if (n === 0 || out[n - 1] !== two[k]) out[n++] = two[k]!;
        i += 2;
      } else {
        if (n === 0 || out[n - 1] !== vowel) out[n++] = vowel;
        i++;
      }
      continue;
    }
    if (c === J && i > from && VOWELS[word[i - 1]!] !== 0 && (i + 1 === to || VOWELS[next] === 0)) {
      if (n === 0 || out[n - 1] !== I) out[n++] = I;
      i++;
      continue;
    }
    const group = groupAt(word, i, to, BY_FIRST[c]!);
    if (group === null) {
      if (n === 0 || out[n - 1] !== c) out[n++] = c;
      i++;
    } else {
      const piece = group.to;
      for (let k = 0; k < piece.length; k++) if (n === 0 || out[n - 1] !== piece[k]) out[n++] = piece[k]!;
      i += group.from.length;
    }
  }
  if (n > 3 && out[n - 1] === H && isFolded(out[n - 2]!)) n--;
  if (to - from > 4 && word[to - 1] === E && n > 0 && out[n - 1] === I && (n < 2 || !isFolded(out[n - 2]!))) n--;
  return n;
};

const groupAt = (word: Uint8Array, at: number, to: number, groups: readonly Group[]): Group | null => {
  for (let g = 0; g < groups.length; g++) {
    const { from } = groups[g]!;
    if (at + from.length > to) continue;
    let k = 1;
    while (k < from.length && word[at + k] === from[k]) k++;
    if (k === from.length) return groups[g]!;
  }
  return null;
};
