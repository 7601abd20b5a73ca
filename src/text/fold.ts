/**
 * The fold key: what is left of a Latin word when spelling habits are taken away. "Khrushchev", "Hruschev", "Chruschtschow"
 * come close; "Yevgeniy" = "Evgeny" = "Jewgenij". Longest group first; applied left to right.
 */
export const GROUPS: readonly (readonly [string, string])[] = [
  ["tschtsch", "C"],
  ["schtsch", "C"],
  ["shch", "S"],
  ["chtch", "S"],
  ["tsch", "C"],
  ["dsch", "j"],
  ["tch", "C"],
  ["tsh", "C"],
  ["sch", "S"],
  ["dzh", "j"],
  ["cz", "C"],
  ["ch", "C"],
  ["sh", "S"],
  ["sz", "S"],
  ["zh", "j"],
  ["dj", "j"],
  ["kh", "h"],
  ["gh", "g"],
  ["ph", "f"],
  ["th", "t"],
  ["dh", "d"],
  ["bh", "b"],
  ["rh", "r"],
  ["ck", "k"],
  ["cq", "k"],
  ["qu", "k"],
  ["tz", "X"],
  ["ts", "X"],
  ["tc", "X"],
  ["ks", "x"],
  ["ce", "si"],
  ["ci", "si"],
  ["cy", "si"],
  ["gue", "gi"],
  ["gui", "gi"],
  ["q", "k"],
  ["w", "v"],
  ["c", "k"],
];
const BY_FIRST = new Map<string, readonly (readonly [string, string])[]>();
for (const group of GROUPS) BY_FIRST.set(group[0][0]!, [...(BY_FIRST.get(group[0][0]!) ?? []), group]);

export const VOWEL: Readonly<Record<string, string>> = { a: "a", e: "i", i: "i", y: "i", o: "u", u: "u" };
export const DIPHTHONGS: Readonly<Record<string, string>> = {
  ai: "i",
  ay: "i",
  ei: "i",
  ey: "i",
  ae: "a",
  ie: "i",
  ee: "i",
  oo: "u",
  ou: "u",
  au: "u",
  aw: "u",
  ow: "u",
  oe: "u",
  ue: "u",
  oi: "ui",
  oy: "ui",
};

const isVowel = (c: string | undefined): boolean => c !== undefined && c in VOWEL;

/** The fold key of a lower-case a-z0-9 word; digits stay. */
export const foldKey = (word: string): string => {
  let out = "";
  const push = (piece: string): void => {
    for (const c of piece) if (out[out.length - 1] !== c) out += c;
  };
  for (let i = 0; i < word.length; ) {
    const c = word[i]!;
    if (isVowel(c)) {
      const two = word[i + 1] && DIPHTHONGS[c + word[i + 1]];
      // "aya", "eyo": the y belongs to the next vowel
      const glide = (word[i + 1] === "y" || word[i + 1] === "w") && isVowel(word[i + 2]);
      // Below, Kurakow: a final -ow or -ew is Slavic -ov, -ev
      const slavic = word[i + 1] === "w" && i + 2 === word.length;
      if (two && !glide && !slavic) {
        push(two);
        i += 2;
      } else {
        push(VOWEL[c]!);
        i++;
      }
      continue;
    }
    // Jewgenij = Yevgeniy: j next to a vowel at the end of a word is i
    if (c === "j" && i > 0 && isVowel(word[i - 1]) && (i + 1 === word.length || !isVowel(word[i + 1]))) {
      push("i");
      i++;
      continue;
    }
    const group = BY_FIRST.get(c)?.find(([from]) => word.startsWith(from, i));
    if (group) {
      push(group[1]);
      i += group[0].length;
    } else {
      push(c);
      i++;
    }
  }
  if (out.length > 3 && out.endsWith("h") && "aiu".includes(out[out.length - 2]!)) out = out.slice(0, -1);
  // Scholze = Scholz, Noureddine = Nooruddin
  if (word.length > 4 && word.endsWith("e") && out.endsWith("i") && !"aiu".includes(out[out.length - 2]!))
    out = out.slice(0, -1);
  return out;
};

/** Consonants of the fold key, an initial vowel as "a": the coarsest spelling class, by which commonness is counted. */
export const skeleton = (fold: string): string => {
  let out = "";
  for (let i = 0; i < fold.length; i++) {
    const c = fold[i]!;
    const piece = c === "a" || c === "i" || c === "u" ? (i === 0 ? "a" : "") : c;
    if (piece && out[out.length - 1] !== piece) out += piece;
  }
  return out;
};

const LOOSE: Readonly<Record<string, string>> = {
  p: "b",
  t: "d",
  k: "g",
  h: "",
  j: "C",
  X: "s",
  z: "s",
  S: "s",
  v: "b",
  f: "h",
  l: "r",
  x: "gs",
};

/** Skeleton that also merges voiced and voiceless and l/r, for kana, Thai, Khmer and Indic writing. */
export const looseSkeleton = (fold: string): string => {
  let out = "";
  for (const c of skeleton(fold)) {
    const piece = LOOSE[c] ?? c;
    if (piece && out[out.length - 1] !== piece) out += piece;
  }
  return out;
};

/** Spelling class by which names are counted as common: skeletons of three letters or more, else the fold key itself. */
export const rarityKey = (fold: string): string => {
  const bones = skeleton(fold);
  return bones.length >= 3 ? bones : fold;
};
