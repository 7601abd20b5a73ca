import type { NameToken } from "./name-token.ts";
import { GENERIC } from "./vocabulary.ts";

/** Spreads the space over all bits: a small seed would meet the next space with another first letter. */
const seedOf = (space: number): number => (0x811c9dc5 ^ Math.imul(space, 0x9e3779b1)) >>> 0;

/** FNV-1a over UTF-16 units, 32 bits. Collisions only cost a comparison. */
export const hashKey = (text: string, seed: number): number => {
  let h = seedOf(seed);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
};

/** One number space per kind of key; scripts with their own skeletons are filed apart from the Latin words that meet them. */
export const SPACE = {
  text: 1,
  fold: 2,
  foldEdit: 3,
  latinEdit: 4,
  swap: 5,
  bones: 6,
  variant: 7,
  nickname: 8,
  syllable: 9,
  article: 10,
  joined: 11,
  /** Words that compare by Arabic, Hebrew or loose skeletons, Latin ones and native ones. */
  arabic: 13,
  arabicNative: 14,
  hebrew: 15,
  hebrewNative: 16,
  loose: 17,
  looseNative: 18,
  indic: 19,
  indicNative: 20,
  joinedBones: 21,
  /** Words that parts of a query may be written together as. */
  word: 12,
  latinHead: 22,
  latinTail: 26,
  foldHead: 27,
  foldTail: 28,
  concept: 23,
  /** What is short for a word that many organisations share, and such words. */
  short: 24,
  long: 25,
} as const;
/** Two letters may be wrong in words and fold keys of this length (`EDIT_BUDGET`); the longer of two such words has two more. */
const TWO_EDITS_FROM = 7;
const TWO_EDITS_TO = 11;
/** From here on three letters may be wrong: one at most in the first five letters, or else in the last five. */
const THREE_EDITS_FROM = 10;
const END = 5;

/** `slip` marks keys that only a slip of the hand shares; what they find is looked at more closely. */
type Emit = (key: number, slip: boolean) => void;

/**
 * The keys under which a listed name part is filed: two parts that compare above the floor share one key. Spelling (fold), one
 * wrong letter (deletions of one letter on both sides), two in long words, consonants across scripts, variants, nicknames and,
 * when the part is a syllable, other romanisations.
 */
export const filingKeys = (token: NameToken, syllable: boolean, emit: Emit): void => {
  sharedKeys(token, syllable, emit);
  if (token.special) return;
  commonWordKeys(token, true, emit);
  if (token.latin.length >= 5) withOneLess(token.fold, SPACE.word, emit);
  const native = nativeSpaces(token);
  for (const bones of token.arabic) skeletonKeys(bones, native === "arabic" ? SPACE.arabicNative : SPACE.arabic, emit);
  if (token.hebrew.length >= 2)
    skeletonKeys(token.hebrew, native === "hebrew" ? SPACE.hebrewNative : SPACE.hebrew, emit);
  if (token.loose.length >= 2) skeletonKeys(token.loose, native === "sound" ? SPACE.looseNative : SPACE.loose, emit);
  if (token.bones.length >= 2) emit(hashKey(token.bones, native === "indic" ? SPACE.indicNative : SPACE.indic), false);
};

/** The keys under which a part of a query is looked up: a Latin word meets native ones, a native one everything. */
export const queryKeys = (token: NameToken, syllable: boolean, emit: Emit): void => {
  sharedKeys(token, syllable, emit);
  if (token.special) return;
  commonWordKeys(token, false, emit);
  const native = nativeSpaces(token);
  for (const bones of token.arabic) {
    skeletonKeys(bones, SPACE.arabicNative, emit);
    if (native === "arabic") skeletonKeys(bones, SPACE.arabic, emit);
  }
  if (token.hebrew.length >= 2)
    skeletonKeys(token.hebrew, native === "hebrew" ? SPACE.hebrew : SPACE.hebrewNative, emit);
  if (token.loose.length >= 2) skeletonKeys(token.loose, native === "sound" ? SPACE.loose : SPACE.looseNative, emit);
  if (token.bones.length >= 2) emit(hashKey(token.bones, native === "indic" ? SPACE.indic : SPACE.indicNative), false);
};

const nativeSpaces = (token: NameToken): "arabic" | "hebrew" | "sound" | "indic" | null => {
  if (token.script === "arabic" || token.script === "hebrew" || token.script === "indic") return token.script;
  return token.script === "kana" || token.script === "other" ? "sound" : null;
};

/** "bank", "banque", "банк" are one concept; "serv" and "srvcs" are short for "services": its head, or consonants of it. */
const commonWordKeys = (token: NameToken, filed: boolean, emit: Emit): void => {
  const { latin, concept } = token;
  if (concept !== null) emit(hashKey(concept, SPACE.concept), false);
  if (latin.length < SHORTEST_SHORT) return;
  const [short, long] = filed ? [SPACE.short, SPACE.long] : [SPACE.long, SPACE.short];
  emit(hashKey(latin, short), false);
  if (!/[aeiouy]/.test(latin)) emit(hashKey(`^${latin.slice(0, 2)}`, short), false);
  if (concept === null && !GENERIC.has(latin)) return;
  for (let end = SHORTEST_SHORT; end < latin.length; end++) emit(hashKey(latin.slice(0, end), long), false);
  for (const second of new Set(latin.slice(1))) emit(hashKey(`^${latin[0]}${second}`, long), false);
};
const SHORTEST_SHORT = 3;

