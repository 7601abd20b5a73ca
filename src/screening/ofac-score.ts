import { cleanse } from "../text/cleanse.ts";
import { words } from "../text/tokens.ts";
import { toLatin } from "../text/transliterate.ts";

/**
 * A score like that of OFAC's own search tool (Sanctions List Search, FAQ 249), for reviewers who compare with it: 0..100, the
 * higher of Jaro-Winkler on the whole name and Jaro-Winkler part by part. It is shown beside our score and decides nothing.
 */

/** Standard Winkler prefix: four letters, a tenth each (Winkler 1990). */
const PREFIX_CAP = 4;
const PREFIX_WEIGHT = 0.1;
/** Parts of two letters or fewer are dropped, so that KIM JONG UN finds five people at 100. */
const SHORTEST_PART = 3;
/** A part counts when it begins with the same letter and most of it agrees. */
const PART_FLOOR = 0.8;
/** Share of the Soundex codes in the score of a part; fitted on published scores of the tool. */
const SOUND_WEIGHT = 0.25;

/** Jaro-Winkler similarity, 0..1. */
export const jaroWinkler = (a: string, b: string): number => {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const usedB = new Uint8Array(b.length);
  const matchedA: string[] = [];
  for (let i = 0; i < a.length; i++)
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++)
      if (!usedB[j] && a[i] === b[j]) {
        usedB[j] = 1;
        matchedA.push(a[i]!);
        break;
      }
  const m = matchedA.length;
  if (m === 0) return 0;
  let [k, swaps] = [0, 0];
  for (let j = 0; j < b.length; j++) if (usedB[j] && matchedA[k++] !== b[j]) swaps++;
  const jaro = (m / a.length + m / b.length + (m - swaps / 2) / m) / 3;
  let prefix = 0;
  while (prefix < PREFIX_CAP && a[prefix] !== undefined && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
};

interface Plain {
  readonly whole: string;
  readonly parts: readonly string[];
}

/** Soundex code of four characters (US patent 1,261,167): "putin" -> "p350". */
export const soundex = (word: string): string => {
  const digit = (c: string): string =>
    ["aeiouyhw", "bfpv", "cgjkqsxz", "dt", "l", "mn", "r"].findIndex((group) => group.includes(c)).toString();
  let out = word[0] ?? "";
  let last = digit(out);
  for (const c of word.slice(1)) {
    const d = digit(c);
    if (d > "0" && d !== last) out += d;
    if (c !== "h" && c !== "w") last = d;
  }
  return `${out}000`.slice(0, 4);
};

/** "PUTIN, Vladimir" -> whole "putin vladimir", in the list's own order. */
const plain = (name: string): Plain => {
  const parts = words(cleanse(name).text).map((w) => toLatin(w.text, w.script));
  return { whole: parts.join(" "), parts };
};

/** The score of `listed` for `query`, 0..100. Not symmetric: parts that only the listed name has cost nothing. */
export const ofacScore = (query: string, listed: string): number => {
  const [q, l] = [plain(query), plain(listed)];
  const parts = q.parts.filter((p) => p.length >= SHORTEST_PART);
  let sum = 0;
  for (const part of parts) {
    let best = 0;
    for (const other of l.parts)
      if (other.length >= SHORTEST_PART && other[0] === part[0]) best = Math.max(best, partScore(part, other));
    sum += best;
  }
  const byPart = parts.length > 0 ? sum / parts.length : 0;
  const whole = q.parts.length > 1 || q.whole === l.whole ? jaroWinkler(q.whole, l.whole) : 0;
  return Math.round(100 * Math.max(byPart, whole));
};

/** Zero for parts that share less than the floor. */
const partScore = (a: string, b: string): number => {
  const spelled = jaroWinkler(a, b);
  if (spelled < PART_FLOOR) return 0;
  return Math.max(spelled, (1 - SOUND_WEIGHT) * spelled + SOUND_WEIGHT * jaroWinkler(soundex(a), soundex(b)));
};
