import { type Alignment, align } from "./align.ts";
import { makeJoinedSearch } from "./joined-search.ts";
import { makeCandidates } from "./name-candidates.ts";
import { type NameForm, ROLE } from "./name-form.ts";
import { NAME_FLAG, type NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { type NameScore, scoreAlignment } from "./score.ts";
import { compareTokens } from "./similarity.ts";

/** A listed name that was scored against the query. */
export interface ScoredName {
  readonly name: number;
  readonly score: number;
}

export interface NameSearch {
  /** Listed names that reach `threshold` against the form, and one of the nearest below it. Order is open. */
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

/** Listed tokens that are kept ready, about a kilobyte each. */
const MOST_TOKENS = 50_000;

export const makeNameSearch = (index: NameIndex, tokenOf: (text: string) => NameToken): NameSearch => {
  const nameCount = index.nameListings.length;
  let tokens = new Map<number, NameToken>();
  const token = (id: number): NameToken => {
    let known = tokens.get(id);
    if (!known) {
      known = tokenOf(index.tokenTexts[id]!);
      if (tokens.size >= MOST_TOKENS) tokens = new Map();
      tokens.set(id, known);
    }
    return known;
  };
  const candidates = makeCandidates(index, token);
  const joined = makeJoinedSearch(index, token);

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

  const isOfKind = (form: NameForm, name: number): boolean =>
    ((index.nameFlags[name]! & NAME_FLAG.person) !== 0) === form.person;

  return {
    formOf,
    compare: (form, name) => scoreName(form, name, memoFor(form)),
    search: (form, threshold) => {
      const memo = memoFor(form);
      const { names, runnerUp } = candidates(form, joined(form), threshold);
      const hits: ScoredName[] = [];
      let nearest: ScoredName | null = null;
      for (const name of names) {
        const { score } = scoreName(form, name, memo).score;
        if (score >= threshold) hits.push({ name, score });
        else if (score > (nearest?.score ?? 0)) nearest = { name, score };
      }
      // Nothing came close: the best of the rest is scored, so that a reviewer sees how far off it is
      if (hits.length === 0 && nearest === null && runnerUp !== null) {
        const { score } = scoreName(form, runnerUp, memo).score;
        if (score >= threshold) hits.push({ name: runnerUp, score });
        else nearest = { name: runnerUp, score };
      }
      return { hits, nearest };
    },
    bruteForce: (form, threshold) => {
      const memo = memoFor(form);
      const hits: ScoredName[] = [];
      for (let name = 0; name < nameCount; name++) {
        if (!isOfKind(form, name)) continue;
        const { score } = scoreName(form, name, memo).score;
        if (score >= threshold) hits.push({ name, score });
      }
      return { hits };
    },
  };
};