const sharedKeys = (token: NameToken, syllable: boolean, emit: Emit): void => {
  const { latin, fold } = token;
  emit(hashKey(token.text, SPACE.text), false);
  if (token.special) return;
  if (latin !== token.text) emit(hashKey(latin, SPACE.text), false);
  // A scanner takes m for rn: "rarnzan"
  if (latin.includes("rn")) emit(hashKey(latin.replaceAll("rn", "m"), SPACE.text), false);
  emit(hashKey(fold, SPACE.fold), false);
  if (token.head !== null) emit(hashKey(token.head, SPACE.fold), false);
  if (latin.length >= 4) deletions(latin, SPACE.latinEdit, emit);
  // In words of three letters swapped neighbours are forgiven, and a doubled letter: sok, sko, sokk
  if (latin.length === 3) {
    emit(hashKey([...latin].sort().join(""), SPACE.swap), false);
    emit(hashKey(latin, SPACE.latinEdit), true);
  }
  if (latin.length >= 5) deletions(fold, SPACE.foldEdit, emit);
  endKeys(latin, SPACE.latinHead, SPACE.latinTail, emit);
  endKeys(fold, SPACE.foldHead, SPACE.foldTail, emit);
  if (token.bones.length >= 3) emit(hashKey(latin[0] + token.bones, SPACE.bones), false);
  if (token.variants) for (const group of token.variants) emit(hashKey(String(group), SPACE.variant), false);
  if (token.formal) for (const name of token.formal) emit(hashKey(name, SPACE.nickname), false);
  emit(hashKey(latin, SPACE.nickname), false);
  if (/^[ae]l..../.test(latin)) emit(hashKey(latin.slice(2), SPACE.article), false);
  if (latin.length >= 4) emit(hashKey(latin, SPACE.article), false);
  if (!syllable) return;
  if (token.korean !== null) emit(hashKey(`k${token.korean}`, SPACE.syllable), false);
  if (token.koreanFamily !== null && token.koreanFamily !== token.korean)
    emit(hashKey(`k${token.koreanFamily}`, SPACE.syllable), false);
  if (token.mandarin !== "") emit(hashKey(`m${token.mandarin}`, SPACE.syllable), false);
};

/** Skeletons of four letters or more may differ by one; s and sh are one sound here. */
const skeletonKeys = (bones: string, space: number, emit: Emit): void => {
  emit(hashKey(bones, space), false);
  if (bones.includes("S")) emit(hashKey(bones.replaceAll("S", "s"), space), false);
  if (bones.length < 4 || bones.length > LONGEST_WITH_SLIP) return;
  for (let i = 0; i < bones.length; i++) emit(hashWithout(bones, i, -1, space), false);
};

/** Leaving out each letter costs the square of a word's length. No word and no name written as one word is as long as this. */
const LONGEST_WITH_SLIP = 120;

/** Hash of a word without the letters at `i` and `j`; the same as hashing the shorter text, without making it. */
const hashWithout = (word: string, i: number, j: number, seed: number): number => {
  let h = seedOf(seed);
  for (let k = 0; k < word.length; k++) if (k !== i && k !== j) h = Math.imul(h ^ word.charCodeAt(k), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
};

/** A word with one letter left out, with two in words that may have two wrong. */
const deletions = (word: string, space: number, emit: Emit): void => {
  const two = word.length >= TWO_EDITS_FROM && word.length <= TWO_EDITS_TO;
  emit(hashKey(word, space), true);
  if (word.length > LONGEST_WITH_SLIP) return;
  for (let i = 0; i < word.length; i++) {
    if (i > 0 && word[i] === word[i - 1]) continue;
    emit(hashWithout(word, i, -1, space), true);
    if (two) for (let j = i + 1; j < word.length; j++) emit(hashWithout(word, i, j, space), true);
  }
};

/** A fold key, and that with each letter left out. */
export const withOneLess = (fold: string, space: number, emit: (key: number, slip: boolean) => void): void => {
  emit(hashKey(fold, space), false);
  if (fold.length > LONGEST_WITH_SLIP) return;
  for (let i = 0; i < fold.length; i++) emit(hashWithout(fold, i, -1, space), true);
};

/** The first and the last letters of a long word with one left out. */
const endKeys = (word: string, head: number, tail: number, emit: Emit): void => {
  if (word.length < THREE_EDITS_FROM) return;
  const [first, last] = [word.slice(0, END), word.slice(-END)];
  for (let i = 0; i < END; i++) {
    emit(hashWithout(first, i, -1, head), true);
    emit(hashWithout(last, i, -1, tail), true);
  }
};
