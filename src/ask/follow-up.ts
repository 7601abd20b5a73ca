import { searchWords } from "../text/words.ts";
import { isFiller } from "./fillers.ts";
import type { Library } from "./library.ts";
import { readNames } from "./question-names.ts";

interface EarlierTurn {
  readonly question: string;
  readonly answer: string;
}

const POSSESSIVE = /\b(?:his|their|its|whose)\b|\bher(?= \w)/i;
const PRONOUN =
  /\b(?:he|she|it|they|him|them|her|this|that|these|those|the (?:company|group|man|woman|person|firm|mixer|exchange|theft|attack|hack))\b/i;
const OPENER =
  /^(?:and|but|so|or|what about|how about|also|then|since when|until when|why|who else|where|when|how much|how many)\b/i;
/** Characters of earlier questions and answers that are read for names. */
export const TURN_READ = 600;
/** A question this short leans on what was said before. */
const SHORT = 5;

/**
 * A follow-up with what it leaves out put in from this thread's earlier questions, newest first:
 * "And his companies?" after "Who is Gayk Asatryan?" -> "And Gayk Asatryan's companies?". A question that names somebody
 * itself stays as it is.
 */
export const resolveFollowUp = (text: string, turns: readonly EarlierTurn[], library: Library): string => {
  if (turns.length === 0) return text;
  const words = searchWords(text);
  if (readNames(text, words, library).some((name) => !name.common)) return text;
  const leans = POSSESSIVE.test(text) || PRONOUN.test(text) || words.length <= SHORT || OPENER.test(text);
  if (!leans) return text;
  const last = turns.at(-1);
  const subject = subjectOf(turns, library);
  if (words.every((word) => isFiller(word) || /^(?:he|she|it|they)$/.test(word)))
    // "Since when?": the earlier question says what; this one says how.
    return last ? `${text.replace(/(?<!\?)\?*$/, "?")} ${withoutQuestionWord(last.question)}` : text;
  if (subject === null) return text;
  if (POSSESSIVE.test(text)) return text.replace(POSSESSIVE, `${subject}'s`);
  if (PRONOUN.test(text)) return text.replace(PRONOUN, subject);
  return `${text.replace(/(?<![?.!\s])[?.!\s]*$/, "")} ${subject}?`;
};

/** The party that the latest earlier question names; without one, the first that the latest answer names. */
const subjectOf = (turns: readonly EarlierTurn[], library: Library): string | null => {
  for (const turn of turns.toReversed()) {
    const asked = namesIn(turn.question, library, false)[0] ?? namesIn(turn.answer, library, true)[0];
    if (asked) return asked;
  }
  return null;
};

const namesIn = (text: string, library: Library, known: boolean): readonly string[] =>
  readNames(text.slice(0, TURN_READ), searchWords(text.slice(0, TURN_READ)), library)
    .filter((name) => !name.common && (name.known || !known))
    .map((name) => name.correctedTo ?? name.text);

const withoutQuestionWord = (question: string): string =>
  question.replace(/^(?:who|what|when|where|why|how|which)\s+/i, "").replace(/(?<!\?)\?+$/, "");

/** "his", "she": somebody is meant who is not named; without a subject there is nothing to search for. */
export const meansSomebodyUnnamed = (text: string, library: Library): boolean =>
  /\b(?:he|she|him|her|his|hers)\b/i.test(text) &&
  readNames(text, searchWords(text), library).every((name) => name.common);
