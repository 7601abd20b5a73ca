import type { Joined, JoinedParts } from "./joined-search.ts";
import { isSilent, type NameForm, ROLE, silentRoles } from "./name-form.ts";
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

/** Names that were passed over, looked at all the same where nothing else came near, so that a reviewer sees the nearest. */
const FOR_THE_NEAREST = 16;

/** What is known of a name in one query: nothing, the part that it was met by (plus one), or that it was judged. */
const JUDGED = 0xff;
/** Judging a name costs as much as passing over so many. */
const JUDGING = 8;

/**
 * Names that share a part with the query and may reach the threshold, judged by `ScoreBound`. A name is judged when it shares a
 * second part; before that only when it is so light that the first may do. The parts of the query are gone through from the one
 * with the fewest names to the one with the most: a name first met at a later part lacks all the earlier ones, too.
 */
export const makeCandidates = (
  index: NameIndex,
  listed: (id: number) => NameToken,
): ((form: NameForm, joined: Joined, threshold: number) => Candidates) => {
  const neighboursOf = makeNeighbours(index, listed);
  const bound = makeScoreBound(index);
  /** A byte for each name: they are looked at in no order, and so few that they stay near the processor. */
  const met = new Uint8Array(index.nameListings.length);
  const facts = tokenFacts(index);

  return (form, joined, threshold) => {
    met.fill(0);
    const names: number[] = [];
    const passedOver: number[] = [];
    let runnerUp: number | null = null;
    let nearest = 0;
    const person = form.person ? NAME_FLAG.person : 0;
    const judge = (name: number): void => {
      met[name] = JUDGED;
      if ((index.nameFlags[name]! & NAME_FLAG.person) !== person) return;
      if (bound.margin(name, joined.names.get(name)) >= -ROUNDING) names.push(name);
      else if (bound.ratio() > nearest) {
        nearest = bound.ratio();
        runnerUp = name;
      }
    };
    const found = form.tokens.map((token, i) =>
      withJoined(neighboursOf(token, form.person, (form.roles[i]! & ROLE.syllable) !== 0), i, joined.parts),
    );
    bound.begin(form, threshold);
    found.forEach((neighbours, i) => {
      bound.near(i, neighbours);
    });
    /** Met once, by a part gone through already. */
    let waiting: number[] = [];
    let furthest = 0;
    for (const { part, listed, alone, limit } of stepsOf(index, form, found, facts, threshold)) {
      const mine = 1 + part;
      if (waiting.length * JUDGING < listed) {
        for (const name of waiting) if (met[name] !== JUDGED) judge(name);
        waiting = [];
      }
      // Heavier names wait for no later part
      const last = waiting.length > 0 ? Math.max(furthest, limit) : limit;
      furthest = last;
      for (const id of found[part]!.ids) {
        const from = index.tokenStarts[id]!;
        const to = index.tokenStarts[id + 1]!;
        const endAlone = lighterUntil(index, from, to, alone);
        for (let p = from; p < endAlone; p++) {
          const name = index.tokenNames[p]!;
          if (met[name] !== JUDGED) judge(name);
        }
        const endLimit = lighterUntil(index, endAlone, to, limit);
        for (let p = endAlone; p < endLimit; p++) {
          const name = index.tokenNames[p]!;
          const mark = met[name]!;
          if (mark === 0) {
            met[name] = mine;
            waiting.push(name);
          } else if (mark !== mine && mark !== JUDGED) judge(name);
        }
        for (let p = endAlone; p < to && passedOver.length < FOR_THE_NEAREST; p++)
          passedOver.push(index.tokenNames[p]!);
        const end = last > limit ? lighterUntil(index, endLimit, to, last) : endLimit;
        for (let p = endLimit; p < end; p++) {
          const name = index.tokenNames[p]!;
          const mark = met[name]!;
          if (mark !== 0 && mark !== mine && mark !== JUDGED) judge(name);
        }
      }
    }
    for (const name of joined.names.keys()) if (met[name] !== JUDGED) judge(name);
    if (names.length === 0 && runnerUp === null) for (const name of passedOver) judge(name);
    bound.end();
    return { names, runnerUp };
  };
};

/** Where, among the names of a token, which go from light to heavy, those begin that weigh more than `most`. */
const lighterUntil = (index: NameIndex, from: number, to: number, most: number): number => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.nameContents[index.tokenNames[middle]!]! <= most) low = middle + 1;
    else high = middle;
  }
  return low;
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
  /** Names that share it. */
  readonly listed: number;
  /** Names whose sought parts weigh more cannot reach the threshold by this part alone. */
  readonly alone: number;
  /** Nor can these by this and later ones. */
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
  const silent = silentRoles(form);
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
  /** Limit for names that agree in these parts and lack the others that nothing else could stand for. */
  const limitOf = (agreeing: readonly (typeof parts)[number][]): number => {
    let [lacking, weight, opposite] = [0, 0, 0];
    for (const p of parts)
      if (p.open || agreeing.includes(p)) {
        weight += (form.weights[p.part]! + p.most) / 2;
        opposite += p.most;
      } else if (!isSilent(form.roles[p.part]!, silent)) lacking += form.weights[p.part]!;
    return Math.max(0, opposite + mostLeft(lacking, weight, form.person, threshold));
  };
  const sought = parts.filter((p) => p.sought).sort((a, b) => a.names - b.names);
  return sought.map((p, k) => ({
    part: p.part,
    listed: p.names,
    alone: limitOf([p]),
    limit: limitOf(sought.slice(k)),
  }));
};

/**
 * Most that may be left over of a listed name where `lacking` of the query found nothing and pairs of weight `agreeing` agree
 * fully: the root x² of contradiction * a x + omission * (a - x)² = agreeing (1 - t) / t, with a² = lacking.
 */
const mostLeft = (lacking: number, agreeing: number, person: boolean, t: number): number => {
  const omission = person ? SCORE.omission : SCORE.omissionOrganisation;
  const slope = (SCORE.contradiction - 2 * omission) * Math.sqrt(lacking);
  const short = omission * lacking - (agreeing * (1 - t)) / t;
  const root = slope * slope - 4 * omission * short;
  if (root < 0) return Number.NEGATIVE_INFINITY;
  const x = (Math.sqrt(root) - slope) / (2 * omission);
  return x < 0 ? Number.NEGATIVE_INFINITY : x * x;
};
