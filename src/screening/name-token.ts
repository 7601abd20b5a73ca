import { arabicSkeletons, hebrewSkeleton, latinAsArabicAll, latinAsHebrew } from "../text/abjad.ts";
import { foldKey, looseSkeleton, rarityKey, skeleton } from "../text/fold.ts";
import { type Script, scriptOfText } from "../text/scripts.ts";
import { koreanClass, mandarinClass } from "../text/syllables.ts";
import { toLatin } from "../text/transliterate.ts";
import { compoundHead } from "./compounds.ts";
import { BACKGROUND, CONCEPTS, NICKNAMES, VARIANTS } from "./vocabulary.ts";

/**
 * One part of a name with everything that comparing needs, made once per distinct spelling. `text` identifies it:
 * "petrov", "петров", "習|xi" (a character with its reading), "#44" (a number), "§LLC" (a legal form).
 */
export interface NameToken {
  readonly text: string;
  /** As the person or the list wrote it, in lower case. */
  readonly written: string;
  readonly latin: string;
  readonly script: Script;
  readonly fold: string;
  readonly bones: string;
  /** Which letters occur in `latin` and in `fold`, a bit each: words that differ in many letters are not compared further. */
  readonly letters: number;
  readonly foldLetters: number;
  readonly rarityKey: string;
  /** Several common names share these consonants. */
  readonly commonBones: boolean;
  /** People are called so. */
  readonly personal: boolean;
  /** Consonant skeletons as Arabic, Hebrew and sound scripts see them; empty when the token is not compared that way. */
  readonly arabic: readonly string[];
  readonly hebrew: string;
  readonly loose: string;
  readonly korean: string | null;
  readonly koreanFamily: string | null;
  readonly mandarin: string;
  /** Fold key of the first half of "Hidayatullah" or "Ziauddin"; `null` for other words. */
  readonly head: string | null;
  readonly concept: string | null;
  readonly formal: ReadonlySet<string> | null;
  readonly variants: readonly number[] | null;
  readonly special: "number" | "legal-form" | null;
}

export const numberToken = (value: number): string => `#${value}`;
export const legalToken = (form: string): string => `§${form}`;
export const characterToken = (character: string, reading: string): string => `${character}|${reading}`;

const NO_SKELETON: readonly string[] = [];
/** Listings with a spelling class from which on it is common. */
const COMMON = 60;
const PERSONAL = 10;
const NONE = {
  letters: 0,
  foldLetters: 0,
  commonBones: false,
  personal: false,
  arabic: NO_SKELETON,
  hebrew: "",
  loose: "",
  korean: null,
  koreanFamily: null,
  mandarin: "",
  head: null,
  concept: null,
  formal: null,
  variants: null,
};

const letterBits = (word: string): number => {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
};

/** No part of a name is as long; a few signs are written for eighteen letters each, and long words cost the square. */
const LONGEST_PART = 200;

/** The comparable record of one token text. Pure. */
export const makeNameToken = (given: string): NameToken => {
  const text = given.slice(0, LONGEST_PART);
  if (text[0] === "#" || text[0] === "§") {
    const latin = text.slice(1).toLowerCase();
    const special = text[0] === "#" ? ("number" as const) : ("legal-form" as const);
    return {
      ...NONE,
      text,
      written: latin,
      latin,
      script: "common",
      fold: text,
      bones: text,
      rarityKey: text,
      special,
    };
  }
  const bar = text.indexOf("|");
  const written = bar < 0 ? text : text.slice(0, bar);
  const script = scriptOfText(written);
  const latin = (bar < 0 ? toLatin(written, script) : text.slice(bar + 1)).slice(0, LONGEST_PART);
  const fold = foldKey(latin);
  const syllable = latin.length <= 6;
  const ideographic = script === "han" || script === "hangul";
  const head = compoundHead(latin);
  const count = BACKGROUND.persons.counts.get(rarityKey(fold)) ?? 0;
  return {
    text,
    written,
    latin,
    script,
    fold,
    bones: skeleton(fold),
    letters: letterBits(latin),
    foldLetters: letterBits(fold),
    rarityKey: rarityKey(fold),
    commonBones: count >= COMMON,
    personal: count >= PERSONAL,
    arabic:
      script === "arabic"
        ? arabicSkeletons(written)
        : script === "latin" || script === "cyrillic"
          ? latinAsArabicAll(latin)
          : NO_SKELETON,
    hebrew:
      script === "hebrew"
        ? hebrewSkeleton(written)
        : script === "latin" || script === "cyrillic"
          ? latinAsHebrew(latin)
          : "",
    loose: ideographic ? "" : looseSkeleton(fold),
    korean: syllable ? koreanClass(latin, false) : null,
    koreanFamily: syllable ? koreanClass(latin, true) : null,
    mandarin: syllable ? mandarinClass(latin) : "",
    head: head === null ? null : foldKey(head),
    concept: CONCEPTS.get(latin) ?? null,
    formal: ideographic ? null : (NICKNAMES.get(latin) ?? null),
    variants: VARIANTS.get(latin) ?? null,
    special: null,
  };
};

/** Makes each token once. `limit` bounds what queries can add; the pool starts afresh beyond it. */
export const makeTokenPool = (limit = 200_000): ((text: string) => NameToken) => {
  const pool = new Map<string, NameToken>();
  return (text) => {
    let token = pool.get(text);
    if (!token) {
      if (pool.size >= limit) pool.clear();
      token = makeNameToken(text);
      pool.set(text, token);
    }
    return token;
  };
};
