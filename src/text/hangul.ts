const ONSETS = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const VOWELS = [
  "a",
  "ae",
  "ya",
  "yae",
  "eo",
  "e",
  "yeo",
  "ye",
  "o",
  "wa",
  "wae",
  "oe",
  "yo",
  "u",
  "wo",
  "we",
  "wi",
  "yu",
  "eu",
  "ui",
  "i",
];
const CODAS = [
  "",
  "k",
  "k",
  "k",
  "n",
  "n",
  "n",
  "t",
  "l",
  "k",
  "m",
  "l",
  "l",
  "l",
  "p",
  "l",
  "m",
  "p",
  "p",
  "t",
  "t",
  "ng",
  "t",
  "t",
  "k",
  "t",
  "p",
  "t",
];
/** Family names whose usual spelling is not the Revised Romanization. */
const FAMILY: Readonly<Record<string, string>> = {
  김: "kim",
  이: "lee",
  리: "ri",
  박: "pak",
  최: "choe",
  정: "jong",
  노: "ro",
  유: "yu",
  류: "ryu",
};

/** "정" -> "jeong": Revised Romanization of one syllable block; `null` when it is none. */
export const hangulSyllable = (block: string): string | null => {
  const code = block.codePointAt(0)! - 0xac00;
  if (code < 0 || code > 11171) return null;
  return ONSETS[Math.floor(code / 588)]! + VOWELS[Math.floor((code % 588) / 28)]! + CODAS[code % 28]!;
};

/** "김정은" -> ["kim", "jeong", "eun"]. The first block is read as a family name when `familyFirst`. */
export const hangulToLatin = (word: string, familyFirst: boolean): readonly string[] =>
  [...word].map((block, i) => (familyFirst && i === 0 ? FAMILY[block] : undefined) ?? hangulSyllable(block) ?? block);
