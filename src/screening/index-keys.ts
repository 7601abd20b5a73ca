import { latinAsArabic } from "../text/abjad.ts";
import { foldKey } from "../text/fold.ts";
import type { NameToken } from "./name-token.ts";

/** Spreads the space over all bits: a small seed would meet the next space with another first letter. */
const seedOf = (space: number): number => (0x811c9dc5 ^ Math.imul(space, 0x9e3779b1)) >>> 0;

/** FNV-1a over UTF-16 units, 32 bits. Collisions only cost a comparison. */
export const hashKey = (text: string, seed: number): number => {
  let h = seedOf(seed);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
};

/** One number space per kind of key; scripts with their own skeletons are filed apart from the Latin words that meet them. */
const SPACE = {
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
  whole: 12,
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
  ends: 22,
} as const;
/** Two letters may be wrong in words of this length. */
const TWO_EDITS_FROM = 7;
const TWO_EDITS_TO = 14;
/** From here on three letters may be wrong; their fold keys then differ in two at most. */
const THREE_EDITS_FROM = 10;

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

const sharedKeys = (token: NameToken, syllable: boolean, emit: Emit): void => {
  const { latin, fold } = token;
  emit(hashKey(token.text, SPACE.text), false);
  if (token.special) return;
  if (latin !== token.text) emit(hashKey(latin, SPACE.text), false);
  emit(hashKey(fold, SPACE.fold), false);
  if (latin.length >= 4)
    deletions(latin, SPACE.latinEdit, latin.length >= TWO_EDITS_FROM && latin.length <= TWO_EDITS_TO ? 2 : 1, emit);
  // In words of three letters only swapped neighbours are forgiven: sok, sko
  if (latin.length === 3) emit(hashKey([...latin].sort().join(""), SPACE.swap), false);
  if (latin.length >= 5) deletions(fold, SPACE.foldEdit, latin.length >= THREE_EDITS_FROM ? 2 : 1, emit);
  if (fold.length >= THREE_EDITS_FROM) {
    emit(hashKey(`^${fold.slice(0, 4)}`, SPACE.ends), true);
    emit(hashKey(`${fold.slice(-4)}$`, SPACE.ends), true);
  }
  if (token.bones.length >= 4) emit(hashKey(token.bones, SPACE.bones), false);
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

/** Skeletons of four letters or more may differ by one. */
const skeletonKeys = (bones: string, space: number, emit: Emit): void => {
  emit(hashKey(bones, space), false);
  if (bones.length >= 4) for (let i = 0; i < bones.length; i++) emit(hashWithout(bones, i, -1, space), false);
};

/** Hash of a word without the letters at `i` and `j`; the same as hashing the shorter text, without making it. */
const hashWithout = (word: string, i: number, j: number, seed: number): number => {
  let h = seedOf(seed);
  for (let k = 0; k < word.length; k++) if (k !== i && k !== j) h = Math.imul(h ^ word.charCodeAt(k), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
};

const deletions = (word: string, space: number, depth: number, emit: Emit): void => {
  emit(hashKey(word, space), true);
  for (let i = 0; i < word.length; i++) {
    if (i > 0 && word[i] === word[i - 1]) continue;
    emit(hashWithout(word, i, -1, space), true);
    if (depth > 1) for (let j = i + 1; j < word.length; j++) emit(hashWithout(word, i, j, space), true);
  }
};

/** Keys of neighbouring parts written as one word; in long ones a letter may be wrong. */
export const joinedKeys = (latin: string, emit: (key: number) => void): void => {
  const fold = foldKey(latin);
  if (fold.length < 3) return;
  emit(hashKey(fold, SPACE.joined));
  if (latin.length >= 7) for (let i = 0; i < fold.length; i++) emit(hashWithout(fold, i, -1, SPACE.joined));
};

/** Keys by which a joined run of a query finds listed single words: the fold key, one letter wrong, and Arabic consonants. */
export const wordKeys = (latin: string, fold: string, arabic: boolean, emit: (key: number) => void): void => {
  emit(hashKey(fold, SPACE.fold));
  if (latin.length >= 7) deletions(fold, SPACE.foldEdit, 1, emit);
  if (!arabic) return;
  emit(hashKey(latinAsArabic(latin), SPACE.arabic));
};

/** Key of neighbouring parts, one of the two sides in Arabic writing, by their consonants; `null` when there are too few. */
export const joinedBonesKey = (latin: string): number | null => {
  const bones = latinAsArabic(latin);
  return bones.length >= 5 ? hashKey(bones, SPACE.joinedBones) : null;
};

/** Keys of a whole name without its spaces, one letter may be wrong. */
export const wholeKeys = (latin: string, emit: (key: number) => void): void => {
  const fold = foldKey(latin);
  emit(hashKey(fold, SPACE.whole));
  if (fold.length >= 7) for (let i = 0; i < fold.length; i++) emit(hashWithout(fold, i, -1, SPACE.whole));
};
