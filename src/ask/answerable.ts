import { type Evidence, titleNames } from "./evidence.ts";
import { fits, givesReason, inAdviceSection, inHowSection } from "./fit.ts";
import type { Question } from "./question.ts";
import type { QuestionKind } from "./question-kind.ts";

/** Why nothing found answers; shown to nobody, kept for the record and for tests. */
export type Unanswerable = "nothing-found" | "name-not-in-sources" | "words-not-covered" | "no-such-fact";

/** Least part of the question's words, by rarity, that must be met in and around a sentence. */
const LEAST_COVERAGE = 0.62;
/** Items of advice leave unsaid what their heading says, reasons what the sentence before them says. */
const LEAST_COVERAGE_BESIDE = 0.5;
/** The same for words that are no names: a sentence about the right party may still be about something else. */
const LEAST_CONTENT = 0.5;
/** Least part met in the sentence itself. */
const LEAST_OWN = 0.25;
/** A word that no passage near meets may carry at most this part of the question's weight. */
const MOST_MISSING = 0.26;

/** The same under a heading that says how, in the document on what is asked about. */
const MOST_MISSING_ITSELF = 0.4;

/** The evidence that may answer; empty with the reason when none does. */
export const answering = (
  question: Question,
  kinds: readonly QuestionKind[],
  evidence: readonly Evidence[],
): { readonly evidence: readonly Evidence[]; readonly why: Unanswerable | null } => {
  if (evidence.length === 0 || question.terms.length === 0) return { evidence: [], why: "nothing-found" };
  const named = evidence.filter((item) => item.names);
  if (named.length === 0) return { evidence: [], why: "name-not-in-sources" };
  const total = question.terms.reduce((sum, term) => sum + term.weight, 0);
  const advice = kinds[0] === "advice";
  const asksIntent = question.terms.some((term) => term.intent);
  const covered = named.filter((item) => {
    const reason = kinds.includes("why") && givesReason(item.sentence);
    const manner = kinds.includes("how") && inHowSection(item.sentence);
    // "How the theft worked", in the document on that theft: its sentences answer together, whichever of them says "attackers".
    const itself = manner && titleNames(question, item);
    const missing = item.missing.reduce((sum, term) => sum + term.weight, 0);
    return (
      item.coverage >= (advice || reason || manner ? LEAST_COVERAGE_BESIDE : LEAST_COVERAGE) &&
      (item.content >= LEAST_CONTENT || itself) &&
      (item.own > LEAST_OWN || reason || manner || (advice && inAdviceSection(item.sentence))) &&
      missing / total <= (itself ? MOST_MISSING_ITSELF : MOST_MISSING) &&
      item.focus &&
      item.times &&
      (item.intents > 0 || !asksIntent || (advice && inAdviceSection(item.sentence))) &&
      !item.missing.some((term) => term.exact)
    );
  });
  if (covered.length === 0) return { evidence: [], why: "words-not-covered" };
  const answers = covered.filter((item) => kinds.some((kind) => fits(kind, item, question)));
  return answers.length === 0 ? { evidence: [], why: "no-such-fact" } : { evidence: answers, why: null };
};
