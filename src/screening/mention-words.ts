import english from "../../data/vocab/english-words.json" with { type: "json" };
import { cleanse } from "../text/cleanse.ts";
import { foldKey } from "../text/fold.ts";
import type { Script } from "../text/scripts.ts";
import { words } from "../text/tokens.ts";
import { toLatin } from "../text/transliterate.ts";
import { GENERIC, HONORIFICS, LEGAL_FORMS, PARTICLES } from "./vocabulary.ts";

/** How a word is written: "Kim" title, "KIM" upper, "kim" lower, "J" initial, "김" caseless, "44" digits. */
export type WordCase = "caseless" | "digits" | "initial" | "lower" | "title" | "upper";

/** A word of a running text. Offsets are UTF-16 code units of the text as given. */
export interface MentionWord {
  /** Latin letters, lower case. */
  readonly latin: string;
  /** Spellings of one name share a key: "Yevgeny" = "Евгений". */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly script: Script;
  readonly case: WordCase;
  /** An ordinary English word, also one that begins a sentence. */
  readonly english: boolean;
  /** "al", "bin", "of": never enough for a name. */
  readonly particle: boolean;
  /** No name runs across what stands before this word: the end of a sentence, a table cell, a blank line. */
  readonly apart: boolean;
  /** A line, a table cell, a field or a quotation begins with this word, or ended before it. */
  readonly opens: boolean;
  /** Punctuation between this word and the one before, "" for a space. */
  readonly before: string;
}

/** The words of a text with the characters undone that hide a name, each at its place in the text as given. */
export const mentionWords = (text: string): readonly MentionWord[] => {
  const { clean, sourceOf } = cleansed(text);
  const keys = new Map<string, string>();
  let last = 0;
  let before: string | null = null;
  return words(clean).map((word) => {
    const [start, end] = [sourceOf(word.start), sourceOf(word.end)];
    const latin = toLatin(word.text.slice(0, LONGEST_WORD), word.script);
    const key = keys.get(latin) ?? foldKey(latin);
    keys.set(latin, key);
    const gap = clean.slice(last, word.start);
    last = word.end;
    const apart = before === null || isBreak(gap, before, latin);
    before = latin;
    return {
      latin,
      key,
      start,
      end,
      script: word.script,
      case: caseOf(text.slice(start, end), word.script),
      english: word.script === "latin" && isEnglish(latin),
      particle: PARTICLES.person.has(latin) || PARTICLES.organisation.has(latin),
      apart,
      opens: apart || /[\n:"<>“”«»]/.test(gap),
      before: word.before,
    };
  });
};

/** No listed name has a longer word; what is longer is data. */
const LONGEST_WORD = 60;

const caseOf = (written: string, script: Script): WordCase => {
  const letters = written.replace(/[^\p{L}]/gu, "");
  if (letters === "") return "digits";
  // "1P" begins with a digit, which has no script.
  if (!["latin", "cyrillic", "greek", "armenian", "common"].includes(script)) return "caseless";
  const first = letters.slice(0, 1);
  if (first === first.toLowerCase()) return letters === letters.toLowerCase() ? "lower" : "title";
  if (letters.length === 1) return written.length === 1 ? "initial" : "upper";
  return letters === letters.toUpperCase() ? "upper" : "title";
};

/** "Dr. Kim", "J. Kim", "Sons Pte. Ltd. Export" and "AL-HARAMAIN: ALBANIA BRANCH" go on; "paid. Kim", a table cell and a blank line do not. */
const isBreak = (gap: string, before: string, after: string): boolean => {
  if (/[!?;|\t•·]|\n\s*\n|--|[–—]/.test(gap)) return true;
  const abbreviated =
    before.length === 1 || HONORIFICS.leading.has(before) || LEGAL_FORMS.has(before) || LEGAL_FORMS.has(after);
  return /\.\s/.test(gap) && !abbreviated;
};

const ENGLISH: ReadonlySet<string> = new Set(english.words.flatMap((line) => line.split(" ")));
/** Regular endings and what may have stood in their place; the word list leaves regular forms out. */
const ENDINGS: readonly (readonly [string, readonly string[]])[] = [
  ["s", [""]],
  ["es", [""]],
  ["ies", ["y"]],
  ["ed", ["", "e"]],
  ["ied", ["y"]],
  ["ing", ["", "e"]],
  ["ly", [""]],
  ["er", ["", "e"]],
  ["ers", ["", "e"]],
  ["ness", [""]],
  ["ment", [""]],
  ["ments", [""]],
];

/** True for "bank", "banks", "savings" (save, saving, savings) and for the words that half of all organisations carry. */
export const isEnglish = (word: string): boolean => ENGLISH.has(word) || GENERIC.has(word) || isInflected(word, 2);

const isInflected = (word: string, depth: number): boolean =>
  depth > 0 &&
  ENDINGS.some(
    ([ending, stems]) =>
      word.length >= ending.length + 3 &&
      word.endsWith(ending) &&
      stems.some((stem) => {
        const base = word.slice(0, -ending.length) + stem;
        return ENGLISH.has(base) || isInflected(base, depth - 1);
      }),
  );

interface CleanText {
  readonly clean: string;
  /** Offset in the text as given of a character of `clean`. */
  sourceOf(at: number): number;
}

const PLAIN = /^[\x20-\x7e\n\r\t]*$/;

/** Cleansed stretch by stretch, so that offsets stay exact where a stretch had to be composed first. */
const cleansed = (text: string): CleanText => {
  if (PLAIN.test(text)) return { clean: text, sourceOf: (at) => at };
  let clean = "";
  const sources: number[] = [];
  for (const { 0: stretch, index } of text.matchAll(/\s+|\S+/g)) {
    const composed = PLAIN.test(stretch) || /^\s/.test(stretch) ? null : compose(stretch);
    if (!composed) {
      clean += stretch;
      for (let i = 0; i < stretch.length; i++) sources.push(index + i);
      continue;
    }
    const result = cleanse(composed.text);
    clean += result.text;
    for (let i = 0; i < result.text.length; i++) {
      const at = result.offsets === null ? i : (result.offsets[i] ?? 0);
      sources.push(index + (composed.offsets[at] ?? stretch.length));
    }
  }
  sources.push(text.length);
  return { clean, sourceOf: (at) => sources[at] ?? text.length };
};

/** NFC with offsets: a letter and the marks that follow it count as one character. */
const compose = (stretch: string): { readonly text: string; readonly offsets: readonly number[] } => {
  let text = "";
  const offsets: number[] = [];
  for (const { 0: cluster, index } of stretch.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const piece = cluster.normalize("NFC");
    for (let i = 0; i < piece.length; i++) offsets.push(index + Math.min(i, cluster.length - 1));
    text += piece;
  }
  return { text, offsets };
};
