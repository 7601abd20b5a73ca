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

/** One sentence per part that agreed, differed or is missing. `a` is what was screened, `b` the listed name. */
export const explainNames = (a: NameForm, b: NameForm, alignment: Alignment, score: NameScore): Explanation => {
  const person = a.person && b.person;
  const reasons = [...alignment.pairs].sort((x, y) => x.b[0]! - y.b[0]!).map((pair) => agreed(a, b, pair));
  const contradictions: string[] = [];
  const [restA, restB] = [said(a, alignment.leftA), said(b, alignment.leftB)];
  for (const { i, j } of opposed(a, b, restA, restB)) {
    if (i === null) reasons.push(`${label(b.roles[j!]!, person)} missing from yours: ${show(b, [j!])}.`);
    else if (j === null) reasons.push(`${label(a.roles[i]!, person)} not in the listed name: ${show(a, [i])}.`);
    else
      contradictions.push(
        `${label(b.roles[j]! | a.roles[i]!, person)} differs: ${show(a, [i])} in yours, ${show(b, [j])} in the listed name.`,
      );
  }
  if (score.reversedChain) contradictions.push("The chain of fathers is in another order.");
  if (score.heldBy) contradictions.push(`Held below the threshold: ${score.heldBy}.`);
  return { reasons: reasons.filter((r) => r !== ""), contradictions };
};

/** Left-over parts of both names against each other: those of one kind first, then in order; what is over stands alone. */
const opposed = (
  a: NameForm,
  b: NameForm,
  restA: readonly number[],
  restB: readonly number[],
): readonly { i: number | null; j: number | null }[] => {
  const KIND = ROLE.family | ROLE.given | ROLE.patronymic | ROLE.legalForm | ROLE.number;
  const open = [...restA];
  const take = (fits: (i: number) => boolean): number | null => {
    const at = open.findIndex(fits);
    return at < 0 ? null : open.splice(at, 1)[0]!;
  };
  const kin = restB.map((j) => ({ i: take((i) => (a.roles[i]! & b.roles[j]! & KIND) !== 0), j }));
  const all = kin.map(({ i, j }) => ({ i: i ?? take(() => true), j: j as number | null }));
  return [...all, ...open.map((i) => ({ i, j: null }))];
};

const agreed = (a: NameForm, b: NameForm, pair: Pair): string => {
  const role = b.roles[pair.b[0]!]! | a.roles[pair.a[0]!]!;
  if (role & (ROLE.particle | ROLE.honorific)) return "";
  const [left, right] = [show(a, pair.a), show(b, pair.b)];
  const same = left === right ? left : `${left} = ${right}${BECAUSE[whyOf(pair.packed)] ?? ""}`;
  return `${label(role, a.person && b.person)} agrees: ${same}.`;
};

const label = (role: number, person: boolean): string => {
  if (role & ROLE.legalForm) return "Legal form";
  if (role & ROLE.number) return "Number";
  if (!person) return role & ROLE.generic ? "Common word" : "Word";
  if (role & ROLE.family) return "Family name";
  if (role & ROLE.patronymic) return "Father's name";
  return role & ROLE.given ? "Given name" : "Name part";
};

const show = (form: NameForm, at: readonly number[]): string =>
  at.map((i) => capital(form.tokens[i]!.written, form.tokens[i]!.special === "legal-form")).join(" ");
/** "petrov" -> "Petrov", a legal form "jsc" -> "JSC". */
const capital = (text: string, whole: boolean): string =>
  whole ? text.toUpperCase() : text.slice(0, 1).toUpperCase() + text.slice(1);

/** Left-over parts worth a word: no particles, no titles. */
const said = (form: NameForm, at: readonly number[]): readonly number[] =>
  at.filter((i) => (form.roles[i]! & (ROLE.particle | ROLE.honorific)) === 0);
