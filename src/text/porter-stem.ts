/**
 * The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980).
 * Lower-case English word -> stem: "sanctions" -> "sanction", "designated" -> "design". Words under three letters and
 * words with anything but a-z pass through.
 */
export const porterStem = (word: string): string => {
  const known = kept.get(word);
  if (known !== undefined) return known;
  const stem = word.length < 3 || !/^[a-z]+$/.test(word) ? word : stemAnew(word);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(word, stem);
  return stem;
};

/** Words come back again and again: a table is ten times faster than the rules. */
const kept = new Map<string, string>();
const MOST_KEPT = 50_000;

const stemAnew = (word: string): string => {
  let w = step1a(word);
  w = step1b(w);
  if (w.endsWith("y") && hasVowel(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;
  w = replaceBy(w, STEP2, 0);
  w = replaceBy(w, STEP3, 0);
  w = step4(w);
  return step5(w);
};

/** Longest suffix first, as the paper's tables are applied. */
const STEP2: readonly (readonly [string, string])[] = [
  ["ational", "ate"],
  ["ization", "ize"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["tional", "tion"],
  ["biliti", "ble"],
  ["entli", "ent"],
  ["ousli", "ous"],
  ["ation", "ate"],
  ["alism", "al"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["alli", "al"],
  ["ator", "ate"],
  ["logi", "log"],
  ["eli", "e"],
];
const STEP3: readonly (readonly [string, string])[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];
const STEP4 = [
  "ement",
  "ance",
  "ence",
  "able",
  "ible",
  "ment",
  "ant",
  "ent",
  "ism",
  "ate",
  "iti",
  "ous",
  "ive",
  "ize",
  "ion",
  "al",
  "er",
  "ic",
  "ou",
];

/** "y" is a consonant at the start and after a vowel. */
const isConsonant = (word: string, at: number): boolean => {
  const letter = word[at];
  if (letter === "a" || letter === "e" || letter === "i" || letter === "o" || letter === "u") return false;
  return letter !== "y" || at === 0 || !isConsonant(word, at - 1);
};

const hasVowel = (word: string): boolean => {
  for (let i = 0; i < word.length; i++) if (!isConsonant(word, i)) return true;
  return false;
};

/** m of the paper: how many vowel-consonant sequences the stem has. */
const measure = (stem: string): number => {
  let count = 0;
  let afterVowel = false;
  for (let i = 0; i < stem.length; i++) {
    const consonant = isConsonant(stem, i);
    if (consonant && afterVowel) count++;
    afterVowel = !consonant;
  }
  return count;
};

const endsDouble = (word: string): boolean =>
  word.length > 1 && word.at(-1) === word.at(-2) && isConsonant(word, word.length - 1);

/** *o of the paper: consonant, vowel, consonant, the last not w, x or y. "hop" yes, "snow" no. */
const endsShort = (word: string): boolean => {
  const last = word.length - 1;
  if (last < 2) return false;
  if (!isConsonant(word, last) || isConsonant(word, last - 1) || !isConsonant(word, last - 2)) return false;
  return !"wxy".includes(word[last] ?? "");
};

const step1a = (w: string): string => {
  if (w.endsWith("sses") || w.endsWith("ies")) return w.slice(0, -2);
  if (w.endsWith("s") && !w.endsWith("ss")) return w.slice(0, -1);
  return w;
};

const step1b = (w: string): string => {
  if (w.endsWith("eed")) return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w;
  const suffix = w.endsWith("ed") ? 2 : w.endsWith("ing") ? 3 : 0;
  if (suffix === 0 || !hasVowel(w.slice(0, -suffix))) return w;
  const stem = w.slice(0, -suffix);
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
};

const replaceBy = (w: string, table: readonly (readonly [string, string])[], above: number): string => {
  for (const [suffix, replacement] of table)
    if (w.endsWith(suffix)) {
      const stem = w.slice(0, -suffix.length);
      return measure(stem) > above ? stem + replacement : w;
    }
  return w;
};

const step4 = (w: string): string => {
  for (const suffix of STEP4)
    if (w.endsWith(suffix)) {
      const stem = w.slice(0, -suffix.length);
      if (suffix === "ion" && !/[st]$/.test(stem)) return w;
      return measure(stem) > 1 ? stem : w;
    }
  return w;
};

const step5 = (w: string): string => {
  let stem = w;
  if (stem.endsWith("e")) {
    const without = stem.slice(0, -1);
    const m = measure(without);
    if (m > 1 || (m === 1 && !endsShort(without))) stem = without;
  }
  return endsDouble(stem) && stem.endsWith("l") && measure(stem) > 1 ? stem.slice(0, -1) : stem;
};
