import { foldKey } from "../text/fold.ts";
import type { NameToken } from "./name-token.ts";

/** FNV-1a over UTF-16 units, 32 bits. Collisions only cost a comparison. */
export const hashKey = (text: string, seed: number): number => {
  let h = (0x811c9dc5 ^ seed) >>> 0;
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
} as const;
/** Two letters may be wrong in words of this length. */
const TWO_EDITS_FROM = 7;
const TWO_EDITS_TO = 14;

type Emit = (key: number) => void;

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
  if (token.bones.length >= 2) emit(hashKey(token.bones, native === "indic" ? SPACE.indicNative : SPACE.indic));
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
  if (token.bones.length >= 2) emit(hashKey(token.bones, native === "indic" ? SPACE.indic : SPACE.indicNative));
};

const nativeSpaces = (token: NameToken): "arabic" | "hebrew" | "sound" | "indic" | null => {
  if (token.script === "arabic" || token.script === "hebrew" || token.script === "indic") return token.script;
  return token.script === "kana" || token.script === "other" ? "sound" : null;
};

const sharedKeys = (token: NameToken, syllable: boolean, emit: Emit): void => {
  const { latin, fold } = token;
  emit(hashKey(token.text, SPACE.text));
  if (token.special) return;
  if (latin !== token.text) emit(hashKey(latin, SPACE.text));
  emit(hashKey(fold, SPACE.fold));
  if (latin.length >= 4)
    deletions(latin, SPACE.latinEdit, latin.length >= TWO_EDITS_FROM && latin.length <= TWO_EDITS_TO ? 2 : 1, emit);
  // In words of three letters only swapped neighbours are forgiven: sok, sko
  if (latin.length === 3) emit(hashKey([...latin].sort().join(""), SPACE.swap));
  if (latin.length >= 5) deletions(fold, SPACE.foldEdit, 1, emit);
  if (token.bones.length >= 4) emit(hashKey(token.bones, SPACE.bones));
  if (token.variants) for (const group of token.variants) emit(hashKey(String(group), SPACE.variant));
  if (token.formal) for (const name of token.formal) emit(hashKey(name, SPACE.nickname));
  emit(hashKey(latin, SPACE.nickname));
  if (/^[ae]l..../.test(latin)) emit(hashKey(latin.slice(2), SPACE.article));
  if (latin.length >= 4) emit(hashKey(latin, SPACE.article));
  if (!syllable) return;
  if (token.korean !== null) emit(hashKey(`k${token.korean}`, SPACE.syllable));
  if (token.koreanFamily !== null && token.koreanFamily !== token.korean)
    emit(hashKey(`k${token.koreanFamily}`, SPACE.syllable));
  if (token.mandarin !== "") emit(hashKey(`m${token.mandarin}`, SPACE.syllable));
};

/** Skeletons of four letters or more may differ by one. */
const skeletonKeys = (bones: string, space: number, emit: Emit): void => {
  emit(hashKey(bones, space));
  if (bones.length >= 4)
    for (let i = 0; i < bones.length; i++) emit(hashKey(bones.slice(0, i) + bones.slice(i + 1), space));
};

/** The key of a fold alone, for parts of a query written together. */
export const foldOnlyKey = (fold: string): number => hashKey(fold, SPACE.fold);

const deletions = (word: string, space: number, depth: number, emit: Emit): void => {
  if (depth === 0) return;
  emit(hashKey(word, space));
  for (let i = 0; i < word.length; i++) {
    if (i > 0 && word[i] === word[i - 1]) continue;
    const shorter = word.slice(0, i) + word.slice(i + 1);
    emit(hashKey(shorter, space));
    if (depth > 1)
      for (let j = i; j < shorter.length; j++) emit(hashKey(shorter.slice(0, j) + shorter.slice(j + 1), space));
  }
};

/** Keys of two or more neighbouring parts written as one word. */
export const joinedKey = (latin: string): number => hashKey(foldKey(latin), SPACE.joined);
/** Keys of a whole name without its spaces, one letter may be wrong. */
export const wholeKeys = (latin: string, emit: Emit): void => {
  const fold = foldKey(latin);
  emit(hashKey(fold, SPACE.whole));
  if (fold.length >= 7)
    for (let i = 0; i < fold.length; i++) emit(hashKey(fold.slice(0, i) + fold.slice(i + 1), SPACE.whole));
};
