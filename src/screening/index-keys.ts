import { foldKey } from "../text/fold.ts";
import type { NameToken } from "./name-token.ts";

/** FNV-1a over UTF-16 units, 32 bits. Collisions only cost a comparison. */
export const hashKey = (text: string, seed: number): number => {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
};

/** One number space per kind of key. */
const SPACE = { text: 1, fold: 2, foldEdit: 3, latinEdit: 4, arabic: 5, hebrew: 6, loose: 7, variant: 8, nickname: 9, korean: 10, mandarin: 11, article: 12, joined: 13, whole: 14, bones: 15 } as const;
/** Two letters may be wrong in words of this length. */
const TWO_EDITS_FROM = 7;
const TWO_EDITS_TO = 14;

/**
 * The keys under which a name part is filed and looked up: two parts that compare above the floor share one. Spelling
 * (fold), one wrong letter (deletions of one letter on both sides), two in long words, consonants across scripts,
 * variants, nicknames and syllables under other romanisations.
 */
export const tokenKeys = (token: NameToken, emit: (key: number) => void): void => {
  emit(hashKey(token.text, SPACE.text));
  if (token.special) return;
  emit(hashKey(token.latin, SPACE.text));
  emit(hashKey(token.fold, SPACE.fold));
  deletions(token.latin, SPACE.latinEdit, token.latin.length >= TWO_EDITS_FROM && token.latin.length <= TWO_EDITS_TO ? 2 : token.latin.length >= 3 ? 1 : 0, emit);
  deletions(token.fold, SPACE.foldEdit, token.fold.length >= 3 ? 1 : 0, emit);
  for (const bones of token.arabic) skeletonKeys(bones, SPACE.arabic, emit);
  if (token.hebrew.length >= 2) skeletonKeys(token.hebrew, SPACE.hebrew, emit);
  if (token.bones.length >= 2) emit(hashKey(token.bones, SPACE.bones));
  if (token.loose.length >= 2) skeletonKeys(token.loose, SPACE.loose, emit);
  if (token.variants) for (const group of token.variants) emit(hashKey(String(group), SPACE.variant));
  emit(hashKey(token.latin, SPACE.nickname));
  if (token.formal) for (const name of token.formal) emit(hashKey(name, SPACE.nickname));
  if (token.korean !== null) emit(hashKey(token.korean, SPACE.korean));
  if (token.koreanFamily !== null && token.koreanFamily !== token.korean) emit(hashKey(token.koreanFamily, SPACE.korean));
  if (token.mandarin !== "") emit(hashKey(token.mandarin, SPACE.mandarin));
  emit(hashKey(/^[ae]l..../.test(token.latin) ? token.latin.slice(2) : token.latin, SPACE.article));
  emit(hashKey(token.latin, SPACE.article));
};

/** Skeletons of four letters or more may differ by one. */
const skeletonKeys = (bones: string, space: number, emit: (key: number) => void): void => {
  emit(hashKey(bones, space));
  if (bones.length >= 4) for (let i = 0; i < bones.length; i++) emit(hashKey(bones.slice(0, i) + bones.slice(i + 1), space));
};

const deletions = (word: string, space: number, depth: number, emit: (key: number) => void): void => {
  if (depth === 0) return;
  emit(hashKey(word, space));
  for (let i = 0; i < word.length; i++) {
    if (i > 0 && word[i] === word[i - 1]) continue;
    const shorter = word.slice(0, i) + word.slice(i + 1);
    emit(hashKey(shorter, space));
    if (depth > 1) for (let j = i; j < shorter.length; j++) emit(hashKey(shorter.slice(0, j) + shorter.slice(j + 1), space));
  }
};

/** Keys of two or more neighbouring parts written as one word. */
export const joinedKey = (latin: string): number => hashKey(foldKey(latin), SPACE.joined);
/** Keys of a whole name without its spaces, one letter may be wrong. */
export const wholeKeys = (latin: string, emit: (key: number) => void): void => {
  const fold = foldKey(latin);
  emit(hashKey(fold, SPACE.whole));
  if (fold.length >= 7) for (let i = 0; i < fold.length; i++) emit(hashKey(fold.slice(0, i) + fold.slice(i + 1), SPACE.whole));
};
