import { latinAsArabic } from "../text/abjad.ts";
import { editDistance } from "../text/edit-distance.ts";
import { isPinyin } from "../text/syllables.ts";
import type { NameToken } from "./name-token.ts";
import { GENERIC, TRANSLATIONS_FROM } from "./vocabulary.ts";
import { EDIT_BUDGET, SIMILARITY } from "./weights.ts";

/** Why two parts count as the same; the words of the explanation hang on these. */
export const WHY = {
  nothing: 0,
  equal: 1,
  spelling: 2,
  typing: 3,
  variant: 4,
  nickname: 5,
  initial: 6,
  concept: 7,
  romanisation: 8,
  consonants: 9,
  script: 10,
  joined: 11,
  truncated: 12,
  article: 13,
  form: 14,
} as const;

/** Similarity and its reason in one number: `why + similarity * SCALE`; avoids an object per pair. */
const SCALE = 0.999;
const pack = (why: number, similarity: number): number => why + similarity * SCALE;
export const similarityOf = (packed: number): number => (packed - Math.floor(packed)) / SCALE;
export const whyOf = (packed: number): number => Math.floor(packed);

export const budgetFor = (length: number): number => EDIT_BUDGET[Math.min(length, EDIT_BUDGET.length - 1)]!;

/**
 * How alike two name parts are, packed with the reason. Symmetric. `person` allows initials, nicknames and family-name
 * habits; `familyA`, `familyB` say that a Korean syllable may be read as a family name.
 */
export const compareTokens = (a: NameToken, b: NameToken, person: boolean, syllables: boolean): number => {
  if (a.text === b.text) return pack(WHY.equal, 1);
  if (a.special || b.special) return 0;
  if (isIdeographic(a) && isIdeographic(b) && a.script === b.script) return nativeSyllables(a, b);
  if ((isIdeographic(a) || isIdeographic(b)) && !syllables && a.latin !== b.latin) return 0;
  if (a.latin === b.latin)
    return pack(
      a.script === b.script ? WHY.equal : WHY.script,
      a.script === "latin" && b.script === "latin" ? 1 : 0.99,
    );
  if (syllables) return compareSyllables(a, b);
  if (a.latin.length === 1 || b.latin.length === 1) return person ? initials(a, b) : 0;
  if (!person && a.concept !== null && a.concept === b.concept) return pack(WHY.concept, SIMILARITY.concept);
  if (!person && a.script !== b.script && isTranslation(a, b)) return pack(WHY.variant, SIMILARITY.variant);
  const cross = crossScript(a, b);
  const spelled = spelling(a, b);
  let best = cross > 0 && similarityOf(cross) > similarityOf(spelled) ? cross : spelled;
  if (similarityOf(best) < SIMILARITY.variant && shareGroup(a, b)) best = pack(WHY.variant, SIMILARITY.variant);
  if (similarityOf(best) < SIMILARITY.latinSkeleton && sameBones(a, b))
    best = pack(WHY.spelling, SIMILARITY.latinSkeleton);
  if (!person && similarityOf(best) < SIMILARITY.abbreviation && (abbreviates(a, b) || abbreviates(b, a)))
    best = pack(WHY.concept, SIMILARITY.abbreviation);
  if (person && similarityOf(best) < SIMILARITY.nickname && (isNickname(a, b) || isHead(a, b) || isHead(b, a)))
    best = pack(WHY.nickname, SIMILARITY.nickname);
  return best;
};

const isIdeographic = (t: NameToken): boolean => t.script === "han" || t.script === "hangul";

/** Two Han or Hangul characters: simplified and traditional share a reading; another character is another name. */
const nativeSyllables = (a: NameToken, b: NameToken): number =>
  a.script === "han" && a.latin === b.latin ? pack(WHY.romanisation, SIMILARITY.syllable) : 0;

