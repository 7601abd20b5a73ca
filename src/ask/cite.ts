import type { Passage } from "../core/document.ts";
import { splitSentences } from "../text/sentences.ts";
import { searchWords } from "../text/words.ts";
import { attributed, hedged, unsupportedActs, unsupportedContent } from "./acts.ts";
import { figuresOf, unsupportedFigures } from "./figures.ts";
import { notAStatement } from "./injected.ts";
import { isAdvice } from "./sentence.ts";

/** What a model says it read, and where. */
export interface ProposedClaim {
  readonly text: string;
  readonly passageId: string;
  readonly quote: string;
}

/** A claim that its passage supports; offsets are into the document's text. */
export interface CheckedClaim {
  readonly text: string;
  readonly passage: Passage;
  readonly start: number;
  readonly end: number;
}

export interface Refusal {
  readonly claim: ProposedClaim;
  readonly why: string;
}

/** Shorter quotes prove nothing: "in 2025" stands everywhere. */
const LEAST_QUOTE_WORDS = 4;

/** The claim when its passage supports it, else the reason for which it is dropped. */
export const checkClaim = (claim: ProposedClaim, given: ReadonlyMap<string, Passage>): CheckedClaim | Refusal => {
  const refuse = (why: string): Refusal => ({ claim, why });
  const passage = given.get(claim.passageId);
  if (!passage) return refuse(`passage ${claim.passageId} was not among those given`);
  const place = findQuote(claim.quote, passage.text);
  if (!place) return refuse("the quote does not stand in the passage");
  if (searchWords(claim.quote).length < LEAST_QUOTE_WORDS && place.end - place.start < passage.text.length)
    return refuse("the quote is too short to prove anything");
  const [start, end] = wholeSentences(passage.text, place);
  const odd = splitSentences(passage.text.slice(start, end)).some((s) =>
    notAStatement(passage.text.slice(start + s.start, start + s.end), isAdvice(passage)),
  );
  if (odd) return refuse("the quoted sentence is no statement");
  const why = unsupportedBy(claim.text, passage.text, passage.text.slice(start, end));
  if (why) return refuse(why);
  return { text: claim.text.trim(), passage, start: passage.start + start, end: passage.start + end };
};

export const isRefusal = (outcome: CheckedClaim | Refusal): outcome is Refusal => "why" in outcome;

/**
 * Why `claim` is not supported: by the passage for numbers, days, addresses and names, by the quoted sentences for what
 * was done and how sure that is. `null` when nothing speaks against it.
 */
export const unsupportedBy = (claim: string, passage: string, quoted: string): string | null => {
  if (claim.trim() === "") return "the claim is empty";
  const odd = notAStatement(claim);
  if (odd) return `the claim is no statement: ${odd}`;
  if (saysVerbatim(claim, quoted)) return null;
  if (LINK.test(claim)) return "the claim carries a link, an image or a mention";
  const figures = unsupportedFigures(figuresOf(claim), figuresOf(passage));
  if (figures.length > 0) return `not in the passage: ${figures.join(", ")}`;
  const names = unsupportedNames(claim, passage);
  if (names.length > 0) return `not in the passage: ${names.join(", ")}`;
  const acts = unsupportedActs(claim, quoted);
  if (acts) return acts;
  if (attributed(quoted) && !hedged(claim)) return "the passage attributes or hedges this, the claim does not";
  return unsupportedContent(claim, passage);
};

/** Whole sentences of the quotation, word for word, need no further proof. */
const saysVerbatim = (claim: string, quoted: string): boolean => {
  const at = quoted.indexOf(claim.trim());
  if (at === -1) return false;
  const sentences = splitSentences(quoted);
  return sentences.some((s) => s.start === at) && sentences.some((s) => s.end === at + claim.trim().length);
};

const LINK = /https?:|www\.|\]\(|!\[|<[@!#a-z/]|(?:^|\s)@\w|\b[\w.+-]+@[\w-]+\.\w|`/i;

/** Capitalised words of the claim that the passage does not hold. The first word counts when the passage's language does not use it small. */
const unsupportedNames = (claim: string, passage: string): readonly string[] => {
  const held = new Set(searchWords(passage));
  const found: string[] = [];
  for (const m of claim.matchAll(/\p{Lu}[\p{L}\p{N}’'.-]*/gu)) {
    const before = claim.slice(0, m.index);
    if (/[\p{L}\p{N}]$/u.test(before)) continue;
    const words = searchWords(m[0]);
    if ((before.trim() === "" || /[.!?:]\s*["“(]?$/.test(before)) && words.every((word) => SENTENCE_OPENERS.has(word)))
      continue;
    for (const word of words) if (!held.has(word) && !held.has(word.replace(/s$/, ""))) found.push(word);
  }
  return found;
};

/** Words that open sentences and are no names. */
const SENTENCE_OPENERS: ReadonlySet<string> = new Set(
  (
    "the a an this that these those it its he she his her they their there in on at by for from to of with as after " +
    "before since during under over between about around among according all any both each every few many most much " +
    "more less no none not one two three four five six seven eight nine ten some several another other such when while " +
    "where who what which why how if because although however also and but or so then thus only even yet still once " +
    "north south companies employers firms workers hackers attackers people authorities officials sanctions property " +
    "dealings us funds money stolen check verify use take report require avoid watch tech"
  ).split(" "),
);

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where a quote stands in a text, quotation marks, dashes, spaces and capitals set aside. `null` when it does not. */
export const findQuote = (quote: string, text: string): Place | null => {
  const wanted = normalised(quote.trim().replace(/^["“”']+|(?<!["“”'])["“”']+$/g, "")).text.trim();
  if (wanted === "") return null;
  const held = normalised(text);
  const at = held.text.indexOf(wanted);
  if (at === -1) return null;
  const start = held.places[at];
  const last = held.places[at + wanted.length - 1];
  return start === undefined || last === undefined ? null : { start, end: last + 1 };
};

/** Text with one spelling of spaces, quotation marks and dashes, and for each character its place in the original. */
const normalised = (text: string): { readonly text: string; readonly places: readonly number[] } => {
  let out = "";
  const places: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    const plain = /\s/.test(c) ? " " : /[“”„«»]/.test(c) ? '"' : /[‘’‚]/.test(c) ? "'" : /[‐-―−]/.test(c) ? "-" : c;
    if (plain === " " && out.endsWith(" ")) continue;
    const lower = plain.toLowerCase();
    out += lower.length === 1 ? lower : plain;
    places.push(i);
  }
  return { text: out, places };
};

/** A quote is shown as the sentences it stands in, so that no part is taken out of them. */
const wholeSentences = (text: string, place: Place): readonly [number, number] => {
  const touched = splitSentences(text).filter((s) => s.start < place.end && s.end > place.start);
  return [Math.min(place.start, ...touched.map((s) => s.start)), Math.max(place.end, ...touched.map((s) => s.end))];
};
