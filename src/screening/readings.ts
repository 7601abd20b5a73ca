import { cleanse } from "../text/cleanse.ts";
import { wholeWordLookalike } from "../text/confusables.ts";

/** A text as it may be meant: the first reading is the plain one, the others undo a disguise. */
export interface Readings {
  readonly texts: readonly string[];
  /** One warning per disguise that was found in the text itself. */
  readonly warnings: readonly string[];
  /** Warning for reading k (index into `texts`), shown when that reading is the one that hit; `null` for the plain one. */
  readonly disguises: readonly (string | null)[];
}

const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "6": "g",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "i",
  "€": "e",
  "£": "l",
};
const LEET_WORD = /[\p{L}\p{N}@$!|€£]+/gu;
/** Letters set apart one by one: "P u t i n", "P.u.t.i.n", "P-u-t-i-n". */
const SPACED = /(?<![\p{L}\p{N}])\p{L}(?:[ ._*·•~-]\p{L}(?![\p{L}\p{M}])){2,}/gu;
const PADDING = /([^\p{L}\p{N}\s])\1{2,}|[^\p{L}\p{N}\s,.'"()&-]{3,}|[_*~^=#|\\]{2,}/u;

/** All readings of a name as typed. Deterministic; the plain reading is always there. */
export const readingsOf = (input: string): Readings => {
  const clean = cleanse(input);
  const texts = [clean.text];
  const disguises: (string | null)[] = [null];
  const warnings = clean.undone.map((what) => `The text hid ${what}; they were undone before screening.`);
  if (PADDING.test(clean.text)) warnings.push("The text was padded with symbols; they were ignored.");
  const add = (text: string, disguise: string): void => {
    if (texts.includes(text)) return;
    texts.push(text);
    disguises.push(disguise);
  };
  if (clean.text.search(SPACED) >= 0) add(together(clean.text), "Letters set apart one by one were read as a word.");
  for (const one of ["i", "l"]) add(unleet(clean.text, one), LEET_WARNING);
  if (
    texts.length > 1 &&
    /(?<![\p{L}\p{N}])\p{L}*[013457@$!|]\p{L}/u.test(clean.text) &&
    disguises.includes(LEET_WARNING)
  )
    warnings.push(LEET_WARNING);
  const lookalike = clean.text.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => wholeWordLookalike(word) ?? word);
  add(lookalike, "A word written wholly in look-alike letters of another script was read as Latin.");
  return { texts, warnings, disguises };
};

const LEET_WARNING = "Digits and symbols inside words were read as letters.";

/** "P u t i n" -> "Putin"; where wider gaps part the words, "A L   M A N A R" -> "AL MANAR". */
const together = (text: string): string =>
  /\S\s{2,}\S/.test(text)
    ? text
        .split(/\s{2,}/)
        .map((word) =>
          /^(?:[^\p{L}\p{N}]*[\p{L}\p{N}]['.,]?)(?:[ ][^ ]){0,40}$/u.test(word) ? word.replaceAll(" ", "") : word,
        )
        .join(" ")
    : text.replace(SPACED, (run) => run.replace(/[^\p{L}]/gu, ""));

/** "I9or Sech1n" -> "Igor Sechin". Words with more digits than letters are numbers and stay ("M23"). */
const unleet = (text: string, one: string): string =>
  text.replace(LEET_WORD, (word) => {
    const letters = word.replace(/\P{L}/gu, "").length;
    const odd = [...word].filter((c) => c in LEET).length;
    if (odd === 0 || odd > letters || letters + odd < word.length || !/\p{Script=Latin}/u.test(word)) return word;
    if (/^\d+(?:st|nd|rd|th)$/i.test(word)) return word;
    return [...word].map((c) => (c === "1" || c === "|" ? one : (LEET[c] ?? c))).join("");
  });
