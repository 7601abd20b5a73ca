import { cleanse } from "../text/cleanse.ts";
import { words } from "../text/tokens.ts";
import { toLatin } from "../text/transliterate.ts";
import { makeJoinedSearch } from "./joined-search.ts";
import { type NameForm, ROLE } from "./name-form.ts";
import type { NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { makeNeighbours } from "./neighbours.ts";
import type { NameParser } from "./parse-name.ts";
import { isLight, joinsInArabic, joinsNeighbours, syllabicOf } from "./plain-words.ts";
import { readingsOf } from "./readings.ts";

/** How a word of a name meets one of the few listed names, at most. */
export interface Meeting {
  readonly name: number;
  /** Parts that the word gives, those that agree. */
  readonly count: number;
  /** Parts of the listed name that agree, a bit each; -1: any. */
  readonly parts: number;
  readonly similarity: number;
  /** Weight of the word's parts that agree, and the least of those that do not. */
  readonly matched: number;
  readonly rest: number;
}

/** A word read as part of a person's name, or of another one. */
export interface WordSide {
  /** The least that it weighs where nothing of it agrees. */
  readonly weight: number;
  readonly meetings: readonly Meeting[];
  /** As neighbours may be written together with it. */
  readonly pieces: readonly NameToken[];
}

/** What a word can do to the result of a name that it stands in, whatever stands beside it. */
export interface WordFacts {
  /** Nothing can be said from the word alone. */
  readonly doubtful: boolean;
  /** Parts that carry a name in every reading. */
  readonly content: number;
  /** Most weight that agrees with something not looked at: particles, legal forms, initials. */
  readonly loose: number;
  readonly isInitial: boolean;
  readonly isLight: boolean;
  readonly fits: boolean;
  readonly surname: boolean;
  readonly given: boolean;
  readonly arabic: boolean;
  /** Both sides are written together in the same way. */
  readonly alike: boolean;
  readonly person: WordSide;
  readonly other: WordSide;
}

const NO_SIDE: WordSide = { weight: 0, meetings: [], pieces: [] };
const NOTHING: Omit<WordFacts, "doubtful"> = {
  content: 0,
  loose: 0,
  isInitial: false,
  isLight: false,
  fits: false,
  surname: false,
  given: false,
  arabic: false,
  alike: true,
  person: NO_SIDE,
  other: NO_SIDE,
};
const DOUBTFUL: WordFacts = { ...NOTHING, doubtful: true };
/** Bits of `Meeting.parts`. */
export const MOST_PARTS = 31;
const PLAIN = /^[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*$/u;
/** Most that an initial, a particle before a name or a legal form weighs (`PART`). */
const LOOSE = { initial: 0.5, light: 0.2 } as const;

/** Reads words against few listed names; about 50 µs each. */
export const makeWordReader = (
  index: NameIndex,
  parser: NameParser,
  tokenOf: (text: string) => NameToken,
): ((word: string) => WordFacts) => {
  const listed = (id: number): NameToken => tokenOf(index.tokenTexts[id]!);
  const neighboursOf = makeNeighbours(index, listed);
  const joined = makeJoinedSearch(index, listed);
  const occurrences = occurrencesOf(index);

  const meetingsOf = (form: NameForm): readonly Meeting[] => {
    const all = form.weights.reduce((sum, weight) => sum + weight, 0);
    const met = new Map<number, { at: Set<number>; parts: number; similarity: number }>();
    const meet = (name: number, part: number, i: number, similarity: number): void => {
      const one = met.get(name) ?? { at: new Set(), parts: 0, similarity: 0 };
      one.at.add(i);
      one.parts = part < 0 || part >= MOST_PARTS || one.parts === -1 ? -1 : one.parts | (1 << part);
      one.similarity = Math.max(one.similarity, similarity);
      met.set(name, one);
    };
    form.tokens.forEach((token, i) => {
      const { ids, similarities } = neighboursOf(token, form.person, (form.roles[i]! & ROLE.syllable) !== 0);
      for (let k = 0; k < ids.length; k++) occurrences(ids[k]!, (name, part) => meet(name, part, i, similarities[k]!));
    });
    const { names, parts } = joined(form);
    for (const { first, last, ids } of parts)
      for (const id of ids) for (let i = first; i <= last; i++) occurrences(id, (name, part) => meet(name, part, i, 1));
    const out = [...met].map(([name, { at, parts, similarity }]): Meeting => {
      const matched = [...at].reduce((sum, i) => sum + form.weights[i]!, 0);
      return { name, count: at.size, parts, similarity, matched, rest: all - matched };
    });
    // A word that reads like several parts of a listed name stands for all of them
    for (const name of names.keys()) out.push({ name, count: 2, parts: -1, similarity: 1, matched: all, rest: 0 });
    return out;
  };

  const sideOf = (forms: readonly NameForm[]): WordSide => ({
    weight: Math.min(...forms.map((form) => form.weights.reduce((sum, weight) => sum + weight, 0))),
    meetings: forms.flatMap(meetingsOf),
    pieces: forms[0]!.tokens.filter((token) => token.special === null),
  });

  return (word) => {
    if (!PLAIN.test(word) || word.normalize("NFC") !== word) return DOUBTFUL;
    const { text, undone } = cleanse(word);
    const [only, ...more] = words(text);
    if (text !== word || undone.length > 0 || only === undefined || more.length > 0) return DOUBTFUL;
    const { texts } = readingsOf(word);
    const persons = texts.flatMap((reading) => parser.forms(reading, true));
    const others = texts.flatMap((reading) => parser.forms(reading, false));
    if (persons.length !== texts.length || others.length !== texts.length) return DOUBTFUL;
    const tokens = [...persons, ...others].flatMap((form) => form.tokens);
    const latin = toLatin(only.text, only.script);
    if (joinsNeighbours(latin) || joinsInArabic(only.text)) return DOUBTFUL;
    if (tokens.some((t) => t.latin === "" || joinsNeighbours(t.latin))) return DOUBTFUL;
    // Another reading would have other neighbours to be written together with
    if (texts.length > 1 && new Set([...persons, ...others].map(writtenTogether)).size > 1) return DOUBTFUL;
    const isInitial = tokens.some((t) => t.latin.length === 1) && [...word].length === 1;
    const light = isInitial || tokens.some((t) => t.special !== null || isLight(t.latin)) || isLight(latin);
    const syllabic = [...new Set(tokens.map((t) => t.latin))].map(syllabicOf);
    return {
      doubtful: false,
      content: light ? 0 : Math.min(...[...persons, ...others].map((form) => form.tokens.length)),
      loose: isInitial ? LOOSE.initial : light ? LOOSE.light : 0,
      isInitial,
      isLight: light,
      fits: syllabic.every((one) => one.fits),
      surname: syllabic.some((one) => one.surname),
      given: syllabic.every((one) => one.given),
      arabic: tokens.some((t) => t.script === "arabic"),
      alike: writtenTogether(persons[0]!) === writtenTogether(others[0]!),
      person: light ? { ...sideOf(persons), weight: 0 } : sideOf(persons),
      other: light ? { ...sideOf(others), weight: 0 } : sideOf(others),
    };
  };
};

const writtenTogether = (form: NameForm): string => form.tokens.map((token) => token.latin).join(" ");

/** Where a listed token stands: in which names, as which part. */
const occurrencesOf = (index: NameIndex): ((id: number, visit: (name: number, part: number) => void) => void) => {
  const at: { readonly name: number; readonly part: number }[][] = index.tokenTexts.map(() => []);
  for (let name = 0; name < index.nameListings.length; name++)
    for (let p = index.nameStarts[name]!; p < index.nameStarts[name + 1]!; p++)
      at[index.partTokens[p]!]!.push({ name, part: p - index.nameStarts[name]! });
  return (id, visit) => {
    for (const { name, part } of at[id]!) visit(name, part);
  };
};
