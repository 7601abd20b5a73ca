/** Ways in which names are damaged and disguised, for the benchmark and the property tests. `random` gives 0..1. */

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: "qs",
  e: "wr",
  i: "uo",
  o: "ip",
  n: "bm",
  s: "ad",
  r: "et",
  t: "ry",
  m: "nj",
  l: "k",
  h: "gj",
  d: "sf",
  u: "yi",
  k: "jl",
};

/** One slip of the hand or of a clerk in a name of several words. */
export const damaged = (name: string, random: Random): string => {
  const letters = [...name].flatMap((c, i) => (/\p{L}/u.test(c) ? [i] : []));
  const i = pick(random, letters);
  const c = name[i]!;
  const swap = (to: string): string => name.slice(0, i) + to + name.slice(i + 1);
  switch (Math.floor(random() * 9)) {
    case 0:
      return i + 1 < name.length ? name.slice(0, i) + name[i + 1]! + c + name.slice(i + 2) : name;
    case 1:
      return swap("");
    case 2:
      return swap(c + c);
    case 3:
      return swap(pick(random, [...(NEIGHBOURS[c.toLowerCase()] ?? "ae")]));
    case 4:
      return name.replace(/(\p{L})[ -](\p{L})/u, "$1$2");
    case 5:
      return i > 1 && i < name.length - 2 ? `${name.slice(0, i)} ${name.slice(i)}` : name;
    case 6:
      return name.split(/,? +/).reverse().join(" ");
    case 7: {
      const words = name.split(" ");
      return words.length > 2 ? words.filter((_, k) => k !== Math.floor(random() * words.length)).join(" ") : name;
    }
    default:
      return swap(
        c.toLowerCase() === "y" ? "i" : c.toLowerCase() === "i" ? "y" : c.toLowerCase() === "k" ? "q" : `${c}h`,
      );
  }
};

const HOMOGLYPHS: Readonly<Record<string, string>> = {
  a: "а",
  c: "с",
  e: "е",
  o: "о",
  p: "р",
  x: "х",
  y: "у",
  i: "і",
  s: "ѕ",
  A: "А",
  B: "В",
  C: "С",
  E: "Е",
  H: "Н",
  K: "К",
  M: "М",
  O: "О",
  P: "Р",
  T: "Т",
  X: "Х",
  I: "І",
  S: "Ѕ",
  b: "в",
  h: "н",
};
const LEET: Readonly<Record<string, string>> = { o: "0", i: "1", e: "3", a: "4", s: "5", t: "7" };

const someLetters = (name: string, random: Random, change: (letter: string) => string, share = 0.3): string => {
  let changed = 0;
  const out = [...name].map((c) => {
    if (!/[A-Za-z]/.test(c) || random() > share) return c;
    const to = change(c);
    if (to !== c) changed++;
    return to;
  });
  if (changed > 0) return out.join("");
  const at = [...name].findIndex((c) => change(c) !== c);
  return at < 0 ? name : name.slice(0, at) + change(name[at]!) + name.slice(at + 1);
};

/** Disguises by class; each leaves the name as a reader sees it. */
export const EVASIONS: Readonly<Record<string, (name: string, random: Random) => string>> = {
  homoglyphs: (name, random) => someLetters(name, random, (c) => HOMOGLYPHS[c] ?? c),
  "zero-width": (name, random) =>
    someLetters(name, random, (c) => c + pick(random, ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])),
  "soft hyphen": (name, random) => someLetters(name, random, (c) => `${c}\u00ad`),
  "Hangul fillers": (name, random) =>
    someLetters(name, random, (c) => c + pick(random, ["\u3164", "\u115f", "\u1160", "\uffa0"])),
  "combining marks": (name, random) =>
    someLetters(name, random, (c) => c + pick(random, ["\u0335", "\u0336", "\u0301\u0323", "\u0488"])),
  fullwidth: (name) =>
    [...name].map((c) => (/[!-~]/.test(c) ? String.fromCodePoint(c.codePointAt(0)! + 0xfee0) : c)).join(""),
  mathematical: (name) =>
    [...name]
      .map((c) =>
        /[a-z]/.test(c)
          ? String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97)
          : /[A-Z]/.test(c)
            ? String.fromCodePoint(0x1d400 + c.charCodeAt(0) - 65)
            : c,
      )
      .join(""),
  "bidi overrides": (name, random) =>
    `${pick(random, ["\u202d", "\u2066", "\u200e"])}${someLetters(name, random, (c) => `${c}\u200f`, 0.1)}\u202c`,
  padding: (name, random) =>
    `${pick(random, ["*** ", "___", "---- ", "~~~ "])}${name}${pick(random, [" ***", "____", " ----", " ~~~~"])}`,
  "letters set apart": (name) =>
    name
      .replace(/,/g, "")
      .split(/[ -]+/)
      .map((word) => [...word].join(" "))
      .join("   "),
  leet: (name, random) => someLetters(name, random, (c) => LEET[c.toLowerCase()] ?? c, 0.25),
};
