import type { Alignment, Pair } from "./align.ts";
import { type NameForm, ROLE } from "./name-form.ts";
import type { NameScore } from "./score.ts";
import { WHY, whyOf } from "./similarity.ts";

/** Sentences for a reviewer: what agreed and how, what is missing, what differs. */
export interface Explanation {
  readonly reasons: readonly string[];
  readonly contradictions: readonly string[];
}

const BECAUSE: Readonly<Record<number, string>> = {
  [WHY.equal]: "",
  [WHY.spelling]: " (spelling habit)",
  [WHY.typing]: " (close spelling)",
  [WHY.variant]: " (the same name in another language)",
  [WHY.nickname]: " (short form)",
  [WHY.initial]: " (initial)",
  [WHY.concept]: " (the same word in another form or language)",
  [WHY.romanisation]: " (another romanisation)",
  [WHY.consonants]: " (same consonants in another script)",
  [WHY.script]: " (another script)",
  [WHY.joined]: " (written together)",
  [WHY.truncated]: " (cut off)",
  [WHY.article]: " (with and without the article)",
};

/** `a` is what was screened, `b` the listed name. */
export const explainNames = (a: NameForm, b: NameForm, alignment: Alignment, score: NameScore): Explanation => {
  const reasons = [...alignment.pairs].sort((x, y) => x.b[0]! - y.b[0]!).map((pair) => agreed(a, b, pair));
  const [restA, restB] = [said(a, alignment.leftA), said(b, alignment.leftB)];
  const contradictions: string[] = [];
  if (restA.length > 0 && restB.length > 0)
    contradictions.push(`${list(restA)} on your side differs from ${list(restB)} on the list.`);
  else if (restA.length > 0) reasons.push(`Not in the listed name: ${list(restA)}.`);
  else if (restB.length > 0) reasons.push(`Missing from yours: ${list(restB)}.`);
  if (score.reversedChain) contradictions.push("The chain of fathers is in another order.");
  if (score.heldBy) contradictions.push(`Held below the threshold: ${score.heldBy}.`);
  return { reasons: reasons.filter((r) => r !== ""), contradictions };
};

const agreed = (a: NameForm, b: NameForm, pair: Pair): string => {
  const role = b.roles[pair.b[0]!]! | a.roles[pair.a[0]!]!;
  if (role & (ROLE.particle | ROLE.honorific)) return "";
  const [left, right] = [show(a, pair.a), show(b, pair.b)];
  return `${label(role, a.person && b.person)} agrees: ${left} = ${right}${BECAUSE[whyOf(pair.packed)] ?? ""}.`;
};

const label = (role: number, person: boolean): string => {
  if (role & ROLE.legalForm) return "Legal form";
  if (role & ROLE.number) return "Number";
  if (!person) return role & ROLE.generic ? "Common word" : "Word";
  if (role & ROLE.patronymic) return "Father's name";
  if (role & ROLE.family) return "Family name";
  return role & ROLE.given ? "Given name" : "Name part";
};

const show = (form: NameForm, at: readonly number[]): string =>
  at.map((i) => capital(form.tokens[i]!.written)).join(" ");
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Left-over parts worth a word: no particles, no titles. */
const said = (form: NameForm, at: readonly number[]): string[] =>
  at
    .filter((i) => (form.roles[i]! & (ROLE.particle | ROLE.honorific)) === 0)
    .map((i) => capital(form.tokens[i]!.written));

const list = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");