const compareSyllables = (a: NameToken, b: NameToken): number => {
  if (a.latin.length === 1 || b.latin.length === 1) return initials(a, b);
  if (a.korean !== null && (a.korean === b.korean || (a.koreanFamily !== null && a.koreanFamily === b.koreanFamily)))
    return pack(WHY.romanisation, SIMILARITY.syllable);
  if (a.mandarin !== "" && a.mandarin === b.mandarin) return pack(WHY.romanisation, SIMILARITY.syllable - 0.02);
  if (isIdeographic(a) || isIdeographic(b)) return 0;
  // "yong" and "tong", "pak" and "paek" are syllables each: another name, no slip
  if ((a.korean !== null && b.korean !== null) || (isPinyin(a.latin) && isPinyin(b.latin))) return 0;
  if (a.fold === b.fold && editDistance(a.latin, b.latin, 1) === 1) return pack(WHY.spelling, SIMILARITY.syllable);
  return typing(a, b);
};

const initials = (a: NameToken, b: NameToken): number => {
  const [short, long] = a.latin.length === 1 ? [a, b] : [b, a];
  if (long.latin.length === 1) return 0;
  return long.latin[0] === short.latin || long.fold[0] === short.fold[0] ? pack(WHY.initial, SIMILARITY.initial) : 0;
};

/** Fold keys, then edits on the spelling and on the fold key, then the article grown into the word. */
const spelling = (a: NameToken, b: NameToken): number => {
  const shorter = Math.min(a.latin.length, b.latin.length);
  if (a.fold === b.fold) {
    const edits = editDistance(a.latin, b.latin, 6);
    const step = shorter <= 4 ? SIMILARITY.foldStep * 2 : SIMILARITY.foldStep;
    return pack(WHY.spelling, SIMILARITY.fold - step * Math.max(0, edits - 1));
  }
  const typed = typing(a, b);
  if (similarityOf(typed) >= SIMILARITY.article) return typed;
  if (shorter >= 4 && (grownArticle(a.latin, b.latin) || grownArticle(b.latin, a.latin)))
    return pack(WHY.article, SIMILARITY.article);
  return typed;
};

/** "alashqar" and "ashqar". */
const grownArticle = (long: string, short: string): boolean =>
  long.length === short.length + 2 && (long.startsWith("al") || long.startsWith("el")) && long.endsWith(short);

/** Beyond two the index finds a word by the head or tail of its fold key. */
export const MOST_FOLD_EDITS = 3;

/** What of a word decides how far a slip may have changed it. */
type Spelling = Pick<NameToken, "latin" | "fold" | "letters" | "foldLetters">;

/** How alike two words are as slips of each other (`slips.ts` goes by the same), before what makes another name of them; 0 when they are too far apart. */
export const slipSimilarity = (a: Spelling, b: Spelling): number => {
  const [la, lb] = [a.latin.length, b.latin.length];
  const budget = budgetFor(Math.min(la, lb));
  const whole = Math.ceil(budget);
  let similarity = 0;
  if (Math.abs(la - lb) <= whole && whole > 0 && !farApart(a.letters, b.letters, whole)) {
    let edits = editDistance(a.latin, b.latin, whole);
    if (edits <= whole) {
      edits = edits === 1 ? gentle(a.latin, b.latin) : edits;
      if (edits <= budget) similarity = 1 - edits / Math.max(la, lb);
    }
  }
  if (similarity < SIMILARITY.ocr && (readsAsM(a.latin, b.latin) || readsAsM(b.latin, a.latin)))
    similarity = SIMILARITY.ocr;
  const foldBudget = budgetFor(Math.min(a.fold.length, b.fold.length));
  const foldWhole = la >= 5 && lb >= 5 ? Math.min(MOST_FOLD_EDITS, Math.floor(foldBudget)) : 0;
  if (
    foldWhole > 0 &&
    Math.abs(a.fold.length - b.fold.length) <= foldWhole &&
    !farApart(a.foldLetters, b.foldLetters, foldWhole)
  ) {
    const edits = editDistance(a.fold, b.fold, foldWhole);
    // Fold keys may be neighbours where the spellings are far apart
    if (edits <= foldWhole && editDistance(a.latin, b.latin, whole + 2) <= whole + 2)
      similarity = Math.max(similarity, SIMILARITY.fold - edits / Math.max(a.fold.length, b.fold.length));
  }
  return similarity;
};

