import table from "../../data/vocab/confusables.json" with { type: "json" };
import { type Script, scriptOf } from "./scripts.ts";

const TO_LATIN = new Map<string, string>(Object.entries(table.letters));

/** Latin letters back to the Cyrillic letter that looks the same, for Latin letters slipped into a Cyrillic word. */
const TO_CYRILLIC = new Map<string, string>(
  Object.entries({
    a: "а",
    b: "в",
    c: "с",
    e: "е",
    h: "н",
    i: "і",
    j: "ј",
    k: "к",
    m: "м",
    o: "о",
    p: "р",
    s: "ѕ",
    t: "т",
    x: "х",
    y: "у",
    ë: "ё",
    ï: "ї",
  }),
);

/** The Cyrillic twin of a Latin letter, with its stress mark taken off: "á" in "Владислáв" -> "а". */
const toCyrillic = (letter: string): string | undefined => {
  const small = letter.toLowerCase();
  return TO_CYRILLIC.get(small) ?? TO_CYRILLIC.get(small.normalize("NFD")[0]!);
};

/** Letters of `word` that no other script can stand in for decide which script the word is in. */
const majority = (word: string): Script => {
  const exclusive: Partial<Record<Script, number>> = {};
  const every: Partial<Record<Script, number>> = {};
  for (const letter of word) {
    const script = scriptOf(letter.codePointAt(0)!);
    if (script === "common") continue;
    every[script] = (every[script] ?? 0) + 1;
    const replaceable = script === "latin" ? toCyrillic(letter) !== undefined : TO_LATIN.has(letter);
    if (!replaceable) exclusive[script] = (exclusive[script] ?? 0) + 1;
  }
  const [latin, cyrillic] = [exclusive.latin ?? 0, exclusive.cyrillic ?? 0];
  if (cyrillic > latin) return "cyrillic";
  if (latin > 0) return "latin";
  return (every.cyrillic ?? 0) > (every.latin ?? 0) && (every.latin ?? 0) < 2 ? "cyrillic" : "latin";
};

const isMixed = (word: string): boolean => {
  let latin = false;
  let other = false;
  for (const letter of word) {
    const script = scriptOf(letter.codePointAt(0)!);
    if (script === "latin") latin = true;
    else if (script !== "common" && TO_LATIN.has(letter)) other = true;
  }
  return latin && other;
};

/** "Рutin" (Cyrillic Р) -> "putin"; "Пyтин" (Latin y) -> "путин"; a word in one script stays as it is. UTS 39, section 4. */
export const foldMixedWord = (word: string): string => {
  if (!isMixed(word)) return foldOddLatin(word);
  const back = majority(word) === "cyrillic";
  let out = "";
  for (const letter of word) {
    const latin = scriptOf(letter.codePointAt(0)!) === "latin";
    if (back) out += latin ? (toCyrillic(letter) ?? letter) : letter;
    else out += latin ? letter : (TO_LATIN.get(letter) ?? letter);
  }
  return foldOddLatin(out);
};

/** Small capitals and phonetic letters: "ᴘᴜᴛɪɴ" -> "putin". Other Latin letters stay (their marks are stripped elsewhere). */
const foldOddLatin = (word: string): string => {
  let out = "";
  for (const letter of word) {
    const code = letter.codePointAt(0)!;
    const odd = (code >= 0x250 && code <= 0x2af) || (code >= 0x1d00 && code <= 0x1dbf) || code >= 0xa720;
    out += odd && scriptOf(code) === "latin" ? (TO_LATIN.get(letter) ?? letter) : letter;
  }
  return out;
};

/** The word written in Latin look-alikes, when every letter of it has one: "СОСО" (Cyrillic) -> "coco"; else `null`. */
export const wholeWordLookalike = (word: string): string | null => {
  let out = "";
  let foreign = false;
  for (const letter of word) {
    const script = scriptOf(letter.codePointAt(0)!);
    if (script === "latin" || script === "common") out += letter;
    else {
      const latin = TO_LATIN.get(letter);
      if (!latin) return null;
      foreign = true;
      out += latin;
    }
  }
  return foreign ? out : null;
};
