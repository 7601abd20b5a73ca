import type { Alignment } from "./align.ts";
import { contradictionOf, extraNumbers, extraPlaces, isContent, missingLeads, total } from "./left-over.ts";
import { type NameForm, ROLE, WEAK_ROLES } from "./name-form.ts";
import { similarityOf, WHY, whyOf } from "./similarity.ts";
import { GATE, SCORE, SIMILARITY } from "./weights.ts";

/** The parts of the score, kept for the explanation. */
export interface NameScore {
  readonly score: number;
  /** A rule that held the score down, in plain words; `null` when none did. */
  readonly heldBy: string | null;
  readonly reversedChain: boolean;
}

const isWeakPair = (form: NameForm, at: readonly number[]): boolean => at.every((i) => form.roles[i]! & WEAK_ROLES);
/**
 * Scores an alignment by the formula of `weights.ts`, then applies the gates for thin evidence. `a` is what is screened, `b`
 * the listed name: a listed mononym does not hit a fuller name ("JULIA" is not every Julia), the other way about it may.
 */
export const scoreAlignment = (a: NameForm, b: NameForm, alignment: Alignment): NameScore => {
  let [matched, lacking, evidence, content, best, shared] = [0, 0, 0, 0, 0, 0];
  for (const pair of alignment.pairs) {
    const s = similarityOf(pair.packed);
    const w = (total(a.weights, pair.a) + total(b.weights, pair.b)) / 2;
    matched += w * s;
    lacking += w * (1 - s);
    const initial = whyOf(pair.packed) === WHY.initial || pair.a.every((i) => a.roles[i]! & ROLE.initial);
    // "Inter" for "international" is a common word however it is cut
    const common = whyOf(pair.packed) === WHY.concept;
    const counts = !common && pair.a.some((i) => isContent(a.roles[i]!)) && pair.b.some((j) => isContent(b.roles[j]!));
    if (!counts) {
      if (!isWeakPair(a, pair.a)) shared += w * s;
      continue;
    }
    const trust = whyOf(pair.packed) === WHY.consonants ? trustOf(a, pair.a[0]!, s) : 1;
    evidence += initial ? GATE.initialEvidence : w * s * s * trust;
    if (!initial) content += Math.max(pair.a.length, pair.b.length);
    best = Math.max(best, initial ? 0 : w * s);
  }
  const [restA, restB] = [total(a.weights, alignment.leftA), total(b.weights, alignment.leftB)];
  const { full: contradiction, both } = contradictionOf(a, b, alignment);
  const omitted = restA + restB - 2 * both;
  const [syllablesA, syllablesB] = [a, b].map((form) => form.roles.some((r) => r & ROLE.syllable));
  const omission = (a.person ? syllablesA && syllablesB : syllablesA || syllablesB)
    ? SCORE.omissionOfSyllables
    : a.person
      ? SCORE.omission
      : SCORE.omissionOrganisation;
  const reversed = isReversedChain(a, b, alignment) || isReversedSyllables(a, b, alignment);
  const cost =
    SCORE.dissimilarity * lacking +
    SCORE.contradiction * contradiction +
    omission * omitted +
    extraNumbers(a, b, alignment) +
    extraPlaces(a, b, alignment) +
    missingLeads(b, alignment) +
    (reversed ? SCORE.reversedChain * matched : 0);
  const raw = matched === 0 ? 0 : matched / (matched + cost);
  const gate = heldDown(a, b, alignment, { evidence, content, best, shared });
  return {
    score: Math.min(raw, gate?.cap ?? 1),
    heldBy: gate && gate.cap < raw ? gate.why : null,
    reversedChain: reversed,
  };
};

/** Long words that share three consonants or more in order are rarely two names. */
const trustOf = (a: NameForm, part: number, similarity: number): number =>
  similarity > SIMILARITY.shortSkeleton && a.tokens[part]!.script !== "latin"
    ? GATE.consonantsEvidence
    : GATE.weakConsonantsEvidence;

