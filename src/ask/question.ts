import { porterStem } from "../text/porter-stem.ts";
import { searchWords } from "../text/words.ts";
import { figuresOf } from "./figures.ts";
import { isFiller, isTypeNoun } from "./fillers.ts";
import type { Library } from "./library.ts";
import { kindOf, type QuestionKind } from "./question-kind.ts";
import { type QuestionName, readNames } from "./question-names.ts";
import { STOP_WORDS } from "./stopwords.ts";
import { INTENTS, SYNONYMS } from "./synonyms.ts";

/** A word of the question that an answer should meet. */
export interface Term {
  readonly word: string;
  readonly stem: string;
  /** Rarity here: natural logarithm. */
  readonly weight: number;
  /** Part of a proper name, a number, a year or an identifier: nothing else may stand for it. */
  readonly exact: boolean;
  /** What the question counts ("how many laptops") or ranks by ("the first mixer"): the answer's sentence must say it. */
  readonly focus: boolean;
  /** Asks for a kind of statement rather than for itself: "benefit", "precautions", "significance". */
  readonly intent: boolean;
  /** Stems that may answer for it, with their worth 0..1. */
  readonly others: ReadonlyMap<string, number>;
}

export interface Question {
  readonly text: string;
  /** One for each part: "Who is X and why was he listed?" -> who, why. */
  readonly kinds: readonly QuestionKind[];
  readonly terms: readonly Term[];
  readonly names: readonly QuestionName[];
  /** Days, months and stretches of a year that the question names: "2025-11-04", "2025-07", "first half of 2026". */
  readonly times: readonly string[];
  /** Somebody's words are asked for: "according to Elliptic", "what does the FBI say". */
  readonly asksWhatIsSaid: boolean;
  /** What is searched for: the question and the other spellings of its names. */
  readonly query: string;
  /** The same with stand-ins for its words, for questions in other words than the documents'. */
  readonly wideQuery: string;
}

export const readQuestion = (text: string, library: Library): Question => {
  const words = searchWords(text);
  const names = readNames(text, words, library);
  const inName = new Map(names.flatMap((name) => name.words.map((word, i) => [word, { name, i }] as const)));
  const kinds = kindsOf(text);
  const focus = focusOf(text);
  const typeWord = searchWords(/^(?:\p{L}+ )?(?:which|what) ([\p{L}-]+)/iu.exec(text)?.[1] ?? "")[0] ?? "";
  const terms: Term[] = [];
  for (const word of new Set(words)) {
    const name = inName.get(word)?.name;
    const exact = name !== undefined || /\d/.test(word);
    if (STOP_WORDS.has(word) || (!exact && isFiller(word))) continue;
    if (!exact && word === typeWord && isTypeNoun(word)) continue;
    // "How much money": the sum is the money.
    if (!exact && kinds.includes("amount") && MONEY_WORDS.has(word)) continue;
    const others = name ? spellingsOf(name) : exact ? new Map<string, number>() : othersOf(word, library);
    const intent = !exact && INTENTS.has(word);
    terms.push({
      word,
      // "significance" is not met by "significant business".
      stem: intent ? `?${word}` : porterStem(word),
      weight: weightOf(word, others, library),
      exact,
      focus: focus.has(word) && !exact,
      intent,
      others,
    });
  }
  const spellings = names.flatMap((name) => (name.common ? [] : name.spellings.slice(0, 4)));
  const corrected = terms.flatMap((term) =>
    term.exact ? [] : [...term.others].filter(([, worth]) => worth === SLIP_WORTH).map(([stem]) => stem),
  );
  const query = [text, ...spellings, ...corrected].join(" ");
  const expansions = terms.flatMap((term) => (term.exact ? [] : [...term.others.keys()].slice(0, 12)));
  return {
    text,
    kinds,
    terms,
    names,
    times: timesOf(text),
    asksWhatIsSaid: SAYING.test(text),
    query,
    wideQuery: [query, ...expansions].join(" "),
  };
};

const SAYING =
  /\b(?:accord|say|said|tell|told|report|count|estimat|attribut|see|saw|think|advis|recommend|find|found(?!e)|describ|call|name|track|put|warn|publish|blame|link|quote|write|wrote|note|sources?|who)\w*\b/i;

const kindsOf = (text: string): readonly QuestionKind[] => {
  const parts = text.split(/(?:,| and|;)\s+(?=(?:why|when|how|where|what|who|which)\b)/i);
  return [...new Set(parts.map(kindOf))];
};

/** A day, a month, a half-year or a year is met as a whole or not at all. In timelines and comparisons years may be any. */
const timesOf = (text: string): readonly string[] => [
  ...[...figuresOf(text).days].filter(
    (day) => day.length > 4 || !/\b(?:since|between|than|compare|from)\b/i.test(text),
  ),
  ...[...text.toLowerCase().matchAll(/\b(?:first|second) half of (?:19|20)\d\d\b/g)].map((m) => m[0]),
];

/** A word that no document has is as rare as the middle one of its stand-ins. */
const weightOf = (word: string, others: ReadonlyMap<string, number>, library: Library): number => {
  const own = library.rarityOf(word);
  if ((library.hasWord(word) && !INTENTS.has(word)) || others.size === 0) return own;
  const rarities = [...others.keys()].filter((other) => library.hasWord(other)).map((other) => library.rarityOf(other));
  if (rarities.length === 0) return own;
  return rarities.sort((a, b) => a - b)[rarities.length >> 1] ?? own;
};

/** Any word of any spelling of the name stands for one of its words: "Korea" is met by "DPRK". */
const spellingsOf = (name: QuestionName): ReadonlyMap<string, number> => {
  const others = new Map<string, number>();
  for (const spelling of name.spellings)
    for (const other of spelling.split(" ")) if (!STOP_WORDS.has(other)) others.set(porterStem(other), 0.95);
  return others;
};

const SLIP_WORTH = 0.9;

const othersOf = (word: string, library: Library): ReadonlyMap<string, number> => {
  const others = new Map<string, number>();
  const own = porterStem(word);
  for (const [other, worth] of SYNONYMS.get(word) ?? []) {
    const stem = porterStem(other);
    if (stem !== own) others.set(stem, Math.max(worth, others.get(stem) ?? 0));
  }
  if (others.size === 0 && !library.hasWord(word))
    for (const known of library.likeWord(word)) others.set(porterStem(known), SLIP_WORTH);
  return others;
};

/** "How many video interviews did" -> "interviews"; "the first mixer" -> "first": words that the sentence itself must have. */
const focusOf = (text: string): ReadonlySet<string> => {
  const m = /\b(?:how many|what number of)\s+((?:[\p{L}\p{N}-]+\s+){1,3})/iu.exec(text);
  const words = searchWords(m?.[1] ?? "");
  const end = words.findIndex((word) => isFiller(word) || /(?:ed|en)$/.test(word));
  const counted = (end === -1 ? words : words.slice(0, end)).at(-1);
  const ordinals = searchWords(text.replace(/\b(?:first|second) half\b/gi, " ")).filter((word) => ORDINALS.has(word));
  return new Set([...(counted ? [counted] : []), ...ordinals]);
};

const MONEY_WORDS: ReadonlySet<string> = new Set("money dollars dollar cash sum amount total".split(" "));
const ORDINALS: ReadonlySet<string> = new Set(
  "first second third largest biggest smallest highest lowest oldest earliest".split(" "),
);
