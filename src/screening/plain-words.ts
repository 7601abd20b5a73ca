import { editDistance } from "../text/edit-distance.ts";
import { cutSyllables, isChineseSurname, isKoreanSurname, isPinyin, koreanClass } from "../text/syllables.ts";
import { FAITH, GOD, isServantSlip, SERVANT, SERVANT_OF, SON } from "./compounds.ts";
import {
  CONCEPTS,
  GENERIC,
  GIVEN_NAMES,
  HONORIFICS,
  LEGAL_FORMS,
  NUMBER_WORDS,
  PARTICLES,
  ROMAN,
} from "./vocabulary.ts";

/**
 * What a word may be beside other words. The parser reads most words for themselves; those here change what stands next to
 * them, or are left out, or weigh less, and nobody can say so from the word alone.
 */

/** "X aka Y", "X trading as Y" are two names; "Saif ud Din" and "Abdul Rahman" are one part each; "forty 4" is a number. */
export const joinsNeighbours = (latin: string): boolean =>
  ALSO.has(latin) ||
  SERVANT.test(latin) ||
  SERVANT_OF.test(latin) ||
  isServantSlip(latin) ||
  FAITH.test(latin) ||
  GOD.test(latin) ||
  SON.test(latin) ||
  NUMBER_WORDS.has(latin) ||
  ROMAN.has(latin);
const ALSO = new Set(["aka", "fka", "nka", "dba", "alias", "as"]);

/** The same in Arabic writing (`person-name.ts`). */
export const joinsInArabic = (word: string): boolean =>
  /^(?:عبد|الله|اللّه|ﷲ|لله|الدين|الدین|دین|دين|زاده|زادة|زادہ)$/.test(word);

/** A title, particle, legal form or word that many names share: it may weigh next to nothing. */
export const isLight = (latin: string): boolean =>
  HONORIFICS.leading.has(latin) ||
  HONORIFICS.anywhere.has(latin) ||
  HONORIFICS.trailing.has(latin) ||
  PARTICLES.person.has(latin) ||
  PARTICLES.organisation.has(latin) ||
  GENERIC.has(latin) ||
  CONCEPTS.has(latin) ||
  LEGAL.has(latin) ||
  SHIPS.has(latin) ||
  (LONG_LEGAL.get(latin[0]) ?? []).some((word) => isNear(word, latin));

const LEGAL: ReadonlySet<string> = new Set([...LEGAL_FORMS.keys()].flatMap((form) => form.split(" ")));
/** "joynt" is read as "joint" in the long legal forms; by first letter. */
const LONG_LEGAL: ReadonlyMap<string | undefined, readonly string[]> = Map.groupBy(
  [...LEGAL].filter((word) => word.length >= 5),
  (word) => word[0],
);
const isNear = (word: string, latin: string): boolean =>
  Math.abs(word.length - latin.length) <= 1 && editDistance(word, latin, 1) === 1;
/** Before the name of a ship. */
const SHIPS = new Set(["mv", "mt", "ms", "ss", "fv", "my", "lpg", "lng", "mts", "sv", "vlcc", "ts", "m", "v"]);

/** How a word may stand in a Chinese or Korean name. */
export interface Syllabic {
  /** It is a syllable or can be cut into two. */
  readonly fits: boolean;
  readonly surname: boolean;
  /** With such a name beside it nothing is cut: "LEE, John Ka-chiu". */
  readonly given: boolean;
}

export const syllabicOf = (latin: string): Syllabic => {
  const fits = (syllable: string): boolean =>
    (koreanClass(syllable, false) !== null && syllable.length > 1) || isKoreanSurname(syllable) || isPinyin(syllable);
  return {
    fits: latin.length === 1 || fits(latin) || (latin.length >= 4 && cutSyllables(latin, fits) !== null),
    surname: isKoreanSurname(latin) || isChineseSurname(latin),
    given: latin.length > 3 && GIVEN_NAMES.has(latin) && !isPinyin(latin),
  };
};