/** "Salman bin Muhammad" against "Muhammad bin Salman": father and son have changed places. */
const isReversedChain = (a: NameForm, b: NameForm, alignment: Alignment): boolean => {
  if (!hasChain(a) || !hasChain(b)) return false;
  let [fatherToSon, sonToFather] = [false, false];
  for (const pair of alignment.pairs) {
    const [i, j] = [pair.a[0]!, pair.b[0]!];
    if (!isContent(a.roles[i]!) || !isContent(b.roles[j]!)) continue;
    const [pa, pb] = [a.roles[i]! & ROLE.patronymic, b.roles[j]! & ROLE.patronymic];
    if (pa && !pb) fatherToSon = true;
    if (pb && !pa) sonToFather = true;
  }
  return fatherToSon && sonToFather;
};

/** "Un Jong Kim" is not "Kim Jong Un": syllables keep their order, wherever the family name stands. */
const isReversedSyllables = (a: NameForm, b: NameForm, alignment: Alignment): boolean => {
  const order = alignment.pairs
    .filter((p) => p.a.length === 1 && p.b.length === 1 && a.roles[p.a[0]!]! & b.roles[p.b[0]!]! & ROLE.syllable)
    .sort((x, y) => x.a[0]! - y.a[0]!)
    .map((p) => p.b[0]!);
  const falls = order.filter((j, k) => j > order[(k + 1) % order.length]!).length;
  return order.length >= 3 && falls > 1;
};

const hasChain = (form: NameForm): boolean =>
  form.person &&
  form.roles.some((r) => r & ROLE.patronymic && !(r & ROLE.particle)) &&
  form.roles.some((r) => !(r & (ROLE.patronymic | WEAK_ROLES)));

interface Evidence {
  readonly evidence: number;
  readonly content: number;
  readonly best: number;
  /** Generic words and numbers that agree. */
  readonly shared: number;
}

/** Thin evidence: one part of several, common parts only, generic words only. */
const heldDown = (
  a: NameForm,
  b: NameForm,
  alignment: Alignment,
  found: Evidence,
): { cap: number; why: string } | null => {
  const [contentA, contentB] = [contentCount(a), contentCount(b)];
  if (contentA === 0 || contentB === 0) {
    // "Treidinvest" and "Treid-Invest": common words written as one
    const complete =
      (contentA === contentB || alignment.pairs.some((p) => whyOf(p.packed) === WHY.joined)) &&
      alignment.leftA.every((i) => a.roles[i]! & WEAK_ROLES) &&
      alignment.leftB.every((j) => b.roles[j]! & WEAK_ROLES);
    const byInitial = alignment.pairs.some((p) => whyOf(p.packed) === WHY.initial);
    return complete && !byInitial ? null : { cap: GATE.cap, why: "only words that many organisations share agree" };
  }
  if (found.content === 0) return { cap: GATE.cap, why: "no distinctive part agrees" };
  if (
    alignment.leftA.length === 0 &&
    alignment.leftB.length === 0 &&
    !alignment.pairs.some((p) => whyOf(p.packed) === WHY.initial)
  )
    return null;
  const [extra, missing] = [contentLeft(a, alignment.leftA), contentLeft(b, alignment.leftB)];
  if (
    Math.min(contentA, contentB) >= 2 &&
    found.content === 1 &&
    (extra + missing > 0 || initialsCross(a, b, alignment))
  )
    return { cap: GATE.cap, why: "only one of several parts agrees" };
  if (onlyFamilyNames(a, b, alignment)) return { cap: GATE.cap, why: "only family names agree" };
  if (contentB === 1 && contentA > 1 && !isFamousWord(a, b, alignment, found))
    return { cap: GATE.cap, why: "the listed name is a single word" };
  if (Math.min(contentA, contentB) === 1 && Math.max(contentA, contentB) > 1) {
    if (a.person ? found.best < GATE.loneRarePerson : found.best + found.shared < GATE.loneRareOrganisation)
      return { cap: GATE.cap, why: "one common part alone agrees" };
    return { cap: GATE.loneCap, why: "one part alone agrees" };
  }
  if (a.person && b.weak && extra > 0 && missing === 0 && found.evidence < GATE.floorWeak)
    return { cap: GATE.cap, why: "the weak alias is made of common parts and yours has more" };
  const initial = alignment.pairs.some((p) => whyOf(p.packed) === WHY.initial);
  const floor = a.person
    ? personFloor(extra, missing, familyLeft(a, alignment), alignment.leftA.includes(a.roles.findIndex(isContent)))
    : GATE.floorOrganisation;
  if (found.evidence < floor && (extra + missing > 0 || initial))
    return { cap: GATE.cap, why: "the parts that agree are common" };
  return null;
};

