/**
 * How an alias relates to the primary name, in the buckets of `official-aliases.csv`. The rules were read off that file and give
 * its column on 99% of the rows (`--set unseen` prints the share).
 */

/** Words without marks in lower case; an apostrophe parts words: "JA'FARI" -> "ja", "fari". */
export const plainWords = (name: string): readonly string[] =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ");

/** Share of the letters that two texts have in common in order: 2 * longest common subsequence / both lengths. */
const inCommon = (a: string, b: string): number => {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const row = [0];
    for (let j = 1; j <= b.length; j++)
      row[j] = letter === b[j - 1] ? above[j - 1]! + 1 : Math.max(above[j]!, row[j - 1]!);
    above = row;
  }
  return (2 * above[b.length]!) / (a.length + b.length || 1);
};

const CLOSE = 0.85;
const FAR = 0.7;

export const bucketOf = (primary: string, alias: string): string => {
  const [a, b] = [plainWords(primary), plainWords(alias)];
  if (/\p{Script=Latin}/u.test(primary) && !/\p{Script=Latin}/u.test(alias) && /\p{L}/u.test(alias))
    return "X_cross_script";
  if (a.join(" ") === b.join(" ")) return "A_identical_after_norm";
  const [sortedA, sortedB] = [[...a].sort().join(" "), [...b].sort().join(" ")];
  if (sortedA === sortedB) return "A_same_tokens";
  const letters = (words: readonly string[]): string => [...words.join("")].sort().join("");
  if (letters(a) === letters(b)) return "B_spacing";
  const [inA, inB] = [new Set(a), new Set(b)];
  if (a.every((w) => inB.has(w)) || b.every((w) => inA.has(w))) return "C_token_subset";
  const share = inCommon(sortedA, sortedB);
  if (share >= CLOSE) return "D_spelling_close";
  if (share >= FAR) return "E_spelling_far";
  return a.some((w) => inB.has(w)) ? "F_some_shared_token" : "G_disjoint_alias";
};
