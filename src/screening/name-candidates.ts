import type { Joined, JoinedParts } from "./joined-search.ts";
import { type NameForm, ROLE } from "./name-form.ts";
import { NAME_FLAG, type NameIndex, UNSOUGHT } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { makeNeighbours, type Neighbours } from "./neighbours.ts";
import { makeScoreBound, TOGETHER } from "./score-bound.ts";
import { SCORE } from "./weights.ts";

export interface Candidates {
  /** Names that may reach the threshold. */
  readonly names: readonly number[];
  /** The one that falls short by the least, `null` when none shares a part. */
  readonly runnerUp: number | null;
}

/** Room for rounding: weights are kept with seven digits. */
const ROUNDING = 1e-4;

/** Names that cannot reach the threshold, looked at all the same so that a reviewer sees what came nearest. */
const FOR_THE_NEAREST = 16;

/**
 * Names that share a part with the query and may reach the threshold, judged by `ScoreBound`. The parts of the query are gone
 * through from the one with the fewest names to the one with the most: a name first met at a later part lacks all the earlier
 * ones, so that only light names can still reach the threshold, and those stand first.
 */
export const makeCandidates = (
  index: NameIndex,
  listed: (id: number) => NameToken,
): ((form: NameForm, joined: Joined, threshold: number) => Candidates) => {
  const neighboursOf = makeNeighbours(index, listed);
  const bound = makeScoreBound(index);
  const met = new Uint32Array(index.nameListings.length);
  let stamp = 0;
  const { heaviest, heaviestOf, common } = tokenFacts(index);

  return (form, joined, threshold) => {
    stamp++;
    const names: number[] = [];
    let runnerUp: number | null = null;
    let [nearest, beyond] = [0, 0];
    const found = form.tokens.map((token, i) =>
      withJoined(neighboursOf(token, form.person, (form.roles[i]! & ROLE.syllable) !== 0), i, joined.parts),
    );
    bound.begin(form, threshold);
    found.forEach((neighbours, i) => {
      bound.near(i, neighbours);
    });
    const person = form.person ? NAME_FLAG.person : 0;
    const steps = stepsOf(index, form, found, { heaviest, heaviestOf, common }, threshold);
    for (const { part, limit } of steps) {
      const { ids } = found[part]!;
      for (let k = 0; k < ids.length; k++) {
        const end = index.tokenStarts[ids[k]! + 1]!;
        for (let p = index.tokenStarts[ids[k]!]!; p < end; p++) {
          const name = index.tokenNames[p]!;
          if (index.nameContents[name]! > limit && (runnerUp !== null || beyond++ >= FOR_THE_NEAREST)) break;
          if (met[name] === stamp) continue;
          met[name] = stamp;
          if ((index.nameFlags[name]! & NAME_FLAG.person) !== person) continue;
          if (bound.margin(name, joined.names.get(name)) >= -ROUNDING) names.push(name);
          else if (bound.ratio() > nearest) {
            nearest = bound.ratio();
            runnerUp = name;
          }
        }
      }
    }
    for (const [name, runs] of joined.names) {
      if (met[name] === stamp || (index.nameFlags[name]! & NAME_FLAG.person) !== person) continue;
      if (bound.margin(name, runs) >= -ROUNDING) names.push(name);
    }
    bound.end();
    return { names, runnerUp };
  };
};

/** A part stands for a listed token also where it is written together with its neighbours there. */
const withJoined = (neighbours: Neighbours, part: number, joined: readonly JoinedParts[]): Neighbours => {
  const more = joined.flatMap(({ first, last, ids }) => (first <= part && part <= last ? ids : []));
  if (more.length === 0) return neighbours;
  return {
    ids: Uint32Array.from([...neighbours.ids, ...more]),
    similarities: Float64Array.from([...neighbours.similarities, ...more.map(() => TOGETHER)]),
  };
};

interface TokenFacts {
  /** Most that any listed part weighs, and any with this token. */
  readonly heaviest: number;
  readonly heaviestOf: Float32Array;
  /** 1 for tokens that stand in names as common words, under which nothing is filed. */
  readonly common: Uint8Array;
}

const tokenFacts = (index: NameIndex): TokenFacts => {
  const heaviestOf = new Float32Array(index.tokenTexts.length);
  const common = new Uint8Array(index.tokenTexts.length);
  let heaviest = 0;
  for (let p = 0; p < index.partTokens.length; p++) {
    const [id, weight] = [index.partTokens[p]!, index.partWeights[p]!];
    if (weight > heaviestOf[id]!) heaviestOf[id] = weight;
    if (weight > heaviest) heaviest = weight;
    if (index.partRoles[p]! & ROLE.generic) common[id] = 1;
  }
  return { heaviest, heaviestOf, common };
};

interface Step {
  readonly part: number;
  /** Names whose sought parts weigh more cannot reach the threshold when this is the first part that they share. */
  readonly limit: number;
}

const stepsOf = (
  index: NameIndex,
  form: NameForm,
  found: readonly Neighbours[],
  { heaviest, heaviestOf, common }: TokenFacts,
  threshold: number,
): readonly Step[] => {
  const all = form.roles.every((role) => (role & UNSOUGHT) !== 0);
  const parts = form.tokens.map((token, part) => {
    const { ids } = found[part]!;
    let [names, most, open] = [0, 0, false];
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      names += index.tokenStarts[id + 1]! - index.tokenStarts[id]!;
      most = Math.max(most, heaviestOf[id]!);
      if (common[id]) open = true;
    }
    const sought = all || (form.roles[part]! & UNSOUGHT) === 0;
    // What any part may match stands for the heaviest one
    if (token.latin.length === 1 || (form.truncated && part === form.tokens.length - 1))
      [most, open] = [heaviest, true];
    return { part, names, most, sought, open: open || !sought };
  });
  const sought = parts.filter((p) => p.sought).sort((a, b) => a.names - b.names);
  /** Weight of the query's parts that are lacking at this step, and of those that may agree, with their counterparts. */
  let lacking = 0;
  let [agreeing, opposite] = [0, 0];
  for (const p of parts) {
    agreeing += form.weights[p.part]! + p.most;
    opposite += p.most;
  }
  return sought.map((p) => {
    const step = {
      part: p.part,
      limit: Math.max(0, opposite + mostLeft(lacking, agreeing / 2, form.person, threshold)),
    };
    if (!p.open) {
      lacking += form.weights[p.part]!;
      agreeing -= form.weights[p.part]! + p.most;
      opposite -= p.most;
    }
    return step;
  });
};

/**
 * Most that may be left over of a listed name where `lacking` of the query found nothing and pairs of weight `agreeing` agree
 * fully: the root x² of contradiction * a x + omission * (a - x)² = agreeing (1 - t) / t, with a² = lacking.
 */
const mostLeft = (lacking: number, agreeing: number, person: boolean, t: number): number => {
  if (lacking === 0) return Number.POSITIVE_INFINITY;
  const omission = person ? SCORE.omission : SCORE.omissionOrganisation;
  const slope = (SCORE.contradiction - 2 * omission) * Math.sqrt(lacking);
  const short = omission * lacking - (agreeing * (1 - t)) / t;
  const root = slope * slope - 4 * omission * short;
  if (root < 0) return Number.NEGATIVE_INFINITY;
  const x = (Math.sqrt(root) - slope) / (2 * omission);
  return x < 0 ? Number.NEGATIVE_INFINITY : x * x;
};