const typing = (a: NameToken, b: NameToken): number => {
  let similarity = slipSimilarity(a, b);
  if ((a.commonBones && b.commonBones && a.rarityKey !== b.rarityKey) || areTwoNames(a, b))
    similarity -= SIMILARITY.otherName;
  if (similarity > SIMILARITY.genderEnding && isGenderPair(a.latin, b.latin)) similarity = SIMILARITY.genderEnding;
  if (a.fold[0] !== b.fold[0] && similarity < 0.92) similarity -= SIMILARITY.firstLetter;
  return similarity >= SIMILARITY.floor ? pack(WHY.typing, similarity) : 0;
};

/** Both stand in the table of names, and never together: Alberto is no slip for Gilberto. */
const areTwoNames = (a: NameToken, b: NameToken): boolean =>
  a.variants !== null && b.variants !== null && !a.variants.some((group) => b.variants!.includes(group));

/** "rarnzan" for "ramzan": a scanner took m for rn. */
const readsAsM = (scanned: string, meant: string): boolean =>
  scanned.length > meant.length && scanned.includes("rn") && scanned.replaceAll("rn", "m") === meant;

/** `edits` edits change at most twice as many letters of the set. */
export const farApart = (a: number, b: number, edits: number): boolean => {
  // Bits that differ, counted in pairs, fours and bytes at once
  let bits = a ^ b;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24 > 2 * edits;
};

const isGenderPair = (a: string, b: string): boolean => {
  const [x, y] = [a[a.length - 1], b[b.length - 1]];
  return (
    a.length > 3 &&
    ((x === "a" && y === "o") || (x === "o" && y === "a")) &&
    a.length === b.length &&
    a.slice(0, -1) === b.slice(0, -1)
  );
};

