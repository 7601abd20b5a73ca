import { isTitle, type MentionIndex } from "./mention-index.ts";
import { ACRONYMS } from "./mention-single.ts";
import type { MentionWord } from "./mention-words.ts";
import { GENERIC, LEGAL_FORMS, NICKNAMES } from "./vocabulary.ts";

/** Words that look like a name, listed or not: both ends inclusive. */
export interface NameSpan {
  readonly first: number;
  readonly last: number;
  /** Reported also where nothing matches: half of its words or more are in no dictionary. */
  readonly isName: boolean;
}

/** Longer runs of capitals are headings or shouting. */
const MOST_WORDS = 7;

/**
 * Runs of capitalised words, at least one of them in no dictionary: "Vladimir Putinn", "KIM, Jong Un", "Bank of Kunlun".
 * Titles in front and ordinary words at both ends fall away: "Dear Mr Ivan Petrov" -> "Ivan Petrov".
 */
export const nameSpans = (words: readonly MentionWord[], index: MentionIndex): readonly NameSpan[] => {
  const spans: NameSpan[] = [];
  for (let first = 0; first < words.length; ) {
    if (!isNameLike(words[first])) {
      const field = caselessField(words, first);
      if (field) spans.push(field);
      first = field ? field.last + 1 : first + 1;
      continue;
    }
    let last = first;
    for (let at = first + 1; at < words.length && goesOn(words, first, at); at++)
      if (isNameLike(words[at]) || words[at]?.before === "-") last = at;
    const trimmed = trim(words, first, last, index);
    if (trimmed) spans.push(trimmed);
    first = last + 1;
  }
  return spans;
};

/**
 * Scripts without capitals: an Arabic or Hebrew field of two to five words ("البنك: فلان بن فلان"), a Hangul or Han word as
 * long as a name. What they are can only be told by the matcher.
 */
const caselessField = (words: readonly MentionWord[], first: number): NameSpan | null => {
  const word = words[first];
  if (word?.case !== "caseless") return null;
  if (word.script === "han" || word.script === "hangul" || word.script === "kana") {
    const length = word.end - word.start;
    return length >= 2 && length <= 4 ? { first, last: first, isName: false } : null;
  }
  const before = words[first - 1];
  if (before && before.script === word.script && !word.opens) return null;
  let last = first;
  while (words[last + 1]?.script === word.script && !words[last + 1]?.opens) last++;
  const length = last - first + 1;
  return length >= 2 && length <= 5 ? { first, last, isName: length <= 4 } : null;
};

const isNameLike = (word: MentionWord | undefined): boolean =>
  word !== undefined &&
  (word.case === "title" || word.case === "upper" || word.case === "initial") &&
  !/\d/.test(word.latin);

const CONJUNCTIONS = new Set([
  "and",
  "or",
  "und",
  "et",
  "y",
  "i",
  "for",
  "to",
  "on",
  "at",
  "by",
  "with",
  "in",
  "a",
  "an",
  "as",
]);

/** Particles may stand between; a comma only as in "KIM, Jong Un", and no line or field ends inside a name. */
const goesOn = (words: readonly MentionWord[], first: number, at: number): boolean => {
  const word = words[at];
  if (!word || word.apart || word.opens || at - first >= 2 * MOST_WORDS) return false;
  if (word.before === ",") return at === first + 1 && words[first]?.case === "upper" && word.case === "title";
  // "Jong-un": what a hyphen ties to a name belongs to it.
  if (word.before === "-") return true;
  if (word.before !== "" && word.before !== " " && word.before !== ".") return false;
  if (isNameLike(word)) return true;
  // "Bank of Kunlun" is one name, "Gonzalez of Acme" two.
  if (word.latin === "of" && !words[at - 1]?.english) return false;
  const between = word.particle && word.case === "lower" && !CONJUNCTIONS.has(word.latin);
  return between && isNameLike(words[at + 1]) && !words[at + 1]?.apart;
};

const trim = (words: readonly MentionWord[], from: number, to: number, index: MentionIndex): NameSpan | null => {
  let [first, last] = [from, to];
  const idle = (word: MentionWord | undefined): boolean =>
    word !== undefined &&
    (word.particle ||
      isTitle(word.latin) ||
      (word.english && !GENERIC.has(word.latin) && !isPersonWord(word, index))) &&
    !LEGAL_FORMS.has(word.latin);
  while (first < last && idle(words[first])) first++;
  while (last > first && idle(words[last])) last--;
  const kept = words.slice(first, last + 1).filter((word) => !word.particle);
  const strange = kept.filter((word) => isStrange(word, index));
  // Where everything is in capitals, and a name is not the whole of it, capitals say nothing.
  const shouting = kept.every((word) => word.case === "upper");
  if (kept.length < 2 || kept.length > MOST_WORDS || strange.length < (shouting ? 2 : 1)) return null;
  const form = kept.some((word) => LEGAL_FORMS.has(word.latin));
  return { first, last, isName: form || 2 * strange.length >= kept.length };
};

/** "Song", "John", "Peter": words of the dictionary that are names of persons, too. */
const isPersonWord = (word: MentionWord, index: MentionIndex): boolean =>
  word.case === "title" && !GENERIC.has(word.latin) && (NICKNAMES.has(word.latin) || index.isPersonWord(word.latin));

/** A word of no dictionary and no acronym: "AML Rulebook" is no name. */
const isStrange = (word: MentionWord, index: MentionIndex): boolean => {
  if (LEGAL_FORMS.has(word.latin) || ACRONYMS.has(word.latin) || !/^\p{L}{2,}$/u.test(word.latin)) return false;
  if (word.english) return isPersonWord(word, index);
  return word.case === "title" || (word.case === "upper" && word.latin.length > 4) || word.before === "-";
};
