import { editDistance } from "../text/edit-distance.ts";
import { foldKey } from "../text/fold.ts";
import { type Alignment, align } from "./align.ts";
import { joinedKeys, queryKeys, wordKeys } from "./index-keys.ts";
import { type NameForm, ROLE } from "./name-form.ts";
import { joinedBonesOf, joinedKeysOf, NAME_FLAG, type NameIndex, UNSOUGHT } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { lookUp } from "./postings.ts";
import { type NameScore, scoreAlignment } from "./score.ts";
import { compareTokens, farApart, mostEdits, similarityOf } from "./similarity.ts";
import { SCORE, SIMILARITY } from "./weights.ts";

/** A listed name that was scored against the query. */
export interface ScoredName {
  readonly name: number;
  readonly score: number;
}

export interface NameSearch {
  /** Listed names that reach `threshold` against the form, and the best one below it. Order is open. */
  search(
    form: NameForm,
    threshold: number,
  ): { readonly hits: readonly ScoredName[]; readonly nearest: ScoredName | null };
  /** The same by scoring every name of the form's kind; for tests and the benchmark. */
  bruteForce(form: NameForm, threshold: number): { readonly hits: readonly ScoredName[] };
  /** The parts of a listed name, for the explanation. */
  formOf(name: number): NameForm;
  compare(form: NameForm, name: number): { readonly alignment: Alignment; readonly score: NameScore };
}

/** What the optimistic estimate may fall short of the score by (weights of paired parts differ a little). */
const SLACK = 0.12;
/** Weight of a common word that the query misspells, so that it is sought where nothing is filed. */
const MISSPELT_COMMON = 0.4;

const best = (a: NameToken, b: NameToken, person: boolean, syllable: boolean): number => {
  const plain = similarityOf(compareTokens(a, b, person, false));
  return syllable ? Math.max(plain, similarityOf(compareTokens(a, b, person, true))) : plain;
};

