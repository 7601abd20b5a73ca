/**
 * Arabic (with Persian, Urdu, Pashto) and Hebrew write consonants and leave short vowels out. A word is compared with a
 * Latin one by consonant skeleton: "قذافي" and "Gaddafi" are both k-d-f.
 */

/** One Latin letter per Arabic letter, so that edits count the same; ayin and hamza vanish. */
const ARABIC: Readonly<Record<string, string>> = {
  ا: "a", أ: "a", إ: "a", آ: "a", ٱ: "a", ب: "b", ت: "t", ث: "th", ج: "j", ح: "h", خ: "kh", د: "d", ذ: "dh", ر: "r", ز: "z",
  س: "s", ش: "sh", ص: "s", ض: "d", ط: "t", ظ: "z", ع: "a", غ: "gh", ف: "f", ق: "q", ك: "k", ک: "k", ل: "l", م: "m",
  ن: "n", ه: "h", و: "w", ي: "y", ی: "y", ى: "y", ئ: "y", ؤ: "w", ء: "", ة: "a", ۀ: "h", پ: "p", چ: "ch", ژ: "zh", گ: "g",
  ڤ: "v", ټ: "t", ډ: "d", ړ: "r", ڼ: "n", ښ: "sh", ږ: "zh", ځ: "z", څ: "ts", ې: "y", ۍ: "y", ے: "y", ں: "n", ھ: "h", ہ: "h",
  ٹ: "t", ڈ: "d", ڑ: "r", ە: "a", ۇ: "u", ۆ: "o", ێ: "e", ڕ: "r", ڵ: "l", ﷲ: "allah",
};

/** Skeleton class per Arabic letter; "" is not a consonant inside a word. */
const ARABIC_CLASS: Readonly<Record<string, string>> = {
  ب: "b", ت: "t", ث: "t", ج: "j", ح: "h", خ: "h", د: "d", ذ: "d", ر: "r", ز: "z", س: "s", ش: "S", ص: "s", ض: "d", ط: "t",
  ظ: "z", غ: "g", ف: "f", ق: "k", ك: "k", ک: "k", ل: "l", م: "m", ن: "n", ه: "h", پ: "b", چ: "S", ژ: "j", گ: "g", ڤ: "f",
  ټ: "t", ډ: "d", ړ: "r", ڼ: "n", ښ: "S", ږ: "j", ځ: "z", څ: "s", ں: "n", ھ: "h", ہ: "h", ٹ: "t", ڈ: "d", ڑ: "r", ڕ: "r", ڵ: "l",
};
/** Letters that Latin spellings render in two or three ways: Kazim, Kathim, Kadhim are all كاظم. */
const ARABIC_ALTERNATIVES: Readonly<Record<string, string>> = { ظ: "ztd", ذ: "dzt", ث: "ts", ض: "dz", ق: "kg", ج: "jg" };
const ARABIC_VOWELS = "اأإآٱعوويیىئؤءةۀےېۍەۇۆێ";

const HEBREW: Readonly<Record<string, string>> = {
  א: "a", ב: "b", ג: "g", ד: "d", ה: "h", ו: "v", ז: "z", ח: "h", ט: "t", י: "y", כ: "k", ך: "k", ל: "l", מ: "m", ם: "m",
  נ: "n", ן: "n", ס: "s", ע: "a", פ: "p", ף: "p", צ: "ts", ץ: "ts", ק: "k", ר: "r", ש: "sh", ת: "t",
};
const HEBREW_CLASS: Readonly<Record<string, string>> = {
  ב: "b", ג: "g", ד: "d", ז: "z", ח: "h", ט: "t", כ: "k", ך: "k", ל: "l", מ: "m", ם: "m", נ: "n", ן: "n", ס: "s", פ: "p",
  ף: "p", צ: "s", ץ: "s", ק: "k", ר: "r", ש: "s", ת: "t", ה: "h",
};

const HARAKAT = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
const NIQQUD = /[\u0591-\u05c7]/g;
const GERESH = /[׳']/g;

export const arabicToLatin = (word: string): string => mapped(word.replace(HARAKAT, ""), ARABIC);
export const hebrewToLatin = (word: string): string => mapped(word.replace(NIQQUD, "").replace(GERESH, ""), HEBREW);

const mapped = (word: string, table: Readonly<Record<string, string>>): string => {
  let out = "";
  for (const letter of word) out += table[letter] ?? letter;
  return out;
};

/** "قذافي" -> ["kdf", "gdf", "kzf", ...]: an initial vowel letter is "a", a final h is silent, doubtful letters branch. */
export const arabicSkeletons = (word: string): readonly string[] => {
  const letters = word.replace(HARAKAT, "");
  let out = [""];
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!;
    if (ARABIC_VOWELS.includes(letter)) {
      if (i === 0) out = [letter === "و" ? "v" : letter === "ي" || letter === "ی" ? "y" : "a"];
    } else if (!(letter === "ه" && i === letters.length - 1)) {
      const choices = ARABIC_ALTERNATIVES[letter] ?? ARABIC_CLASS[letter] ?? "";
      if (choices === "") continue;
      out = (out.length * choices.length <= MOST_BRANCHES ? [...choices] : [choices[0]!]).flatMap((c) => out.map((o) => (o.at(-1) === c ? o : o + c)));
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

/** Latin digraphs and letters as Arabic would write them. */
const LATIN_ARABIC: readonly (readonly [string, string])[] = [
  ["tch", "S"], ["sch", "S"], ["kh", "h"], ["gh", "g"], ["sh", "S"], ["ch", "S"], ["th", "t"], ["dh", "d"], ["zh", "j"], ["dj", "j"],
  ["ph", "f"], ["ck", "k"], ["qu", "k"], ["ce", "s"], ["ci", "s"], ["cy", "s"], ["b", "b"], ["c", "k"], ["d", "d"], ["f", "f"], ["g", "g"], ["h", "h"], ["j", "j"], ["k", "k"],
  ["l", "l"], ["m", "m"], ["n", "n"], ["p", "b"], ["q", "k"], ["r", "r"], ["s", "s"], ["t", "t"], ["v", "f"], ["x", "ks"], ["z", "z"],
];
const LATIN_HEBREW: readonly (readonly [string, string])[] = [
  ["tch", "s"], ["sch", "s"], ["kh", "h"], ["gh", "g"], ["sh", "s"], ["ch", "h"], ["th", "t"], ["dh", "d"], ["zh", "z"], ["dj", "g"],
  ["tz", "s"], ["ts", "s"], ["ph", "p"], ["ck", "k"], ["qu", "k"], ["b", "b"], ["c", "k"], ["d", "d"], ["f", "p"], ["g", "g"], ["h", "h"],
  ["j", "g"], ["k", "k"], ["l", "l"], ["m", "m"], ["n", "n"], ["p", "p"], ["q", "k"], ["r", "r"], ["s", "s"], ["t", "t"], ["v", "b"],
  ["x", "ks"], ["z", "z"],
];

const latinSkeleton = (word: string, table: readonly (readonly [string, string])[]): string => {
  let out = "";
  for (let i = 0; i < word.length; ) {
    const hit = table.find(([from]) => word.startsWith(from, i));
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
/** The article may have grown into the word: "essabar" -> "asbr", "sbr". */
export const latinAsArabicAll = (word: string): readonly string[] => {
  const whole = latinAsArabic(word);
  return /^[ae](s|r|n|d|t|z)\1./.test(word) ? [whole, latinAsArabic(word.slice(2))] : [whole];
};
export const latinAsHebrew = (word: string): string => latinSkeleton(word, LATIN_HEBREW);
