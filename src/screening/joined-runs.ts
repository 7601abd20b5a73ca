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
  readonly weight: number;
  readonly arabic: boolean;
}

const LONGEST_RUN = 4;
const SHORTEST_TEXT = 4;
/** Names this short are too easily another name when their parts change places. */
const SHORTEST_TURNED = 8;
const JOIN_FLOOR = 0.8;
/** Joined texts may differ by this many letters in length (`compareJoined`). */
const LENGTH_SLACK = 2;

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
      if (!cross && Math.abs(ra.text.length - rb.text.length) > LENGTH_SLACK) continue;
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
  if (Math.min(ra.text.length, rb.text.length) < SHORTEST_TURNED) return straight;
  if (ra.turned !== "" && rb.parts.length === 1)
    return Math.max(straight, compareJoined(ra.turned, rb.text, foldCached, slip));
  if (rb.turned !== "" && ra.parts.length === 1)
    return Math.max(straight, compareJoined(ra.text, rb.turned, foldCached, slip));
  return straight;
};

const allAgree = (form: NameForm, best: readonly number[]): boolean =>
  best.every((s, k) => s > 0.9 || (form.roles[k]! & WEAK_ROLES) !== 0);

/** A run of several parts one of which has its equal in the other name already. */
const isSettled = (form: NameForm, run: Run, best: readonly number[]): boolean =>
  run.parts.length > 1 && run.parts.some((k) => best[k]! > 0.9 && (form.roles[k]! & WEAK_ROLES) === 0);

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
    let [text, weight, arabic] = ["", 0, false];
    for (let k = from; k < form.tokens.length && parts.length < LONGEST_RUN; k++) {
      const token = form.tokens[k]!;
      if (token.special !== null) break;
      parts.push(k);
      text += token.latin;
      weight += form.weights[k]!;
      arabic = arabic || token.script === "arabic";
      if (text.length < SHORTEST_TEXT) continue;
      const turned = parts.length === 2 ? token.latin + form.tokens[from]!.latin : "";
      out.push({ parts: [...parts], text, turned, weight, arabic });
    }
  }
  return out;
};

/** Folds of joined runs; the same runs come again for every candidate. */
const foldsKept = new Map<string, string>();
const MOST_FOLDS = 20_000;
const foldCached = (text: string): string => {
  let fold = foldsKept.get(text);
  if (fold === undefined) {
    if (foldsKept.size >= MOST_FOLDS) foldsKept.clear();
    fold = foldKey(text);
    foldsKept.set(text, fold);
  }
  return fold;
};
