/**
 * Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of neighbours
 * cost 1. Returns `limit + 1` as soon as the distance must exceed `limit`. No allocation after the first call.
 */
export const editDistance = (a: string, b: string, limit: number): number => {
  if (a === b) return 0;
  let [start, endA, endB] = [0, a.length, b.length];
  if (Math.abs(endA - endB) > limit) return limit + 1;
  while (start < endA && start < endB && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const [n, m] = [endA - start, endB - start];
  if (n === 0 || m === 0) return Math.max(n, m) > limit ? limit + 1 : Math.max(n, m);
  if (m >= WIDTH || n >= 4096) return slow(a.slice(start, endA), b.slice(start, endB), limit);
  let [before, above, row] = [ROW_A, ROW_B, ROW_C];
  for (let j = 0; j <= m; j++) above[j] = j;
  for (let i = 1; i <= n; i++) {
    const ca = a.charCodeAt(start + i - 1);
    row[0] = i;
    let least = i;
    for (let j = 1; j <= m; j++) {
      const cb = b.charCodeAt(start + j - 1);
      let d = above[j - 1]! + (ca === cb ? 0 : 1);
      if (above[j]! + 1 < d) d = above[j]! + 1;
      if (row[j - 1]! + 1 < d) d = row[j - 1]! + 1;
      if (
        i > 1 &&
        j > 1 &&
        ca === b.charCodeAt(start + j - 2) &&
        cb === a.charCodeAt(start + i - 2) &&
        before[j - 2]! + 1 < d
      )
        d = before[j - 2]! + 1;
      row[j] = d;
      if (d < least) least = d;
    }
    if (least > limit) return limit + 1;
    [before, above, row] = [above, row, before];
  }
  return above[m]! > limit ? limit + 1 : above[m]!;
};

const WIDTH = 256;
const ROW_A = new Int32Array(WIDTH + 1);
const ROW_B = new Int32Array(WIDTH + 1);
const ROW_C = new Int32Array(WIDTH + 1);

/** Absurdly long words only: their heads decide. */
const slow = (a: string, b: string, limit: number): number => editDistance(a.slice(0, 200), b.slice(0, 200), limit);
