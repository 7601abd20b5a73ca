import { type Script, scriptOf } from "./scripts.ts";

/** A word of a text. `start` and `end` are UTF-16 offsets into the text that was given; `end` is exclusive. */
export interface Word {
  /** Lower case, apostrophes removed. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly script: Script;
  /** The letters stood one by one between full stops: "S.A.R.L." */
  readonly dotted: boolean;
  /** Punctuation between this word and the one before: "," "(" ";" "-" "." or "". */
  readonly before: string;
}

const APOSTROPHES = new Set([..."'’‘`´ʹʻʼʿʾ‛′\u05f3?"]);
const IS_WORD = /[\p{L}\p{N}\p{M}]/u;

const isJoinBreak = (a: Script, b: Script): boolean =>
  a !== b && a !== "common" && b !== "common" && [a, b].some((s) => s === "han" || s === "hangul" || s === "kana");

/**
 * Cuts a cleansed text into words: at spaces, hyphens and punctuation and where Han, Hangul or kana meet another script.
 * Apostrophes inside a word vanish ("Qa'ida" -> "qaida"), as does a "?" that stands for a lost letter. "S.A.R.L." is one word.
 * "&" and "+" become "and"; "3%ers" becomes "3", "percenters".
 */
export const words = (text: string): Word[] => {
  const out: Word[] = [];
  let at = 0;
  let before = "";
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    if (!IS_WORD.test(character)) {
      if (character === "&" || character === "+") {
        out.push(word("and", at, at + 1, "latin", false, before));
        before = "";
      } else if (character === "%") {
        at = percent(text, at, out);
        before = "";
        continue;
      } else if (character !== " " || before === "") before = character === " " ? before : strongest(before, character);
      at += character.length;
      continue;
    }
    const dotted = dottedLetters(text, at);
    const end = dotted ?? wordEnd(text, at);
    const raw = text.slice(at, end);
    const plain = clean(dotted ? raw.replaceAll(".", "").replaceAll(" ", "") : raw);
    if (plain) out.push(word(plain, at, end, scriptOf(plain.codePointAt(0)!), dotted !== null, before));
    before = "";
    at = end;
  }
  return out;
};

const word = (text: string, start: number, end: number, script: Script, dotted: boolean, before: string): Word => ({
  text,
  start,
  end,
  script,
  dotted,
  before,
});

/** A comma or bracket outweighs a hyphen or stop that stands beside it. */
const strongest = (a: string, b: string): string => (a === "" || !",;(/".includes(a) ? b : a);

/** Upper-case dotless İ and the final sigma have their own lower case. */
const clean = (raw: string): string => {
  let out = "";
  for (const character of raw.toLowerCase())
    if (!APOSTROPHES.has(character) && character !== "\u0307") out += character === "ς" ? "σ" : character;
  return out;
};

const wordEnd = (text: string, start: number): number => {
  let at = start;
  let script: Script = "common";
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    if (IS_WORD.test(character)) {
      const next = scriptOf(character.codePointAt(0)!);
      if (isJoinBreak(script, next)) break;
      if (next !== "common") script = next;
    } else if (!(APOSTROPHES.has(character) && continues(text, at))) break;
    at += character.length;
  }
  return at;
};

/** An apostrophe belongs to the word when a letter follows. "Bank's" keeps its s: one edit away from "Bank". */
const continues = (text: string, at: number): boolean => {
  let next = at + 1;
  while (next < text.length && APOSTROPHES.has(text[next]!)) next++;
  return next < text.length && IS_WORD.test(text[next]!);
};

/** End of a run like "S.A.R.L." or "J. P." that starts at `start`, `null` when there is none. */
const dottedLetters = (text: string, start: number): number | null => {
  const run = /^\p{L}(?:\.\s?\p{L}(?![\p{L}\p{N}\p{M}'’]))+\.?/u.exec(text.slice(start, start + 40));
  return run ? start + run[0].length : null;
};

/** "3%ers" -> "3" "percenters"; "100%" -> "100" "percent". */
const percent = (text: string, at: number, out: Word[]): number => {
  const rest = /^%(\p{L}*)/u.exec(text.slice(at, at + 30))!;
  out.push(word(`percent${rest[1]!.toLowerCase()}`, at, at + rest[0].length, "latin", false, ""));
  return at + rest[0].length;
};
