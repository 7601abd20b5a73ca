import { foldKey } from "../text/fold.ts";
import { type NameForm, WEAK_ROLES } from "./name-form.ts";
import { compareJoined, compareJoinedBones, similarityOf } from "./similarity.ts";

/** Parts `a` of one name that, without the spaces, read like parts `b` of the other: "Jong Un" and "Jongun". */
export interface JoinedPair {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly packed: number;
  /** Similarity times weight, for the assignment. */
  readonly value: number;
}

/** Neighbouring parts of one name written together. */
interface Run {
  readonly parts: readonly number[];
  readonly text: string;
  /** Two parts in the other order: "makengasultani" for "Sultani Makenga"; "" for other runs. */
  readonly turned: string;
  readonly letters: number;
  readonly weight: number;
  readonly arabic: boolean;
}

/** What runs are compared at all; `score-bound.ts` goes by the same. */
export const RUN = {
  mostParts: 4,
  fewestLetters: 4,
  /** Joined texts may differ by this many letters in length (`compareJoined`). */
  slack: 2,
  /** Names shorter than this are too easily another name when their parts change places. */
  turnedFrom: 8,
  /** Shorter ones must agree without a slip (`compareJoined`). */
  slipFrom: 7,
  /** A part that is more alike than this to a part of the other name stays out of runs. */
  settled: 0.9,
} as const;
const JOIN_FLOOR = 0.8;

/** Letters that a fold key keeps, whatever stands beside them, as bits of `NameToken.letters`; f and p (ph) are one. */
const KEPT = [..."bglmnr"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);
const F = 1 << ("f".charCodeAt(0) & 31);
const P = 1 << ("p".charCodeAt(0) & 31);
const keptLetters = (letters: number): number => (letters & KEPT) | (letters & (F | P) ? F : 0);

/**
 * Whether runs of so many letters, of which these, can read alike at all; decided without writing them out. Where no slip is
 * forgiven their fold keys must agree, where one is they differ in one letter (`compareJoined`).
 */
export const mayReadAlike = (
  lengthA: number,
  lettersA: number,
  lengthB: number,
  lettersB: number,
  slip: boolean,
): boolean => {
  if (Math.abs(lengthA - lengthB) > RUN.slack) return false;
  const apart = keptLetters(lettersA) ^ keptLetters(lettersB);
  if (apart === 0) return true;
  if (!slip || lengthA < RUN.slipFrom || lengthB < RUN.slipFrom) return false;
  const fewer = apart & (apart - 1);
  return (fewer & (fewer - 1)) === 0;
};

/** All joined pairs above the floor; parts that agree one by one (`bestA`, `bestB`) are left alone. */
export const joinedPairs = (
  a: NameForm,
  b: NameForm,
  bestA: readonly number[],
  bestB: readonly number[],
): readonly JoinedPair[] => {
  const out: JoinedPair[] = [];
  if (allAgree(a, bestA) || allAgree(b, bestB)) return out;
  const runsB = makeRuns(b);
  for (const ra of runsOf(a)) {
    if (isSettled(a, ra, bestA)) continue;
    for (const rb of runsB) {
      if (ra.parts.length === 1 && rb.parts.length === 1) continue;
      const cross = ra.arabic !== rb.arabic;
      if (!cross && !mayReadAlike(ra.text.length, ra.letters, rb.text.length, rb.letters, maySlip(a, ra, b, rb)))
        continue;
      if (cross && ra.parts.length > 1 && rb.parts.length > 1) continue;
      if (isSettled(b, rb, bestB)) continue;
      const packed = cross ? compareJoinedBones(ra.text, rb.text) : bestReading(ra, rb, maySlip(a, ra, b, rb));
      const s = similarityOf(packed);
      if (s >= JOIN_FLOOR) out.push({ a: ra.parts, b: rb.parts, packed, value: s * (ra.weight + rb.weight) + 0.05 });
    }
  }
  return out;
};

/** Slips are forgiven against a single part or between whole names; between inner runs they would be coincidence. */
const maySlip = (a: NameForm, ra: Run, b: NameForm, rb: Run): boolean =>
  ra.parts.length === 1 ||
  rb.parts.length === 1 ||
  (ra.parts.length === a.tokens.length && rb.parts.length === b.tokens.length);

const bestReading = (ra: Run, rb: Run, slip: boolean): number => {
  const straight = compareJoined(ra.text, rb.text, foldCached, slip);
  if (Math.min(ra.text.length, rb.text.length) < RUN.turnedFrom) return straight;
  if (ra.turned !== "" && rb.parts.length === 1)
    return Math.max(straight, compareJoined(ra.turned, rb.text, foldCached, slip));
  if (rb.turned !== "" && ra.parts.length === 1)
    return Math.max(straight, compareJoined(ra.text, rb.turned, foldCached, slip));
  return straight;
};

const allAgree = (form: NameForm, best: readonly number[]): boolean =>
  best.every((s, k) => s > RUN.settled || (form.roles[k]! & WEAK_ROLES) !== 0);

/** A run of several parts one of which has its equal in the other name already. */
const isSettled = (form: NameForm, run: Run, best: readonly number[]): boolean =>
  run.parts.length > 1 && run.parts.some((k) => best[k]! > RUN.settled && (form.roles[k]! & WEAK_ROLES) === 0);

/** A query is compared with many names: its runs are made once. */
const runsKept = new WeakMap<NameForm, readonly Run[]>();

const runsOf = (form: NameForm): readonly Run[] => {
  let runs = runsKept.get(form);
  if (!runs) {
    runs = makeRuns(form);
    runsKept.set(form, runs);
  }
  return runs;
};

const makeRuns = (form: NameForm): readonly Run[] => {
  const out: Run[] = [];
  for (let from = 0; from < form.tokens.length; from++) {
    const parts: number[] = [];
    let [text, letters, weight, arabic] = ["", 0, 0, false];
    for (let k = from; k < form.tokens.length && parts.length < RUN.mostParts; k++) {
      const token = form.tokens[k]!;
      if (token.special !== null) break;
      parts.push(k);
      text += token.latin;
      letters |= token.letters;
      weight += form.weights[k]!;
      arabic = arabic || token.script === "arabic";
      if (text.length < RUN.fewestLetters) continue;
      const turned = parts.length === 2 ? token.latin + form.tokens[from]!.latin : "";
      out.push({ parts: [...parts], text, turned, letters, weight, arabic });
    }
  }
  return out;
};

/** Folds of joined runs; the same runs come again for every candidate. */
const foldsKept = new Map<string, string>();
const MOST_FOLDS = 20_000;
export const foldCached = (text: string): string => {
  let fold = foldsKept.get(text);
  if (fold === undefined) {
    if (foldsKept.size >= MOST_FOLDS) foldsKept.clear();
    fold = foldKey(text);
    foldsKept.set(text, fold);
  }
  return fold;
};
