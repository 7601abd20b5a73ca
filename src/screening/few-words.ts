import { cleanse } from "../text/cleanse.ts";
import { words } from "../text/tokens.ts";
import { toLatin } from "../text/transliterate.ts";
import type { ListedFacts } from "./few-listed.ts";
import type { Piece } from "./few-runs.ts";
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
  /** Weight of the word's parts that agree, and of those that do not. */
  readonly matched: number;
  readonly rest: number;
}

/** A word in one way of reading names. */
export interface WordSide {
  /** The least that it weighs, and the most. */
  readonly weight: number;
  readonly most: number;
  readonly meetings: readonly Meeting[];
  /** One of them may be enough where no other word meets the same name. */
  readonly alone: boolean;
  readonly pieces: readonly Piece[];
}

/** What a word can do to the result of a name that it stands in, whatever stands beside it. */
export interface WordFacts {
  /** Nothing can be said from the word alone. */
  readonly doubtful: boolean;
  /** Parts that carry a name in every way of reading it. */
  readonly content: number;
  /** Most weight that agrees with something not looked at: particles, legal forms, initials. */
  readonly loose: number;
  readonly isInitial: boolean;
  readonly isLight: boolean;
  /** As part of a Chinese or Korean name (`syllabicOf`). */
  readonly fits: boolean;
  readonly surname: boolean;
  readonly given: boolean;
  readonly arabic: boolean;
  /** As part of a person's name and of another one, in which it may give other parts. */
  readonly person: WordSide;
  readonly other: WordSide;
  readonly alike: boolean;
  /** Cut into syllables; `null` where that is not one way. */
  readonly cut: WordSide | null;
  /** The word that its look-alike letters spell; `null` where they spell none. */
  readonly lookalike: WordFacts | null;
}

/** How the words of a name are read: as a person's, as another one, as a Chinese or Korean one cut into syllables. */
export type Side = "person" | "other" | "cut";

/** A word as it stands in a name that is read so. Spelled out: a look-up by name would take a tenth of all time. */
export const sideOfWord = (word: WordFacts, side: Side): WordSide =>
  side === "person" ? word.person : side === "other" ? word.other : (word.cut ?? word.person);

