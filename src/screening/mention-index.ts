import type { ListedName, Listing } from "../core/listing.ts";
import { type MentionWord, mentionWords } from "./mention-words.ts";
import { HONORIFICS, LEGAL_FORMS, PARTICLES } from "./vocabulary.ts";

/** A listed name as the mention finder looks for it. */
export interface IndexedName {
  readonly listing: Listing;
  readonly name: ListedName;
  /** Keys of the words that carry the name, in the list's order: no particles, titles, legal forms or single letters where longer words carry it. */
  readonly keys: readonly string[];
  /** The same words in Latin letters, lower case. */
  readonly latin: readonly string[];
  /** All words of the name in Latin letters, in the list's order. */
  readonly sequence: readonly string[];
  /** Legal forms or single letters were left out of `keys`. */
  readonly shortened: boolean;
}

export interface MentionIndex {
  /** Names that have `key` as one of their two rarest words. */
  anchored(key: string): readonly IndexedName[];
  /** True for spellings of words that stand in several names of persons. */
  isCommonName(key: string): boolean;
  /** True for words that stand, spelled so, in several names of persons: "song", "john". */
  isPersonWord(latin: string): boolean;
  /** True for words of several listings' addresses: cities, countries, streets. */
  isPlace(key: string): boolean;
}

/** A word that so many listed names of persons have is a common name: alone it points at nobody. */
const COMMON_PERSON_NAMES = 3;

/** Rarest words by which a name is found: with two, a name is found also where one of them is left out. */
const ANCHORS = 2;

/** Names gone through between two steps, about a millisecond's work. */
const STEP = 50;

/** The same in steps of about a millisecond, for a process that has something else to do in between. */
export function* mentionIndexInSteps(listings: Iterable<Listing>): Generator<void, MentionIndex> {
  const places = new Map<string, number>();
  const names: IndexedName[] = [];
  let listed = 0;
  for (const listing of listings) {
    countPlaces(listing, places);
    for (const name of listing.names) names.push(...indexed(listing, name));
    if (++listed % (STEP / 5) === 0) yield;
  }
  const persons = new Map<string, number>();
  const all = new Map<string, number>();
  const spelled = new Map<string, number>();
  for (const [n, { listing, keys, latin }] of names.entries()) {
    if (n % (STEP * 10) === 0) yield;
    if (keys.length < 2) continue;
    if (listing.kind === "person") for (const word of new Set(latin)) spelled.set(word, (spelled.get(word) ?? 0) + 1);
    for (const key of new Set(keys)) {
      all.set(key, (all.get(key) ?? 0) + 1);
      if (listing.kind === "person") persons.set(key, (persons.get(key) ?? 0) + 1);
    }
  }
  const anchors = new Map<string, IndexedName[]>();
  for (const [n, name] of names.entries()) {
    if (n % (STEP * 5) === 0) yield;
    const byRarity = [...new Set(name.keys)].sort((a, b) => (all.get(a) ?? 0) - (all.get(b) ?? 0));
    for (const key of byRarity.slice(0, ANCHORS)) {
      const at = anchors.get(key);
      if (at) at.push(name);
      else anchors.set(key, [name]);
    }
  }
  return {
    anchored: (key) => anchors.get(key) ?? [],
    isCommonName: (key) => (persons.get(key) ?? 0) >= COMMON_PERSON_NAMES,
    isPersonWord: (latin) => (spelled.get(latin) ?? 0) >= COMMON_PERSON_NAMES,
    isPlace: (key) => {
      const seen = places.get(key) ?? 0;
      return seen >= PLACE_LISTINGS && seen > PLACE_OVER_PERSONS * (persons.get(key) ?? 0);
    },
  };
}

/** Listings in whose addresses a word must stand to be taken for a place. */
const PLACE_LISTINGS = 3;
/** "Kim Il Sung Street" makes no place of Kim: far fewer listed persons than addresses have the word. */
const PLACE_OVER_PERSONS = 3;

const countPlaces = (listing: Listing, counts: Map<string, number>): void => {
  const text = [...listing.addresses.map((address) => address.text), ...listing.birthplaces].join("; ");
  for (const key of new Set(mentionWords(text).map((word) => word.key))) counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** No name, or one. */
const indexed = (listing: Listing, name: ListedName): readonly IndexedName[] => {
  const words = mentionWords(name.text);
  const chosen = carrying(words, listing.kind);
  if (chosen.length === 0) return [];
  return [
    {
      listing,
      name,
      keys: chosen.map((word) => word.key),
      latin: chosen.map((word) => word.latin),
      sequence: words.map((word) => word.latin),
      shortened: chosen.length < words.filter((word) => !word.particle).length,
    },
  ];
};

const carrying = (words: readonly MentionWord[], kind: Listing["kind"]): readonly MentionWord[] => {
  // A tail number, "EP-MNH", is its letters.
  if (kind === "aircraft") return words;
  const long = words.filter((word) => {
    if (PARTICLES.kunya.has(word.latin)) return kind === "person";
    return (word.latin.length > 1 || word.case === "digits") && !word.particle;
  });
  const bare = long.filter((word) => (kind === "person" ? !isTitle(word.latin) : !LEGAL_FORMS.has(word.latin)));
  // "Mullah Jabbar" is more of a name than "Jabbar".
  if (kind === "person" && bare.length < 2) return words.length <= 3 || long.length === 0 ? words : long;
  // "AND CO.", "AN SAN 1", "B.R.C. S.A.": where nothing longer carries the name, all its words do.
  return bare.some((word) => word.latin.length > 2 && word.case !== "digits") ? bare : words;
};

export const isTitle = (word: string): boolean =>
  HONORIFICS.leading.has(word) || HONORIFICS.anywhere.has(word) || HONORIFICS.trailing.has(word);
