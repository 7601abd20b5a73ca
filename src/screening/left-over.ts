import type { Alignment } from "./align.ts";
import { isSilent, type NameForm, ROLE, silentRoles, WEAK_ROLES } from "./name-form.ts";
import { PLACES } from "./vocabulary.ts";
import { PART, SCORE } from "./weights.ts";

export const total = (weights: readonly number[], at: readonly number[]): number => {
  let sum = 0;
  for (const i of at) sum += weights[i]!;
  return sum;
};

export const isContent = (role: number): boolean => (role & (WEAK_ROLES | ROLE.generic | ROLE.number)) === 0;

/**
 * Left-over generic words contradict each other less ("company", "agency") than names do. `both` is the geometric mean of what is
 * left over on both sides, without what is silent: "al-" contradicts nobody's father ("Khalid al-Fawwaz" and
 * "Khalid Abd al-Rahman Hamad al-Fawwaz").
 */
export const contradictionOf = (a: NameForm, b: NameForm, alignment: Alignment): { full: number; both: number } => {
  const of = (form: NameForm, at: readonly number[], wanted: (role: number) => boolean): number =>
    total(
      form.weights,
      at.filter((i) => wanted(form.roles[i]!)),
    );
  const silent = silentRoles(a);
  const strong = (role: number): boolean => !isSilent(role, silent);
  const generic = (role: number): boolean => strong(role) && (role & ROLE.generic) !== 0;
  const [restA, restB] = [of(a, alignment.leftA, strong), of(b, alignment.leftB, strong)];
  const both = Math.sqrt(restA * restB);
  if (both === 0) return { full: 0, both: 0 };
  const shareA = of(a, alignment.leftA, generic) / restA;
  const shareB = of(b, alignment.leftB, generic) / restB;
  return { full: both * (1 - (1 - SCORE.genericContradiction) * shareA * shareB), both };
};

/** The first given and the first family name carry a name: "Alfonso Ramirez" is hardly "RAMIREZ GARCIA, Freyner Alfonso". */
export const missingLeads = (b: NameForm, alignment: Alignment): number => {
  if (!b.person || b.roles.some((r) => r & ROLE.syllable)) return 0;
  let cost = 0;
  for (const part of [ROLE.given, ROLE.family]) {
    const lead = b.roles.findIndex((r) => r & part && isContent(r) && !(r & ROLE.initial));
    if (lead >= 0 && alignment.leftB.includes(lead)) cost += b.weights[lead]! * SCORE.omissionOfLead;
  }
  return cost;
};

/** "Fund II" is not "Fund": a number on one side only costs beyond its omission. */
export const extraNumbers = (a: NameForm, b: NameForm, alignment: Alignment): number => {
  const count = (form: NameForm, left: readonly number[]): number =>
    left.filter((i) => i > 0 && form.roles[i]! & ROLE.number).length;
  return count(a, alignment.leftA) + count(b, alignment.leftB) === 1 ? SCORE.omissionOfNumber * PART.number : 0;
};

/**
 * "Bowne International de Mexico S.A." is not "Bowne International": a country before the legal form belongs to the registered
 * name, and companies are registered country by country. Only the country differs, and only one name has it. After the legal
 * form it is an address ("Reyco GmbH Germany"), and without one part of the same name ("Bank Melli Iran").
 */
export const extraPlaces = (a: NameForm, b: NameForm, alignment: Alignment): number => {
  if (a.person) return 0;
  const [leftA, leftB] = [meaningAt(a, alignment.leftA), meaningAt(b, alignment.leftB)];
  if ((leftA.length === 0) === (leftB.length === 0)) return 0;
  const [form, left] = leftA.length > 0 ? [a, leftA] : [b, leftB];
  const lastForm = form.roles.findLastIndex((role) => role & ROLE.legalForm);
  const registered = left.every((i) => i < lastForm && PLACES.has(form.tokens[i]!.latin));
  return registered ? total(form.weights, left) * SCORE.omissionOfPlace : 0;
};

const meaningAt = (form: NameForm, left: readonly number[]): readonly number[] =>
  left.filter((i) => !(form.roles[i]! & WEAK_ROLES));