const NO_SIDE: WordSide = { weight: 0, most: 0, meetings: [], alone: false, pieces: [] };
const DOUBTFUL: WordFacts = {
  doubtful: true,
  content: 0,
  loose: 0,
  isInitial: false,
  isLight: false,
  fits: false,
  surname: false,
  given: false,
  arabic: false,
  person: NO_SIDE,
  other: NO_SIDE,
  alike: true,
  cut: null,
  lookalike: null,
};
/** Bits of `Meeting.parts`. */
export const MOST_PARTS = 31;
const PLAIN = /^\p{L}[\p{L}\p{M}]*(?:['’]\p{L}[\p{L}\p{M}]*)*$/u;
/** Most that an initial, and a particle before a name or a legal form, weighs (`PART`). */
const LOOSE = { initial: 0.5, light: 0.2 } as const;
/** Family names beside which a word is cut into Korean or Mandarin syllables, and into Mandarin ones alone. */
const SURNAMES = ["kim", "zhang"];

/** Reads words against few listed names; about 50 µs each. */
export const makeWordReader = (
  index: NameIndex,
  listed: ListedFacts,
  parser: NameParser,
  tokenOf: (text: string) => NameToken,
): ((word: string) => WordFacts) => {
  const meetingsOf = makeMeetings(index, tokenOf);

  const sideOf = (forms: readonly NameForm[], light: boolean): WordSide => {
    const weights = forms.map((form) => form.weights.reduce((sum, weight) => sum + weight, 0));
    const tokens = forms[0]!.tokens.filter((token) => token.special === null);
    const meetings = forms.flatMap((form) =>
      meetingsOf(form).filter(({ name }) => listed.person[name] === Number(form.person)),
    );
    return {
      // Beside other words it may be left out
      weight: light ? 0 : Math.min(...weights),
      most: Math.max(...weights),
      meetings,
      alone: meetings.some((m) => m.count > 1 || listed.content[m.name]! < 2 || listed.initials[m.name] === 1),
      pieces: tokens.map((token) => ({
        codes: Uint8Array.from(token.latin, (letter) => letter.charCodeAt(0)),
        token,
      })),
    };
  };

  /** The word in syllables, as it is read beside a family name. */
  const cutOf = (word: string, light: boolean): WordSide | null => {
    const forms = SURNAMES.flatMap((surname) => parser.forms(`${surname} ${word}`, true))
      .filter((form) => form.roles.every((role) => (role & ROLE.syllable) !== 0))
      .map((form) => ({
        ...form,
        tokens: form.tokens.slice(1),
        roles: form.roles.slice(1),
        weights: form.weights.slice(1),
      }));
    return new Set(forms.map(writtenTogether)).size === 1 ? sideOf(forms, light) : null;
  };

  const factsOf = (word: string): WordFacts => {
    const [only, ...more] = words(word);
    if (only === undefined || more.length > 0) return DOUBTFUL;
    const [persons, others] = [parser.forms(word, true), parser.forms(word, false)];
    if (persons.length !== 1 || others.length !== 1) return DOUBTFUL;
    const tokens = [...persons, ...others].flatMap((form) => form.tokens);
    const latin = toLatin(only.text, only.script);
    if (joinsNeighbours(latin) || joinsInArabic(only.text)) return DOUBTFUL;
    if (tokens.some((t) => t.latin === "" || joinsNeighbours(t.latin))) return DOUBTFUL;
    const isInitial = [...word].length === 1 && tokens.some((t) => t.latin.length === 1);
    const spellings = [...new Set([latin, ...tokens.map((t) => t.latin)])];
    const light = isInitial || tokens.some((t) => t.special !== null) || spellings.some(isLight);
    const syllabic = [...new Set(tokens.map((t) => t.latin))].map(syllabicOf);
    const fits = syllabic.every((one) => one.fits);
    return {
      doubtful: false,
      content: light ? 0 : Math.min(persons[0]!.tokens.length, others[0]!.tokens.length),
      loose: isInitial ? LOOSE.initial : light ? LOOSE.light : 0,
      isInitial,
      isLight: light,
      fits,
      surname: syllabic.some((one) => one.surname),
      given: syllabic.every((one) => one.given),
      arabic: tokens.some((t) => t.script === "arabic"),
      person: sideOf(persons, light),
      other: sideOf(others, light),
      alike: writtenTogether(persons[0]!) === writtenTogether(others[0]!),
      cut: fits ? cutOf(word, light) : null,
      lookalike: null,
    };
  };

  return (given) => {
    const { text, undone } = cleanse(given);
    if (undone.length > 0 || !PLAIN.test(given.replaceAll("\u200d", "")) || !PLAIN.test(text)) return DOUBTFUL;
    const [, other, ...more] = readingsOf(given).texts;
    const facts = factsOf(text);
    if (more.length > 0 || other === undefined) return more.length > 0 ? DOUBTFUL : facts;
    const lookalike = factsOf(other);
    return lookalike.doubtful ? DOUBTFUL : { ...facts, lookalike };
  };
};

const writtenTogether = (form: NameForm): string => form.tokens.map((token) => token.latin).join(" ");

/** What of the listed names a word meets that is read so. */
const makeMeetings = (index: NameIndex, tokenOf: (text: string) => NameToken) => {
  const listed = (id: number): NameToken => tokenOf(index.tokenTexts[id]!);
  const neighboursOf = makeNeighbours(index, listed);
  const joined = makeJoinedSearch(index, listed);
  const occurrences = occurrencesOf(index);
  return (form: NameForm): readonly Meeting[] => {
    const all = form.weights.reduce((sum, weight) => sum + weight, 0);
    const met = new Map<number, { at: Set<number>; parts: number; similarity: number }>();
    const meet = (name: number, part: number, i: number, similarity: number): void => {
      const one = met.get(name) ?? { at: new Set(), parts: 0, similarity: 0 };
      one.at.add(i);
      one.parts = part >= MOST_PARTS || one.parts === -1 ? -1 : one.parts | (1 << part);
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
    const out = [...met].map(([name, { at, parts: mask, similarity }]): Meeting => {
      const matched = [...at].reduce((sum, i) => sum + form.weights[i]!, 0);
      return { name, count: at.size, parts: mask, similarity, matched, rest: all - matched };
    });
    // A word that reads like several parts of a listed name stands for all of them
    for (const name of names.keys()) out.push({ name, count: 2, parts: -1, similarity: 1, matched: all, rest: 0 });
    return out;
  };
};

/** Where a listed token stands: in which names, as which part. */
export const occurrencesOf = (
  index: NameIndex,
): ((id: number, visit: (name: number, part: number) => void) => void) => {
  const at: { readonly name: number; readonly part: number }[][] = index.tokenTexts.map(() => []);
  for (let name = 0; name < index.nameListings.length; name++)
    for (let p = index.nameStarts[name]!; p < index.nameStarts[name + 1]!; p++)
      at[index.partTokens[p]!]!.push({ name, part: p - index.nameStarts[name]! });
  return (id, visit) => {
    for (const { name, part } of at[id]!) visit(name, part);
  };
};
