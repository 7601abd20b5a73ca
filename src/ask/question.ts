import { porterStem } from "../text/porter-stem.ts";
import { searchWords } from "../text/words.ts";
import type { Library } from "./library.ts";
import type { NamedParty } from "./names.ts";
import { kindOf, type QuestionKind } from "./question-kind.ts";
import { QUESTION_WORDS, STOP_WORDS } from "./stopwords.ts";
import { SYNONYMS } from "./synonyms.ts";
import { findWellKnown, WELL_KNOWN } from "./well-known.ts";

/** A word of the question that an answer should meet. */
export interface Term {
  readonly word: string;
  readonly stem: string;
  /** Rarity here: natural logarithm. */
  readonly weight: number;
  /** Part of a proper name, a number, a year or an identifier: nothing else may stand for it. */
  readonly exact: boolean;
  /** Stems that may answer for it, with their worth 0..1. */
  readonly others: ReadonlyMap<string, number>;
}

/** A proper name in the question; all its words, or all words of one other spelling, must be met. */
export interface QuestionName {
  readonly text: string;
  readonly key: string;
  /** Spellings as keys of words, the question's own first. */
  readonly spellings: readonly string[];
  /** In the name book: a party of some document. */
  readonly known: boolean;
}

export interface Question {
  readonly text: string;
  readonly kind: QuestionKind;
  readonly terms: readonly Term[];
  readonly names: readonly QuestionName[];
  /** Years that the question names. */
  readonly years: readonly string[];
  /** What is searched for: the question and the other spellings of its names. */
  readonly query: string;
}

/** Say nothing about the subject of a question, besides question words. */
const FILLER: ReadonlySet<string> = new Set(
  (
    "happen happened happens occur know say says said tell sources source according information details detail briefly " +
    "summary summarise summarize overview please thing things exactly really actually currently ever yet much many " +
    "kind type sort way ways so such very most more also now today still latest recent recently new want need like " +
    "get got gets make makes made take taken takes go went come came use used uses using talk mention mentioned " +
    "concern concerning regarding regard relate related question answer help me full role one ones other others " +
    "again quickly short long typical typically usually often called named common give gives given seen see look " +
    "involve involved involving case cases anything something someone anyone somebody everything else just only even " +
    "put out up down over under through during than from after before against within without while because"
  ).split(" "),
);

/** Words that open questions in capitals and are no names. */
const NOT_NAMES: ReadonlySet<string> = new Set([...STOP_WORDS, ...QUESTION_WORDS, ...FILLER, "hi", "hello", "thanks", "compare", "timeline"]);

export const readQuestion = (text: string, library: Library): Question => {
  const words = searchWords(text);
  const parties = library.names.find(words).filter((party) => isName(party, words, text));
  const names = namesOf(text, parties, library);
  const inName = new Set(names.flatMap((name) => name.key.split(" ")));
  const years = words.filter((word) => /^(?:19|20)\d\d$/.test(word));
  const terms: Term[] = [];
  for (const word of new Set(words)) {
    const exact = inName.has(word) || /\d/.test(word);
    if (!exact && (STOP_WORDS.has(word) || QUESTION_WORDS.has(word) || FILLER.has(word))) continue;
    if (exact && STOP_WORDS.has(word)) continue;
    terms.push({ word, stem: porterStem(word), weight: library.rarityOf(word), exact, others: exact ? adjectivesOf(word, names) : othersOf(word) });
  }
  const spellings = names.flatMap((name) => (WELL_KNOWN.has(name.key) ? [] : name.spellings.slice(1, 4)));
  return { text, kind: kindOf(text), terms, names, years, query: [text, ...spellings].join(" ") };
};

/** A word of a well-known name is met by the other names of its line: "Korea" by "Korean", "DPRK". */
const adjectivesOf = (word: string, names: readonly QuestionName[]): ReadonlyMap<string, number> => {
  const others = new Map<string, number>();
  for (const name of names)
    if (name.key.split(" ").includes(word))
      for (const spelling of name.spellings)
        for (const other of spelling.split(" ")) if (!STOP_WORDS.has(other)) others.set(porterStem(other), 0.95);
  return others;
};

