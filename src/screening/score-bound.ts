import { mayReadAlike, RUN } from "./joined-runs.ts";
import type { Run } from "./joined-search.ts";
import { isSilent, type NameForm, ROLE, silentRoles, WEAK_ROLES } from "./name-form.ts";
import type { NameIndex } from "./name-index.ts";
import type { Neighbours } from "./neighbours.ts";
import { SCORE, SIMILARITY } from "./weights.ts";

/**
 * The best that scoring could give to a listed name, from the similarities of its parts and without making an object: every
 * part is taken to find its nearest counterpart, whether or not that one is taken already. A score of `t` or more needs
 *
 *     margin = (1 - t) M - t (dissimilarity D + contradiction C + omission O) >= 0      (weights.ts)
 *
 * and here M is never too small, D, C and O never too large.
 */
export interface ScoreBound {
  /** Begins a query; the similarities of its parts follow by `near`. */
  begin(form: NameForm, threshold: number): void;
  near(part: number, neighbours: Neighbours): void;
  /**
   * Margin of a listed name: below zero it cannot reach the threshold. `joined` are runs of
   * the query that may read like runs of this name.
   */
  margin(name: number, joined: readonly Run[] | undefined): number;
  /** Score that goes with the last margin, for choosing the nearest of those that fall short. */
  ratio(): number;
  end(): void;
}

/** Above one: as good as equal, but only together with its neighbours. */
export const TOGETHER = 2;
const HEAD = 0xff;