export const makeNameSearch = (index: NameIndex, tokenOf: (text: string) => NameToken): NameSearch => {
  const nameCount = index.nameListings.length;
  const gained = new Float32Array(nameCount);
  const covered = new Float32Array(nameCount);
  const current = new Float32Array(nameCount);
  const currentPart = new Int32Array(nameCount).fill(-1);
  /** Listed tokens met for the query part of this stamp. */
  const seen = new Uint32Array(index.tokenTexts.length);
  let stamp = 0;
  const tokens: (NameToken | undefined)[] = new Array(index.tokenTexts.length);
  const token = (id: number): NameToken => (tokens[id] ??= tokenOf(index.tokenTexts[id]!));

  const formOf = (name: number): NameForm => {
    const [from, to] = [index.nameStarts[name]!, index.nameStarts[name + 1]!];
    const out = { tokens: [] as NameToken[], roles: [] as number[], weights: [] as number[] };
    for (let p = from; p < to; p++) {
      out.tokens.push(token(index.partTokens[p]!));
      out.roles.push(index.partRoles[p]!);
      out.weights.push(index.partWeights[p]!);
    }
    return {
      ...out,
      person: (index.nameFlags[name]! & NAME_FLAG.person) !== 0,
      truncated: false,
      weak: (index.nameFlags[name]! & NAME_FLAG.weak) !== 0,
      vessel: (index.nameFlags[name]! & NAME_FLAG.vessel) !== 0,
    };
  };

  /** Similarity of a query part to a listed token, computed once per query. */
  const memoFor = (form: NameForm) => {
    const memo = new Map<number, number>();
    const width = form.tokens.length * 2;
    return (i: number, id: number, role: number): number => {
      const syllables = (form.roles[i]! & role & ROLE.syllable) !== 0;
      const slot = id * width + i * 2 + (syllables ? 1 : 0);
      let packed = memo.get(slot);
      if (packed === undefined) {
        packed = compareTokens(form.tokens[i]!, token(id), form.person, syllables);
        memo.set(slot, packed);
      }
      return packed;
    };
  };
  type Memo = ReturnType<typeof memoFor>;

  const scoreName = (form: NameForm, name: number, memo: Memo) => {
    const listed = formOf(name);
    const from = index.nameStarts[name]!;
    const alignment = align(form, listed, (i, j) => memo(i, index.partTokens[from + j]!, listed.roles[j]!));
    return { alignment, score: scoreAlignment(form, listed, alignment) };
  };

  /** Names of the same reading (person or not) that share a key, with what they may reach at best. */
  const candidates = (form: NameForm, threshold: number): { found: number[]; runnerUp: number | null } => {
    const touched: number[] = [];
    const person = form.person ? NAME_FLAG.person : 0;
    let [queryTotal, queryLoose, initials] = [0, 0, 0];
    const generic = form.roles.every((role) => (role & UNSOUGHT) !== 0);
    const isUnsought = (role: number): boolean => (role & UNSOUGHT) !== 0 && !(generic && role & ROLE.generic);
    form.tokens.forEach((queryToken, i) => {
      queryTotal += form.weights[i]!;
      if (form.roles[i]! & ROLE.initial) initials++;
      if (isUnsought(form.roles[i]!) || (form.truncated && i === form.tokens.length - 1))
        queryLoose += form.weights[i]!;
      if (isUnsought(form.roles[i]!)) return;
      const similar: number[] = [];
      const similarities: number[] = [];
      const syllable = (form.roles[i]! & ROLE.syllable) !== 0;
      stamp++;
      const edits = mostEdits(queryToken.latin.length);
      const foldEdits = mostEdits(queryToken.fold.length);
      queryKeys(queryToken, syllable, (key, slip) =>
        lookUp(index.tokenKeys, key, (id) => {
          if (seen[id] === stamp) return;
          if (
            slip &&
            farApart(index.tokenLetters[id]!, queryToken.letters, edits) &&
            farApart(index.tokenFoldLetters[id]!, queryToken.foldLetters, foldEdits)
          )
            return;
          seen[id] = stamp;
          const s = best(queryToken, token(id), form.person, syllable);
          if (s < SIMILARITY.floor) return;
          similar.push(id);
          similarities.push(s);
        }),
      );
      for (let k = 0; k < similar.length; k++) {
        const id = similar[k]!;
        const gain = similarities[k]! * form.weights[i]!;
        const end = index.tokenStarts[id + 1]!;
        for (let p = index.tokenStarts[id]!; p < end; p++) {
          const name = index.tokenNames[p]!;
          if ((index.nameFlags[name]! & NAME_FLAG.person) !== person) continue;
          if (currentPart[name] === -1) touched.push(name);
          if (currentPart[name] !== i) {
            currentPart[name] = i;
            current[name] = 0;
            covered[name]! += form.weights[i]!;
          }
          if (gain > current[name]!) {
            gained[name]! += gain - current[name]!;
            current[name] = gain;
          }
        }
      }
    });
    const found: number[] = [];
    let runnerUp: number | null = null;
    let nearest = 0;
    for (const name of touched) {
      // Optimistic: what the index does not seek (common words, initials) is taken to agree; one common word may be misspelt
      const open = Math.max(0, queryTotal - covered[name]!);
      const openable = form.person ? queryLoose : queryLoose + Math.min(MISSPELT_COMMON, index.nameLoose[name]!);
      const loose = Math.min(open, openable, index.nameLoose[name]! + 0.5);
      const matched = gained[name]! + loose;
      const restQuery = Math.max(0, open - openable);
      const restListed = Math.max(
        0,
        index.nameTotals[name]! - covered[name]! * 1.1 - index.nameLoose[name]! - initials,
      );
      const contradiction = Math.sqrt(restQuery * restListed);
      const cost =
        SCORE.dissimilarity * (covered[name]! - gained[name]!) +
        SCORE.contradiction * contradiction +
        SCORE.omission * (restQuery + restListed - 2 * contradiction);
      const estimate = matched / (matched + cost);
      if (estimate >= threshold - SLACK) found.push(name);
      else if (estimate > nearest) {
        nearest = estimate;
        runnerUp = name;
      }
      gained[name] = 0;
      covered[name] = 0;
      currentPart[name] = -1;
    }
    return { found, runnerUp };
  };

  /** Names that hold parts of the query written together, or the other way about. */
  const joinedCandidates = (form: NameForm, found: Set<number>): void => {
    const person = form.person ? NAME_FLAG.person : 0;
    const addName = (name: number): void => {
      if ((index.nameFlags[name]! & NAME_FLAG.person) === person) found.add(name);
    };
    joinedKeysOf(form, (key) => lookUp(index.joined, key, addName));
    joinedBonesOf(form, (key) => lookUp(index.joined, key, addName));
    for (const t of form.tokens)
      if (t.special === null && t.latin.length >= 4) joinedKeys(t.latin, (key) => lookUp(index.joined, key, addName));
    const words = form.tokens.filter((t) => t.special === null);
    for (let i = 0; i + 1 < words.length; i++) {
      const [first, second, third] = [words[i]!, words[i + 1]!, words[i + 2]];
      const arabic = first.script === "arabic" && second.script === "arabic";
      singleWords(first.latin + second.latin, arabic, addName);
      if (first.latin.length + second.latin.length >= 8) singleWords(second.latin + first.latin, false, addName);
      if (third !== undefined) singleWords(first.latin + second.latin + third.latin, false, addName);
    }
  };

  /** Names with a single part that reads like several parts of the query written together. */
  const singleWords = (latin: string, arabic: boolean, addName: (name: number) => void): void => {
    const fold = foldKey(latin);
    if (fold.length < 3) return;
    wordKeys(latin, fold, arabic, (key) =>
      lookUp(index.tokenKeys, key, (id) => {
        const listed = token(id);
        if (!arabic && editDistance(listed.fold, fold, 1) > 1) return;
        for (let p = index.tokenStarts[id]!; p < index.tokenStarts[id + 1]!; p++) addName(index.tokenNames[p]!);
      }),
    );
  };

  return {
    formOf,
    compare: (form, name) => scoreName(form, name, memoFor(form)),
    search: (form, threshold) => {
      const memo = memoFor(form);
      const near = candidates(form, threshold);
      const found = new Set(near.found);
      joinedCandidates(form, found);
      const hits: ScoredName[] = [];
      let nearest: ScoredName | null = null;
      for (const name of found) {
        const { score } = scoreName(form, name, memo).score;
        if (score >= threshold) hits.push({ name, score });
        else if (score > (nearest?.score ?? 0)) nearest = { name, score };
      }
      // Nothing came close: the best of the rest is scored, so that a reviewer sees how far off it is
      if (hits.length === 0 && nearest === null && near.runnerUp !== null)
        nearest = { name: near.runnerUp, score: Math.min(scoreName(form, near.runnerUp, memo).score.score, threshold) };
      return { hits, nearest };
    },
    bruteForce: (form, threshold) => {
      const memo = memoFor(form);
      const person = form.person ? NAME_FLAG.person : 0;
      const hits: ScoredName[] = [];
      for (let name = 0; name < nameCount; name++) {
        if ((index.nameFlags[name]! & NAME_FLAG.person) !== person) continue;
        const { score } = scoreName(form, name, memo).score;
        if (score >= threshold) hits.push({ name, score });
      }
      return { hits };
    },
  };
};
