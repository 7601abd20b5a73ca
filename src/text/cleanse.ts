import { foldMixedWord } from "./confusables.ts";
import { scriptOf } from "./scripts.ts";

/** What was undone, in words that a reviewer reads. */
export type Undone =
  | "invisible characters"
  | "direction overrides"
  | "filler letters"
  | "fullwidth letters"
  | "styled letters"
  | "combining marks"
  | "look-alike letters"
  | "broken encoding";

export interface Cleansed {
  readonly text: string;
  /** For each UTF-16 unit of `text` the index of its source in the input; one more at the end. `null` when nothing moved. */
  readonly offsets: readonly number[] | null;
  readonly undone: readonly Undone[];
}

const PLAIN = /^[\x20-\x7e]*$/;
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const JOINERS_BELONG = /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Sinhala}\p{Script=Thai}]/u;

const isDirection = (c: number): boolean =>
  c === 0x200e || c === 0x200f || c === 0x61c || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
const isFiller = (c: number): boolean => c === 0x115f || c === 0x1160 || c === 0x3164 || c === 0xffa0;
const isInvisible = (c: number): boolean =>
  c === 0xad ||
  c === 0x34f ||
  (c >= 0x17b4 && c <= 0x17b5) ||
  (c >= 0x180b && c <= 0x180f) ||
  (c >= 0x200b && c <= 0x200d) ||
  (c >= 0x2060 && c <= 0x2065) ||
  (c >= 0x206a && c <= 0x206f) ||
  (c >= 0xfe00 && c <= 0xfe0f) ||
  c === 0xfeff ||
  (c >= 0xfff9 && c <= 0xfffb) ||
  (c >= 0xe0000 && c <= 0xe0fff) ||
  (c < 0x20 && c !== 9 && c !== 10 && c !== 13) ||
  (c >= 0x7f && c < 0xa0);
const isStyled = (c: number): boolean =>
  (c >= 0x1d400 && c <= 0x1d7ff) ||
  (c >= 0x2100 && c <= 0x214f && c !== 0x2116 && c !== 0x2122) ||
  (c >= 0x2460 && c <= 0x24ff) ||
  (c >= 0x1f100 && c <= 0x1f1ff) ||
  (c >= 0x1d2c && c <= 0x1d6a) ||
  (c >= 0x2070 && c <= 0x209c) ||
  (c >= 0x2b0 && c <= 0x2b8);

/** "Ã©" -> "é": UTF-8 read as Windows-1252 or Latin-1, where the bytes decode back without loss. */
const MOJIBAKE = /[\u00c2-\u00df\u00e2][\u0080-\u00bf\u2018-\u2022\u20ac]/;
const unmojibake = (text: string): string => {
  if (!MOJIBAKE.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return text;
    bytes[i] = code;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
};

/** 🅰..🆉 and 🇦..🇿 have no compatibility mapping. */
const enclosed = (c: number): string | null => {
  if (c >= 0x1f150 && c <= 0x1f169) return String.fromCharCode(65 + c - 0x1f150);
  if (c >= 0x1f170 && c <= 0x1f189) return String.fromCharCode(65 + c - 0x1f170);
  if (c >= 0x1f1e6 && c <= 0x1f1ff) return String.fromCharCode(65 + c - 0x1f1e6);
  return null;
};

/** Marks carry the sound in kana and Indic scripts, й and ї are letters of their own; elsewhere a leftover mark is dropped. */
const keepsMarks = (c: number): boolean => {
  const script = scriptOf(c);
  return script === "kana" || script === "indic" || script === "hangul" || script === "other";
};

/** Undoing one disguise can lay bare another ("ﾡￂ" -> two letters -> one syllable); more than this is noise. */
const MOST_PASSES = 6;

/**
 * Undoes what hides a name: invisible and bidirectional characters, fillers, fullwidth and mathematical letters, stacked
 * marks, look-alike letters inside a word, broken encodings. Says what it undid. Idempotent; ASCII passes untouched.
 */
export const cleanse = (input: string): Cleansed => {
  let found = pass(input);
  for (let passes = 1; passes < MOST_PASSES && !PLAIN.test(found.text); passes++) {
    const next = pass(found.text);
    if (next.text === found.text) break;
    found = {
      text: next.text,
      offsets: throughBoth(found.offsets, next.offsets),
      undone: [...new Set([...found.undone, ...next.undone])],
    };
  }
  return found;
};

/** Offsets of the second pass, traced back to the input of the first. */
const throughBoth = (first: Cleansed["offsets"], second: Cleansed["offsets"]): Cleansed["offsets"] =>
  first === null || second === null ? (first ?? second) : second.map((at) => first[at] ?? first.at(-1) ?? 0);

const pass = (input: string): Cleansed => {
  if (PLAIN.test(input)) return { text: input, offsets: null, undone: [] };
  const undone = new Set<Undone>();
  const repaired = unmojibake(input);
  if (repaired !== input) undone.add("broken encoding");
  const joinersBelong = JOINERS_BELONG.test(repaired);
  const offsets: number[] = [];
  let text = "";
  const emit = (piece: string, at: number): void => {
    text += piece;
    for (let k = 0; k < piece.length; k++) offsets.push(at);
  };
  for (const { 0: cluster, index } of repaired.normalize("NFC").matchAll(CLUSTER)) {
    const code = cluster.codePointAt(0)!;
    if (code < 0x80 && cluster.length === 1 && code >= 0x20 && code < 0x7f) emit(cluster, index);
    else emit(simplify(cluster, code, undone, joinersBelong), index);
  }
  const folded = text.replace(WORD, (word) => {
    const plain = foldMixedWord(word);
    if (plain !== word) undone.add("look-alike letters");
    return plain.length === word.length ? plain : word;
  });
  if (
    repaired.normalize("NFC") !== repaired &&
    /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]\p{M}/u.test(repaired)
  )
    undone.add("combining marks");
  offsets.push(input.length);
  return { text: folded, offsets, undone: [...undone] };
};

const simplify = (cluster: string, code: number, undone: Set<Undone>, joinersBelong: boolean): string => {
  let out = "";
  for (const character of cluster) {
    const c = character.codePointAt(0)!;
    if (isDirection(c)) undone.add("direction overrides");
    else if (isFiller(c)) undone.add("filler letters");
    else if (isInvisible(c)) {
      if (!(joinersBelong && (c === 0x200c || c === 0x200d))) undone.add("invisible characters");
    } else {
      if (c >= 0xff01 && c <= 0xff5e) undone.add("fullwidth letters");
      else if (isStyled(c)) undone.add("styled letters");
      out += enclosed(c) ?? character;
    }
  }
  const composed = out.normalize("NFKC");
  // "˘" is a space with a mark on it: the mark belongs to no letter.
  if (composed.length < 2 || (keepsMarks(code) && !/^\s\p{M}/u.test(composed))) return composed;
  const stripped = composed.replace(/\p{M}+/gu, "");
  if (stripped !== composed && ["latin", "cyrillic", "greek"].includes(scriptOf(composed.codePointAt(0)!)))
    undone.add("combining marks");
  return stripped;
};