export const makeScoreBound = (index: NameIndex): ScoreBound => {
  /** 1 + row of a listed token that is near a part of the query. */
  const rows = new Uint32Array(index.tokenTexts.length);
  let marked: number[] = [];
  let similar = new Float64Array(1024);
  /** Parts of the query: a row of `similar` has one place for each. */
  let width = 0;
  /** Best similarity found by each part of the query and of the listed name, in itself. */
  const bestA = new Float64Array(MOST_PARTS);
  const bestB = new Float64Array(MOST_PARTS);
  /** 1 where it may be found together with neighbours. */
  const openA = new Uint8Array(MOST_PARTS);
  const openB = new Uint8Array(MOST_PARTS);
  let form: NameForm;
  let t = 0;
  let [syllables, arabic, single, cutLast] = [false, false, false, -1];
  let [matched, cost, silently] = [0, 0, 0];

  const begin = (asked: NameForm, threshold: number): void => {
    form = asked;
    t = threshold;
    silently = silentRoles(asked);
    width = Math.min(asked.tokens.length, MOST_PARTS);
    syllables = asked.roles.some((role) => role & ROLE.syllable);
    arabic = asked.tokens.some((token) => token.script === "arabic");
    single = asked.tokens.some((token) => token.latin.length === 1);
    cutLast = asked.truncated ? width - 1 : -1;
  };

  const near = (part: number, { ids, similarities }: Neighbours): void => {
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      let row = rows[id]!;
      if (row === 0) {
        marked.push(id);
        row = marked.length;
        rows[id] = row;
        if (row * width > similar.length) {
          const more = new Float64Array(row * width * 2);
          more.set(similar);
          similar = more;
        }
        similar.fill(0, (row - 1) * width, row * width);
      }
      similar[(row - 1) * width + part] = similarities[k]!;
    }
  };

  const meet = (i: number, j: number, s: number): void => {
    if (s === TOGETHER) {
      openA[i] = 1;
      openB[j] = 1;
      return;
    }
    if (s > bestA[i]!) bestA[i] = s;
    if (s > bestB[j]!) bestB[j] = s;
  };

  /** A particle, title or legal form pairs with its like only (`align`). */
  const mayPair = (i: number, p: number, id: number): boolean =>
    ((form.roles[i]! & WEAK_ROLES) !== 0) === ((index.partRoles[p]! & WEAK_ROLES) !== 0) ||
    form.tokens[i]!.text === index.tokenTexts[id];

  /** A letter alone stands for every word that begins with it, and words for a letter alone. */
  const meetLetter = (i: number, j: number, p: number, id: number): void => {
    const token = form.tokens[i]!;
    if ((token.latin.length === 1) === (index.tokenLengths[id] === 1)) return;
    if (!form.person && (form.roles[i]! & index.partRoles[p]! & ROLE.syllable) === 0) return;
    const heads = index.tokenHeads[id]!;
    if ((heads & HEAD) === (token.latin.charCodeAt(0) & HEAD) || heads >>> 8 === (token.fold.charCodeAt(0) & HEAD))
      meet(i, j, SIMILARITY.initial);
  };

  const meetAll = (from: number, count: number): void => {
    for (let j = 0; j < count; j++) {
      const id = index.partTokens[from + j]!;
      const row = rows[id]!;
      if (row !== 0) {
        const at = (row - 1) * width;
        for (let i = 0; i < width; i++)
          if (similar[at + i] === TOGETHER || (similar[at + i] !== 0 && mayPair(i, from + j, id)))
            meet(i, j, similar[at + i]!);
      }
      if (single || index.tokenLengths[id] === 1) for (let i = 0; i < width; i++) meetLetter(i, j, from + j, id);
      if (cutLast >= 0 && (index.tokenHeads[id]! & HEAD) === (form.tokens[cutLast]!.latin.charCodeAt(0) & HEAD))
        meet(cutLast, j, SIMILARITY.truncated);
    }
  };

  /** Runs of parts that may read like those of the query, one of them of several parts; a part that has its equal stays out. */
  const openRuns = (runs: readonly Run[], from: number, count: number): void => {
    for (const { first, last } of runs) {
      if (last > first && !syllables && isSettled(bestA, form.roles, 0, first, last)) continue;
      let [length, letters] = [0, 0];
      for (let i = first; i <= last; i++) {
        length += form.tokens[i]!.latin.length;
        letters |= form.tokens[i]!.letters;
      }
      openAgainst(first, last, length, letters, from, count);
    }
  };
  const openAgainst = (i: number, k: number, lengthA: number, lettersA: number, from: number, count: number): void => {
    for (let j = 0; j < count; j++) {
      let [lengthB, lettersB, cross] = [0, 0, arabic];
      for (let l = j; l < count && l < j + RUN.mostParts; l++) {
        const id = index.partTokens[from + l]!;
        lengthB += index.tokenLengths[id]!;
        lettersB |= index.tokenLetters[id]!;
        cross = cross || isArabic(index.tokenTexts[id]!);
        if ((i === k && j === l) || lengthB < RUN.fewestLetters) continue;
        const slip = i === k || j === l || (k - i === width - 1 && l - j === count - 1);
        if (!cross && !mayReadAlike(lengthA, lettersA, lengthB, lettersB, slip)) continue;
        if (l > j && !syllables && isSettled(bestB, index.partRoles, from, j, l)) continue;
        for (let a = i; a <= k; a++) openA[a] = 1;
        for (let b = j; b <= l; b++) openB[b] = 1;
      }
    }
  };

  const margin = (name: number, joined: readonly Run[] | undefined): number => {
    const from = index.nameStarts[name]!;
    const count = Math.min(MOST_PARTS, index.nameStarts[name + 1]! - from);
    for (let i = 0; i < width; i++) bestA[i] = openA[i] = 0;
    for (let j = 0; j < count; j++) bestB[j] = openB[j] = 0;
    meetAll(from, count);
    if (joined) openRuns(joined, from, count);
    let [value, syllablesB] = [0, false];
    let [restA, genericA, restB, genericB] = [0, 0, 0, 0];
    let silent = 0;
    [matched, cost] = [0, 0];
    for (let i = 0; i < width; i++) {
      const weight = form.weights[i]!;
      const s = openA[i] === 1 ? 1 : bestA[i]!;
      if (s === 0) {
        if (isSilent(form.roles[i]!, silently)) silent += weight;
        else {
          restA += weight;
          if (form.roles[i]! & ROLE.generic) genericA += weight;
        }
      } else {
        value += weight * worth(s, t);
        matched += weight * s;
        cost += weight * (1 - s);
      }
    }
    for (let j = 0; j < count; j++) {
      const weight = index.partWeights[from + j]!;
      const role = index.partRoles[from + j]!;
      const s = openB[j] === 1 ? 1 : bestB[j]!;
      if (role & ROLE.syllable) syllablesB = true;
      if (s === 0) {
        if (isSilent(role, silently)) silent += weight;
        else {
          restB += weight;
          if (role & ROLE.generic) genericB += weight;
        }
      } else {
        value += weight * worth(s, t);
        matched += weight * s;
        cost += weight * (1 - s);
      }
    }
    const isSyllabic = form.person ? syllables && syllablesB : syllables || syllablesB;
    const omission = isSyllabic ? SCORE.omissionOfSyllables : form.person ? SCORE.omission : SCORE.omissionOrganisation;
    const both = Math.sqrt(restA * restB);
    const generic = both === 0 ? 0 : ((1 - SCORE.genericContradiction) * genericA * genericB) / (restA * restB);
    const left = SCORE.contradiction * both * (1 - generic) + omission * (restA + restB + silent - 2 * both);
    matched /= 2;
    cost = (SCORE.dissimilarity * cost) / 2 + left;
    return value / 2 - t * left;
  };

  return {
    begin,
    near,
    margin,
    ratio: () => (matched === 0 ? 0 : matched / (matched + cost)),
    end: () => {
      for (const id of marked) rows[id] = 0;
      marked = [];
    },
  };
};

/** Longest name that is looked at; parsing stops sooner. */
const MOST_PARTS = 64;

/** What a pair adds for each unit of its weight; a pair that would take away counts as none. */
const worth = (s: number, t: number): number => Math.max(0, (1 - t) * s - t * SCORE.dissimilarity * (1 - s));

/** One of several parts has its equal already (`joinedPairs` leaves such runs alone). */
const isSettled = (
  best: Float64Array,
  roles: readonly number[] | Uint16Array,
  from: number,
  first: number,
  last: number,
): boolean => {
  for (let k = first; k <= last; k++) if (best[k]! > RUN.settled && (roles[from + k]! & WEAK_ROLES) === 0) return true;
  return false;
};

/** Arabic writing, or some other beyond the European ones. */
const isArabic = (text: string): boolean => text.charCodeAt(0) >= 0x600;
