/** Letter by letter, close to BGN/PCGN without apostrophes; the fold key merges what ISO 9, GOST and passports write otherwise. */
const LETTERS: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ё: "yo",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
  // Ukrainian and Belarusian
  і: "i",
  ї: "yi",
  є: "ye",
  ґ: "g",
  ў: "u",
  // Serbian and Macedonian
  ј: "j",
  љ: "lj",
  њ: "nj",
  ћ: "c",
  ђ: "dj",
  џ: "dz",
  ѓ: "g",
  ќ: "k",
  ѕ: "dz",
  ѐ: "e",
  ѝ: "i",
  // Kazakh, Kyrgyz, Tatar, Mongolian
  ә: "a",
  ғ: "g",
  қ: "q",
  ң: "ng",
  ө: "o",
  ұ: "u",
  ү: "u",
  һ: "h",
  җ: "j",
  ӣ: "i",
  ӯ: "u",
  ҷ: "j",
  ҳ: "h",
  // Before 1918
  ѣ: "e",
  ѳ: "f",
  ѵ: "i",
};

const UKRAINIAN = /[іїєґ]/;
const BELARUSIAN = /[ўі]/;

/** "Григорій" -> "hryhoriy" (Ukrainian г, и), "Григорий" -> "grigoriy". Expects lower case. */
export const cyrillicToLatin = (word: string): string => {
  const ukrainian = UKRAINIAN.test(word);
  const harsh = ukrainian || BELARUSIAN.test(word);
  let out = "";
  for (const letter of word) {
    if (harsh && letter === "г") out += "h";
    else if (ukrainian && letter === "и") out += "y";
    else out += LETTERS[letter] ?? letter;
  }
  return out;
};
