import letters from "../../data/vocab/abjad-letters.json" with { type: "json" };

/**
 * Arabic (with Persian, Urdu, Pashto) and Hebrew write consonants and leave short vowels out. A word is compared with a
 * Latin one by consonant skeleton: "قذافي" and "Gaddafi" are both k-d-f.
 */

type Letters = Readonly<Record<string, string>>;
type Spellings = readonly (readonly [string, string])[];
/** One Latin letter per Arabic letter, so that edits count the same; ayin and hamza vanish. */
const ARABIC: Letters = letters.arabicLetters;
/** Skeleton class per letter; letters without one are no consonants inside a word. */
const ARABIC_CLASS: Letters = letters.arabicClasses;
/** Letters that Latin spellings render in two or three ways: Kazim, Kathim, Kadhim are all كاظم. */
const ARABIC_ALTERNATIVES: Letters = letters.arabicAlternatives;
const HEBREW: Letters = letters.hebrewLetters;
const HEBREW_CLASS: Letters = letters.hebrewClasses;
/** Latin digraphs and letters as Arabic and Hebrew would write them, longest first. */
const byFirst = (spellings: Spellings): ReadonlyMap<string, Spellings> => Map.groupBy(spellings, ([from]) => from[0]!);
const LATIN_ARABIC = byFirst(letters.latinAsArabic as unknown as Spellings);
const LATIN_HEBREW = byFirst(letters.latinAsHebrew as unknown as Spellings);

const ARABIC_VOWELS = "اأإآٱعوويیىئؤءۀےېۍەۇۆێ";

/** The h that closes a feminine name, in Arabic, Persian and Urdu writing: فاطمه, حلیمہ. */
const SILENT_AT_END = "هہھۀە";

const HARAKAT = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
const NIQQUD = /[\u0591-\u05c7]/g;
const GERESH = /[׳']/g;

/** "عَبْدُ" -> "عبد" */
const withoutVowelSigns = (word: string): string => word.replace(HARAKAT, "");
/** One spelling for letters that keyboards of Arabic, Persian and Urdu write in several ways: حاجى, حاجی -> حاجي. */
export const plainArabic = (word: string): string =>
  withoutVowelSigns(word)
    .replace(/[ىیېۍے]/g, "ي")
    .replace(/ک/g, "ك")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/[ہھۀە]/g, "ه");
export const arabicToLatin = (word: string): string => mapped(withoutVowelSigns(word), ARABIC);
export const hebrewToLatin = (word: string): string => mapped(word.replace(NIQQUD, "").replace(GERESH, ""), HEBREW);

const mapped = (word: string, table: Readonly<Record<string, string>>): string => {
  let out = "";
  for (const letter of word) out += table[letter] ?? letter;
  return out;
};

/** "قذافي" -> ["kdf", "gdf", "kzf", ...]: an initial vowel letter is "a", a final h is silent, doubtful letters branch. */
export const arabicSkeletons = (word: string): readonly string[] => {
  const letters = withoutVowelSigns(word);
  let out = [""];
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!;
    if (ARABIC_VOWELS.includes(letter)) {
      if (i === 0) out = [letter === "و" ? "v" : letter === "ي" || letter === "ی" ? "y" : "a"];
    } else if (letter === "ه" && i === 1 && letters.length === 2) {
      // Silent at the end of long words, but Taha is طه
      out = [...out, ...out.map((o) => `${o}h`)];
    } else if (letter === "ة" && i === letters.length - 1) {
      // Silent or, before another word, t: حركة is haraka and harakat
      out = [...out, ...out.map((o) => `${o}t`)];
    } else if (!(SILENT_AT_END.includes(letter) && i === letters.length - 1)) {
      // "تش" stands for the ch of other languages: تشافيز
      if (letter === "ت" && letters[i + 1] === "ش") continue;
      const choices = ARABIC_ALTERNATIVES[letter] ?? ARABIC_CLASS[letter] ?? "";
      if (choices === "") continue;
      out = (out.length * choices.length <= MOST_BRANCHES ? [...choices] : [choices[0]!]).flatMap((c) =>
        out.map((o) => (o.at(-1) === c ? o : o + c)),
      );
    }
  }
  return [...new Set(out)];
};
const MOST_BRANCHES = 6;

/** "נתניהו" -> "ntnh"; vav and yod are vowels inside a word. */
export const hebrewSkeleton = (word: string): string => {
  const letters = word.replace(NIQQUD, "").replace(GERESH, "");
  let out = "";
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!;
    if ("אעיו".includes(letter)) {
      if (i === 0) out += letter === "ו" ? "b" : letter === "י" ? "y" : "a";
    } else if (!(letter === "ה" && i === letters.length - 1)) {
      const c = HEBREW_CLASS[letter] ?? "";
      if (out.at(-1) !== c) out += c;
    }
  }
  return out;
};

const latinSkeleton = (word: string, table: ReadonlyMap<string, Spellings>): string => {
  let out = "";
  for (let i = 0; i < word.length; ) {
    const hit = table.get(word[i]!)?.find(([from]) => word.startsWith(from, i));
    if (hit) {
      const silent = hit[0] === "h" && i > 0 && i + 1 === word.length;
      if (!silent && out.at(-1) !== hit[1]) out += hit[1];
      i += hit[0].length;
    } else {
      if (i === 0) out += word[0] === "y" ? "y" : word[0] === "w" ? "v" : "a";
      i++;
    }
  }
  return out;
};

/** "gaddafi" -> "gdf", "uthman" -> "atmn": one of what `arabicSkeletons` gives for the same name in Arabic. */
export const latinAsArabic = (word: string): string => latinSkeleton(word, LATIN_ARABIC);
/**
 * Every way in which Arabic letters may stand behind a Latin word, the likeliest first. A v may be ف or the و of Persian, Turkish
 * and Urdu (Vahid, Alavi); ou before a vowel may be و (Ouali); sh and kh may be two letters (Ishaq إسحاق, Lakhal لكحل); a final h
 * may be heard (Salih صالح) or not (Fatimah فاطمة); the article may have grown into the word ("essabar" -> "asbr", "sbr";
 * "alghamdi" -> "algmd", "gmd").
 */
export const latinAsArabicAll = (word: string): readonly string[] => {
  // "abd" ends where the name begins: Abd-Hakim is no Ab-Dhakim
  const plain = word.replace(/^abd(?=[hj])/, "abd'");
  const out = [latinAsArabic(plain)];
  const add = (other: string): void => {
    const bones = latinAsArabic(other);
    if (!out.includes(bones)) out.push(bones);
  };
  if (/[aeiou]h$/.test(word) && !/llah$/.test(word)) add(`${plain}'`);
  // French drops the cedilla: Faycal, Moncar
  if (/c(?![hkeiyq])/.test(word)) add(plain.replace(/c(?![hkeiyq])/g, "s"));
  if (word.includes("v")) add(plain.replaceAll("v", "w"));
  if (/^ou[aei]/.test(word)) add(`w${word.slice(2)}`);
  if (/[aeiou][sk]h[aeiou]/.test(word)) add(plain.replace(/(?<=[aeiou][sk])h(?=[aeiou])/g, "'h"));
  if (/^[ae](?:(s|r|n|d|t|z)\1.|l[^aeiouy]...)/.test(word)) add(word.slice(2));
  return out;
};
export const latinAsHebrew = (word: string): string => latinSkeleton(word, LATIN_HEBREW);
