import type { PassageId } from "../core/brand.ts";
import { answering } from "./answerable.ts";
import { type Composed, compose } from "./compose.ts";
import { withNearest } from "./dense.ts";
import { type Evidence, gatherEvidence } from "./evidence.ts";
import { type FoundPassage, inScope, type Library, type Scope } from "./library.ts";
import { type Question, readQuestion } from "./question.ts";
import type { QuestionKind } from "./question-kind.ts";
import { rankOf } from "./rank.ts";
import { selectSentences } from "./select.ts";
import type { Ranked } from "./vectors.ts";

/** Passages whose sentences are read for one answer. */
const PASSAGES_READ = 40;
const WIDE_PASSAGES_READ = 30;

/** What search by meaning found beside the words. */
export interface Nearest {
  readonly ranked: readonly Ranked[];
  readonly weight: number;
}

/** The best passages for the question's own words (and meaning, where that is searched), then those for their stand-ins. */
export const findPassages = (
  question: Question,
  library: Library,
  scope: Scope,
  nearest: Nearest | null = null,
): readonly FoundPassage[] => {
  const own = library.search(question.query, PASSAGES_READ, scope);
  const seen = new Set(own.map((hit) => hit.passage.passageId));
  const wide = library.search(question.wideQuery, WIDE_PASSAGES_READ, scope);
  const best = (wide[0]?.score ?? 1) / Math.max(1e-9, own[0]?.score ?? 1);
  const found = [
    ...own,
    // On the scale of the first search, and below it: a stand-in is no better than the word itself.
    ...wide
      .filter((hit) => !seen.has(hit.passage.passageId))
      .map((hit) => ({ ...hit, score: (hit.score / best) * 0.8 })),
  ];
  return nearest ? withNearest(found, nearest.ranked, nearest.weight, placedIn(library, scope)) : found;
};

const placedIn =
  (library: Library, scope: Scope) =>
  (id: string): FoundPassage | null => {
    const found = library.passage(id as PassageId);
    return found && inScope(found.document, scope) ? found : null;
  };

/** The sentences that answer, cited; `null` when none does. */
export const extract = (
  question: Question,
  kinds: readonly QuestionKind[],
  evidence: readonly Evidence[],
): Composed | null => {
  const fit = answering(question, kinds, evidence);
  if (fit.evidence.length === 0) return null;
  const chosen = selectSentences(question, kinds, fit.evidence);
  return chosen.length === 0 ? null : compose(chosen, kinds);
};

/** Each compared party is asked after alone, and what the sources say of each stands side by side; `null` when one is missing. */
export const compareParties = (question: Question, library: Library, scope: Scope): Composed | null => {
  const sides: Evidence[] = [];
  for (const alone of comparedQuestions(question, library)) {
    const kinds: readonly QuestionKind[] = /\b(?:figures?|numbers?|amounts?|totals?|count)\b/i.test(question.text)
      ? ["amount"]
      : ["what"];
    const asked: Question = {
      ...alone,
      kinds,
      terms: alone.terms.filter((term) => !/^(?:figur|number|amount|total|count)/.test(term.stem)),
    };
    const fit = answering(asked, kinds, gatherEvidence(asked, findPassages(asked, library, scope), library));
    const own = fit.evidence.filter((item) => item.ownNames > 0 && !sides.includes(item));
    const best = [...own].sort((a, b) => rankOf(asked, kinds[0] ?? "what", b) - rankOf(asked, kinds[0] ?? "what", a));
    if (best.length === 0) return null;
    sides.push(...best.slice(0, 2));
  }
  return sides.length === 0 ? null : compose(sides, ["advice"]);
};

/** What is asked of each of two or more compared parties, one question a party; none when nothing is compared. */
export const comparedQuestions = (question: Question, library: Library): readonly Question[] => {
  const compared = question.names.filter((name) => !name.common);
  if (question.kinds[0] !== "comparison" || compared.length < 2) return [];
  return compared.map((name) => {
    const others = compared.filter((other) => other !== name);
    return readQuestion(
      others.reduce((text, other) => text.replace(other.text, " "), question.text),
      library,
    );
  });
};