const othersOf = (word: string): ReadonlyMap<string, number> => {
  const others = new Map<string, number>();
  for (const [other, worth] of SYNONYMS.get(word) ?? []) {
    const stem = porterStem(other);
    if (stem !== porterStem(word)) others.set(stem, Math.max(worth, others.get(stem) ?? 0));
  }
  return others;
};

/** A single common word ("Blue", "Sites") is a name only when the question writes it as one. */
const isName = (party: NamedParty, words: readonly string[], text: string): boolean => {
  if (party.to - party.from > 1) return true;
  const word = words[party.from] ?? "";
  if (NOT_NAMES.has(word)) return false;
  return /\d/.test(word) || new RegExp(`(?<!^)\\b${capitalised(word)}|\\b${word.toUpperCase()}\\b`).test(text) || !SYNONYMS.has(word);
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Parties of the name book, then runs of capitalised words: "Is John Smith on the SDN list?" -> "John Smith", "SDN". */
const namesOf = (text: string, parties: readonly NamedParty[], library: Library): readonly QuestionName[] => {
  const names: QuestionName[] = parties.map((party) => ({
    text: party.name,
    key: party.key,
    spellings: [...library.names.spellings(party.key)],
    known: true,
  }));
  const words = searchWords(text);
  const inParty = (at: number): boolean => parties.some((party) => at >= party.from && at < party.to);
  for (const place of findWellKnown(words)) {
    if (place.key === "us" && !/\b(?:US|U\.S\.?)(?![a-z])/.test(text)) continue;
    if (inParty(place.from) && inParty(place.to - 1)) continue;
    names.push({ text: place.key, key: place.key, spellings: [place.key, ...(WELL_KNOWN.get(place.key) ?? [])], known: true });
  }
  const taken = new Set(names.flatMap((name) => name.key.split(" ")));
  for (const run of capitalRuns(text)) {
    const key = searchWords(run).filter((word) => !taken.has(word)).join(" ");
    if (key !== "" && !names.some((name) => name.key === key))
      names.push({ text: run, key, spellings: [key], known: false });
  }
  for (const address of text.match(/\b(?:0x[0-9a-fA-F]{6,}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{20,}|T[1-9A-HJ-NP-Za-km-z]{33})\b/g) ?? [])
    if (!names.some((name) => name.key === address.toLowerCase()))
      names.push({ text: address, key: address.toLowerCase(), spellings: [address.toLowerCase()], known: false });
  return names;
};

/** Runs of words in capitals; the first word of a sentence counts only when another capital follows or it is no common word. */
const capitalRuns = (text: string): readonly string[] => {
  const tokens = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.&'’-]*/gu)].map((m) => ({
    text: m[0].replace(/[’']s$/, "").replace(/[.'’-]+$/, ""),
    opens: m.index === 0 || /[.?!]\s*$/.test(text.slice(0, m.index)),
    gap: text.slice(m.index + m[0].length).match(/^[^\p{L}\p{N}]*/u)?.[0] ?? "",
  }));
  const shouting = tokens.length > 3 && text === text.toUpperCase();
  if (shouting) return [];
  const runs: string[] = [];
  let run: string[] = [];
  const close = (): void => {
    if (run.length > 0) runs.push(run.join(" "));
    run = [];
  };
  for (const token of tokens) {
    const capital = /^\p{Lu}/u.test(token.text) || (run.length > 0 && /^\d+[A-Za-z]*$/.test(token.text));
    const common = NOT_NAMES.has(token.text.toLowerCase());
    if (capital && !(token.opens && common) && token.text !== "I" && !(common && run.length === 0)) run.push(token.text);
    else close();
    if (/[,;:?!()"]/.test(token.gap)) close();
  }
  close();
  return runs;
};
