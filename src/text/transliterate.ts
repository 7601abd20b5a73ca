import anyAscii from "any-ascii";
import { pinyin } from "pinyin-pro";
import { arabicToLatin, hebrewToLatin } from "./abjad.ts";
import { cyrillicToLatin } from "./cyrillic.ts";
import { hangulToLatin } from "./hangul.ts";
import { type Script, scriptOfText } from "./scripts.ts";

const ASCII = /^[a-z0-9]*$/;
const LETTERS = /[^a-z0-9]+/g;

/** A lower-case word in any script as lower-case a-z0-9. "Ё", "ø", "ß" -> "yo", "o", "ss". Han and Hangul come joined. */
export const toLatin = (word: string, script: Script = scriptOfText(word)): string => {
  if (ASCII.test(word)) return word;
  switch (script) {
    case "cyrillic":
      return ascii(cyrillicToLatin(word));
    case "arabic":
      return ascii(arabicToLatin(word));
    case "hebrew":
      return ascii(hebrewToLatin(word));
    case "han":
      return hanSyllables(word).join("");
    case "hangul":
      return ascii(hangulToLatin(word, false).join(""));
    default:
      return ascii(word);
  }
};

const ascii = (text: string): string => anyAscii(text.normalize("NFC")).toLowerCase().replace(LETTERS, "");

/** "习近平" -> ["xi", "jin", "ping"]; the first character is read as a family name. Also Japanese kanji, read as Chinese. */
export const hanSyllables = (word: string): readonly string[] =>
  pinyin(word, { toneType: "none", type: "array", surname: "head", v: true, nonZh: "consecutive" }).map((s) =>
    s.toLowerCase().replace(LETTERS, ""),
  );