/** One edit that doubles a letter or swaps two neighbours counts half: "joonng", "sko" for "sok". */
export const gentle = (a: string, b: string): number => {
  if (a.length === b.length) {
    let i = 0;
    while (a[i] === b[i]) i++;
    return a[i] === b[i + 1] && a[i + 1] === b[i] ? 0.5 : 1;
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return long[i] === long[i - 1] || long[i] === long[i + 1] ? 0.5 : 1;
};

/** A name in a script without vowels against one with them, by consonants. */
const crossScript = (a: NameToken, b: NameToken): number => {
  if (a.script === "arabic" || b.script === "arabic") {
    let best = 0;
    for (const x of a.arabic)
      for (const y of b.arabic) {
        const packed = skeletons(x, y, a.latin.length <= 4 && b.latin.length <= 4);
        if (similarityOf(packed) > similarityOf(best)) best = packed;
      }
    return best;
  }
  if (a.script === b.script) return 0;
  if (a.script === "hebrew" || b.script === "hebrew") return skeletons(a.hebrew, b.hebrew, false);
  if (a.script === "indic" || b.script === "indic")
    return a.bones.length >= 2 && a.bones === b.bones ? pack(WHY.consonants, SIMILARITY.shortSkeleton) : 0;
  if (isSoundScript(a) || isSoundScript(b)) return skeletons(a.loose, b.loose, false);
  return 0;
};

const isSoundScript = (t: NameToken): boolean => t.script === "kana" || t.script === "other";

const skeletons = (a: string, b: string, bothShort: boolean): number => {
  if (a === "" || b === "") return 0;
  const shorter = Math.min(a.length, b.length);
  if (a === b) {
    if (shorter >= 3) return pack(WHY.consonants, SIMILARITY.skeleton);
    if (shorter === 2) return pack(WHY.consonants, SIMILARITY.shortSkeleton);
    return bothShort ? pack(WHY.consonants, SIMILARITY.skeletonEdit) : 0;
  }
  if (shorter >= 3 && a.length === b.length && a.replaceAll("S", "s") === b.replaceAll("S", "s"))
    return pack(WHY.consonants, SIMILARITY.shortSkeleton);
  if (shorter >= 4 && Math.abs(a.length - b.length) <= 1 && editDistance(a, b, 1) === 1)
    return pack(WHY.consonants, SIMILARITY.skeletonEdit);
  return 0;
};

/** Only the vowels differ: "Mishkhis" and "Mushakhas". Four consonants at least; Mahmud and Muhammad share theirs and are two names. */
const sameBones = (a: NameToken, b: NameToken): boolean =>
  a.bones.length >= 3 &&
  a.bones === b.bones &&
  !a.commonBones &&
  a.latin[0] === b.latin[0] &&
  Math.abs(a.latin.length - b.latin.length) <= 2;

/** "serv", "comp" (heads), "trd", "shpg" (consonants in order) for a word that many organisations share. */
const abbreviates = (short: NameToken, long: NameToken): boolean =>
  (long.concept !== null || GENERIC.has(long.latin)) &&
  short.latin.length >= 3 &&
  short.latin.length < long.latin.length &&
  short.latin[0] === long.latin[0] &&
  (long.latin.startsWith(short.latin) || (!/[aeiouy]/.test(short.latin) && isWithin(short.latin, long.latin)));

/** The letters of `few` occur in `many` in this order: "shpg" in "shipping". */
const isWithin = (few: string, many: string): boolean => {
  let at = 0;
  for (const letter of many) if (letter === few[at]) at++;
  return at === few.length;
};

/** One name item under two languages, where the spellings still resemble each other (Zhang and Jinee do not). */
const shareGroup = (a: NameToken, b: NameToken): boolean => {
  if (!a.variants || !b.variants || Math.min(a.latin.length, b.latin.length) < 4) return false;
  if (!a.variants.some((group) => group < TRANSLATIONS_FROM && b.variants!.includes(group))) return false;
  const longer = Math.max(a.fold.length, b.fold.length);
  return editDistance(a.fold, b.fold, longer >> 1) <= longer >> 1;
};

/** "حركة" and "movement": one word in two languages. */
const isTranslation = (a: NameToken, b: NameToken): boolean =>
  a.variants !== null &&
  b.variants !== null &&
  a.variants.some((group) => group >= TRANSLATIONS_FROM && b.variants!.includes(group));

const isNickname = (a: NameToken, b: NameToken): boolean =>
  a.formal?.has(b.latin) === true || b.formal?.has(a.latin) === true;

/** "Hidayat" and "Hidayatullah": the second half is often left out. */
const isHead = (short: NameToken, long: NameToken): boolean => long.head !== null && long.head === short.fold;

/**
 * The same across scripts, by consonants: "أبو بكر محمد" and "abubakarmuhammad"; from five on doubtful letters (ظ ذ ج ق) may differ.
 * Four are enough in a long word ("Abubakar", أبو بكر).
 */
export const compareJoinedBones = (a: string, b: string): number => {
  const [x, y] = [joinedBones(a), joinedBones(b)];
  if (x !== y || x.length < 4) return 0;
  const plain = x.length === 4 && Math.max(a.length, b.length) >= 8 && latinAsArabic(a) === latinAsArabic(b);
  return x.length >= 5 || plain ? pack(WHY.joined, SIMILARITY.skeleton) : 0;
};
/** Consonants of words written together, doubtful letters as one. */
export const joinedBones = (latin: string): string =>
  latinAsArabic(latin).replaceAll("z", "d").replace(/[jg]/g, "k").replace(/(.)\1/g, "$1");

/** How alike two joined runs of parts are: "jong"+"un" and "jongun"; "lauren"+"tnkunda" and "laurent"+"nkunda". `maySlip` allows a letter or two to be wrong. */
export const compareJoined = (a: string, b: string, foldOf: (text: string) => string, maySlip: boolean): number => {
  if (a === b) return pack(WHY.joined, 0.99);
  const shorter = Math.min(a.length, b.length);
  if (shorter < 5 || Math.abs(a.length - b.length) > 2) return 0;
  const [fa, fb] = [foldOf(a), foldOf(b)];
  if (fa === fb) return pack(WHY.joined, 0.97);
  if (shorter < 7 || !maySlip) return 0;
  const limit = shorter >= 12 ? 2 : 1;
  const edits = editDistance(a, b, limit);
  return edits <= limit && editDistance(fa, fb, 1) === 1 ? pack(WHY.joined, 0.97 - (0.5 * edits) / shorter) : 0;
};
