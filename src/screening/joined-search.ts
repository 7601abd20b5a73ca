import { editDistance } from "../text/edit-distance.ts";
import { askedJoinedKeys, joinedBonesKeys, wordKeys } from "./joined-keys.ts";
import { foldCached, RUN } from "./joined-runs.ts";
import type { NameForm } from "./name-form.ts";
import type { NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { lookUp } from "./postings.ts";

/** Neighbouring parts of a query. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** Parts of a query that, written together, read like listed tokens: "jong", "un" and "jongun". */
export interface JoinedParts extends Run {
  readonly ids: readonly number[];
}

export interface Joined {
  /** Names in which several parts together may read like parts of the query, of persons and of others: name -> runs of the query. */
  readonly names: ReadonlyMap<number, readonly Run[]>;
  readonly parts: readonly JoinedParts[];
}

/**
 * What of the query is written in other words in a listed name. The last answer is kept: a name of unknown kind is looked up
 * as a person's and as an organisation's, mostly with the same parts.
 */
export const makeJoinedSearch = (index: NameIndex, listed: (id: number) => NameToken): ((form: NameForm) => Joined) => {
  let names = new Map<number, Run[]>();
  let answer: Joined = { names, parts: [] };
  let answered: string | null = null;
  let run: Run = { first: 0, last: 0 };
  const add = (name: number): void => {
    const runs = names.get(name);
    if (!runs) names.set(name, [run]);
    else if (runs.at(-1) !== run) runs.push(run);
  };
  const byKey = (key: number, first: number, last: number): void => {
    if (run.first !== first || run.last !== last) run = { first, last };
    lookUp(index.joined, key, add);
  };

  const singleTokens = (latin: string, arabic: boolean): readonly number[] => {
    const fold = foldCached(latin);
    if (latin.length < RUN.fewestLetters) return [];
    const ids = new Set<number>();
    wordKeys(latin, fold, arabic, (key) =>
      lookUp(index.tokenKeys, key, (id) => {
        if (!arabic && Math.abs(index.tokenLengths[id]! - latin.length) > RUN.slack) return;
        if (arabic || editDistance(listed(id).fold, fold, 1) <= 1) ids.add(id);
      }),
    );
    return [...ids];
  };

  const singleParts = (form: NameForm): readonly JoinedParts[] => {
    const out: JoinedParts[] = [];
    const at = form.tokens.flatMap((t, i) => (t.special === null ? [i] : []));
    const add = (first: number, last: number, latin: string, arabic: boolean): void => {
      const ids = singleTokens(latin, arabic);
      if (ids.length > 0) out.push({ first, last, ids });
    };
    for (let k = 0; k + 1 < at.length; k++) {
      const [i, j, l] = [at[k]!, at[k + 1]!, at[k + 2]];
      const [first, second] = [form.tokens[i]!, form.tokens[j]!];
      add(i, j, first.latin + second.latin, first.script === "arabic" && second.script === "arabic");
      if (first.latin.length + second.latin.length >= RUN.turnedFrom) add(i, j, second.latin + first.latin, false);
      if (l !== undefined) add(i, l, first.latin + second.latin + form.tokens[l]!.latin, false);
    }
    return out;
  };

  return (form) => {
    const asked = form.tokens.map((t) => t.text).join(" ");
    if (asked === answered) return answer;
    answered = asked;
    names = new Map();
    askedJoinedKeys(form, foldCached, byKey);
    joinedBonesKeys(form, byKey);
    answer = { names, parts: singleParts(form) };
    return answer;
  };
};