/** "Natalya V. Vakhayeva" and "Natalya V. Vinogradova": each initial would stand for the other's family name. */
const initialsCross = (a: NameForm, b: NameForm, alignment: Alignment): boolean => {
  const lone = alignment.pairs.filter((p) => whyOf(p.packed) === WHY.initial);
  return lone.some((p) => a.roles[p.a[0]!]! & ROLE.initial) && lone.some((p) => b.roles[p.b[0]!]! & ROLE.initial);
};

/** "Victoria Torres" against "TORRES VICTORIA, Jorge": two family names, no given name. */
const onlyFamilyNames = (a: NameForm, b: NameForm, alignment: Alignment): boolean => {
  if (!a.person || alignment.leftB.every((j) => !(b.roles[j]! & ROLE.given) || !isContent(b.roles[j]!))) return false;
  const matched = alignment.pairs.flatMap((p) => p.b).filter((j) => isContent(b.roles[j]!));
  return (
    matched.length >= 2 &&
    matched.every((j) => b.roles[j]! & ROLE.family) &&
    a.roles.every((r) => !(r & (ROLE.family | ROLE.given)))
  );
};

/**
 * A listed single word inside a longer name: only for organisations, spelled exactly, long and rare ("Al-Shabaab
 * al-Islamiya"), or when the rest of the longer name is legal forms and words that many share. Ships are called SARA.
 */
const isFamousWord = (a: NameForm, b: NameForm, alignment: Alignment, found: Evidence): boolean => {
  if (a.person || found.best + found.shared < GATE.loneListed) return false;
  if (found.shared >= 0.5) return true;
  if (a.roles.some((r, i) => r & ROLE.legalForm || a.tokens[i]!.concept !== null)) return true;
  if (b.vessel) return false;
  return alignment.pairs.some(
    (p) =>
      similarityOf(p.packed) >= 0.97 &&
      p.b.length === 1 &&
      isContent(b.roles[p.b[0]!]!) &&
      b.tokens[p.b[0]!]!.latin.length >= GATE.loneLength &&
      !b.tokens[p.b[0]!]!.personal,
  );
};

/** What must agree when `extra` parts of yours and `missing` parts of the listed name are left over. */
const personFloor = (extra: number, missing: number, familyIsLeft: boolean, firstIsLeft: boolean): number => {
  const forMissing = GATE.floorStep * Math.max(0, missing - GATE.floorFree);
  const forExtra = Math.min(
    GATE.floorExtraMost,
    (firstIsLeft ? GATE.floorFirst : 0) + (extra > 0 && familyIsLeft ? GATE.floorExtra : 0),
  );
  return GATE.floor + forMissing + forExtra;
};

/**
 * The family name of what is screened found no partner: the one that a comma marks, else the last part. In Arabic writing the last
 * part is a family name when it has the article; else it is the father's or his father's ("عبد الغفار قریشی عبد الغنی").
 */
const familyLeft = (a: NameForm, alignment: Alignment): boolean => {
  const marked = a.roles.findIndex((r) => r & ROLE.family && isContent(r));
  if (marked >= 0) return alignment.leftA.includes(marked);
  const last = a.roles.findLastIndex((r) => isContent(r) && !(r & ROLE.patronymic));
  const chain = last >= 0 && a.tokens[last]!.script === "arabic" && !(a.roles[last]! & ROLE.nisbah);
  return !chain && alignment.leftA.includes(last);
};

const contentLeft = (form: NameForm, left: readonly number[]): number =>
  left.filter((i) => isContent(form.roles[i]!)).length;

const contentCount = (form: NameForm): number => {
  let count = 0;
  for (const role of form.roles) if (isContent(role) && !(role & ROLE.initial)) count++;
  return count;
};
