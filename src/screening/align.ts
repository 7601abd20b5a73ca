import { joinedPairs } from "./joined-runs.ts";
import { type NameForm, ROLE, WEAK_ROLES } from "./name-form.ts";
import { compareTokens, similarityOf, WHY } from "./similarity.ts";
import { SIMILARITY } from "./weights.ts";

/** Parts `a` of one name stand for parts `b` of the other; `packed` carries similarity and reason. */
export interface Pair {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly packed: number;
}

export interface Alignment {
  readonly pairs: readonly Pair[];
  readonly leftA: readonly number[];
  readonly leftB: readonly number[];
}

/** Packed similarity of part `i` of the one and part `j` of the other name. */
export type Similarity = (i: number, j: number) => number;

export const directSimilarity =
  (a: NameForm, b: NameForm): Similarity =>
  (i, j) =>
    compareTokens(a.tokens[i]!, b.tokens[j]!, a.person && b.person, (a.roles[i]! & b.roles[j]! & ROLE.syllable) !== 0);

/** The best assignment of parts: single parts by similarity and weight, runs of two or three parts written together. */
export const align = (a: NameForm, b: NameForm, similarity: Similarity): Alignment => {
  const [n, m] = [a.tokens.length, b.tokens.length];
  const usedA = new Array<boolean>(n).fill(false);
  const usedB = new Array<boolean>(m).fill(false);
  const bestA = new Array<number>(n).fill(0);
  const bestB = new Array<number>(m).fill(0);
  const options: { a: readonly number[]; b: readonly number[]; packed: number; value: number }[] = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      if (
        ((a.roles[i]! & WEAK_ROLES) !== 0) !== ((b.roles[j]! & WEAK_ROLES) !== 0) &&
        a.tokens[i]!.text !== b.tokens[j]!.text
      )
        continue;
      const packed = similarity(i, j);
      const s = similarityOf(packed);
      if (s < SIMILARITY.floor) continue;
      if (s > bestA[i]!) bestA[i] = s;
      if (s > bestB[j]!) bestB[j] = s;
      const place = 0.001 * (1 - Math.abs(i / n - j / m));
      const roles = sameRole(a.roles[i]!, b.roles[j]!) ? 0.01 : 0;
      options.push({ a: [i], b: [j], packed, value: s * (a.weights[i]! + b.weights[j]!) + place + roles });
    }
  for (const pair of joinedPairs(a, b, bestA, bestB)) options.push(pair);
  options.sort((x, y) => y.value - x.value);
  const pairs: Pair[] = [];
  for (const option of options) {
    if (option.a.some((i) => usedA[i]) || option.b.some((j) => usedB[j])) continue;
    for (const i of option.a) usedA[i] = true;
    for (const j of option.b) usedB[j] = true;
    pairs.push(option);
  }
  truncatedTail(a, b, usedA, usedB, pairs);
  return { pairs, leftA: unused(usedA), leftB: unused(usedB) };
};

const sameRole = (a: number, b: number): boolean => (a & b & (ROLE.family | ROLE.given | ROLE.patronymic)) !== 0;
const unused = (used: readonly boolean[]): number[] => used.flatMap((u, i) => (u ? [] : [i]));

/** A text cut at a field length: its last part may be the head of a part of the other name. */
const truncatedTail = (a: NameForm, b: NameForm, usedA: boolean[], usedB: boolean[], pairs: Pair[]): void => {
  const cut = (short: NameForm, usedShort: boolean[], long: NameForm, usedLong: boolean[], swap: boolean): void => {
    const last = short.tokens.length - 1;
    if (
      !short.truncated ||
      last < 2 ||
      short.tokens[last]!.special !== null ||
      (usedShort[last] && (short.roles[last]! & WEAK_ROLES) === 0)
    )
      return;
    const agreed = usedShort.filter((used, k) => used && (short.roles[k]! & WEAK_ROLES) === 0).length;
    if (agreed < 2) return;
    const head = short.tokens[last]!.latin;
    const j = long.tokens.findIndex((t, k) => !usedLong[k] && t.latin.length > head.length && t.latin.startsWith(head));
    if (j < 0 || head.length < 2) return;
    usedShort[last] = true;
    usedLong[j] = true;
    const packed = WHY.truncated + SIMILARITY.truncated * 0.999;
    pairs.push(swap ? { a: [j], b: [last], packed } : { a: [last], b: [j], packed });
  };
  cut(a, usedA, b, usedB, false);
  cut(b, usedB, a, usedA, true);
};
