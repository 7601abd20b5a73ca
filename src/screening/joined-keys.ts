import { latinAsArabic } from "../text/abjad.ts";
import { foldKey } from "../text/fold.ts";
import { hashKey, SPACE, withOneLess } from "./index-keys.ts";
import { RUN } from "./joined-runs.ts";
import { type NameForm, WEAK_ROLES } from "./name-form.ts";
import type { NameToken } from "./name-token.ts";
import { joinedBones } from "./similarity.ts";

type Emit = (key: number) => void;

/** Numbers and legal forms are never written together with their neighbours. */
const joinable = (token: NameToken): boolean => token.special === null && token.latin !== "";

/** Runs of fewer letters are the same only letter for letter (`compareJoined`). */
const FOLD_FROM = 5;
const FEWEST_BONES = 4;

const joinedKey = (run: string, fold: string): number => hashKey(run.length < FOLD_FROM ? run : fold, SPACE.joined);

/**
 * The keys of a listed name under which parts written as one word are found: neighbouring pairs in both orders, three parts of
 * a long name, the whole of a short one; by fold key, a letter may be wrong in long ones. What they find is what `joinedPairs`
 * compares.
 */
export const filedJoinedKeys = (form: NameForm, emit: Emit): void => {
  for (const run of filedRuns(form.tokens)) {
    const fold = foldKey(run);
    if (run.length >= RUN.slipFrom) withOneLess(fold, SPACE.joined, emit);
    else emit(joinedKey(run, fold));
  }
};

/** The runs of a listed name that are filed, as they read written together. */
export const filedRuns = (tokens: readonly NameToken[]): readonly string[] => {
  const latin = tokens.filter(joinable).map((t) => t.latin);
  const runs = new Set<string>();
  for (let i = 0; i + 1 < latin.length; i++) {
    const [first, second, third] = [latin[i]!, latin[i + 1]!, latin[i + 2]];
    runs.add(first + second);
    if (first.length + second.length >= RUN.turnedFrom) runs.add(second + first);
    if (third !== undefined && latin.length > 3) runs.add(first + second + third);
  }
  if (latin.length > 0 && latin.length <= RUN.mostParts) runs.add(latin.join(""));
  return [...runs].filter((run) => run.length >= RUN.fewestLetters);
};

/** A key of parts `first` .. `last` of a query. */
type EmitRun = (key: number, first: number, last: number) => void;

/**
 * The keys by which runs of a query find listed runs: a slip is forgiven in single parts and in the whole name only. Short
 * particles alone ("of the") say nothing.
 */
export const askedJoinedKeys = (form: NameForm, foldOf: (text: string) => string, emit: EmitRun): void => {
  const at = form.tokens.flatMap((token, i) => (joinable(token) ? [i] : []));
  for (let n = 0; n < at.length; n++) {
    const first = at[n]!;
    let run = "";
    let weak = true;
    for (let m = n; m < at.length && m < n + RUN.mostParts; m++) {
      const last = at[m]!;
      const whole = n === 0 && m === at.length - 1;
      if (m > n + 2 && !whole) break;
      run += form.tokens[last]!.latin;
      weak = weak && (form.roles[last]! & WEAK_ROLES) !== 0;
      if (run.length < (m > n && weak ? RUN.slipFrom : RUN.fewestLetters)) continue;
      const fold = m === n ? form.tokens[first]!.fold : foldOf(run);
      askedRunKeys(run, fold, m === n || whole, (key) => emit(key, first, last));
    }
  }
};

/** The keys of one run of a query; `slip`: it is a single part or the whole name. */
export const askedRunKeys = (run: string, fold: string, slip: boolean, emit: Emit): void => {
  if (slip && run.length >= RUN.slipFrom) withOneLess(fold, SPACE.joined, emit);
  else emit(joinedKey(run, fold));
};

/** Keys by which a joined run of a query finds listed single words: the fold key, one letter wrong, and Arabic consonants. */
export const wordKeys = (latin: string, fold: string, arabic: boolean, emit: Emit): void => {
  emit(hashKey(latin, SPACE.text));
  if (latin.length >= RUN.slipFrom) withOneLess(fold, SPACE.word, emit);
  else if (latin.length >= FOLD_FROM) emit(hashKey(fold, SPACE.word));
  if (arabic) emit(hashKey(latinAsArabic(latin), SPACE.arabic));
};

/** Keys of one to four neighbouring parts by their consonants; one of the two sides stands in Arabic writing. */
export const joinedBonesKeys = (form: Pick<NameForm, "tokens">, emit: EmitRun): void => {
  for (let from = 0; from < form.tokens.length; from++) {
    let text = "";
    for (let k = from; k < Math.min(from + RUN.mostParts, form.tokens.length) && joinable(form.tokens[k]!); k++) {
      text += form.tokens[k]!.latin;
      const bones = joinedBones(text);
      if (bones.length >= FEWEST_BONES) emit(hashKey(bones, SPACE.joinedBones), from, k);
    }
  }
};
