import type { AlsoRelevant, Answer } from "../core/answer.ts";
import { dayOf, type IsoDate } from "../core/dates.ts";
import { BadInput, RedflagError } from "../core/errors.ts";
import type { Screener, Screening } from "../core/screening.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import { additionsAnswer, asksRecentChanges, type ListChanges } from "./additions.ts";
import { asksEvasion, asksLegalJudgement, NOT_LEGAL_ADVICE, REFUSED_EVASION } from "./boundary.ts";
import type { Composed } from "./compose.ts";
import { type Evidence, gatherEvidence } from "./evidence.ts";
import { compareParties, extract, findPassages } from "./extract.ts";
import { meansSomebodyUnnamed, resolveFollowUp } from "./follow-up.ts";
import { EVERYTHING, type FoundPassage, type Library, type Scope } from "./library.ts";
import { lookUps } from "./look-ups.ts";
import { answerWithModel, type ModelAnswer } from "./model-answer.ts";
import { periodOf } from "./period.ts";
import type { Prompt } from "./prompt.ts";
import { type Question, readQuestion } from "./question.ts";
import { screenNames } from "./screened.ts";
import { askedParties, asksStatusAlone, standingsOf, statusAnswer } from "./status.ts";
import { timelineAnswer } from "./timeline.ts";
import { notInSources, screenedLine } from "./unanswered.ts";

/** One earlier question of the same thread. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
}

export interface AskContext {
  /** Oldest first; this thread's own. */
  readonly turns: readonly Turn[];
  /** Answers as of this day; `null` is today. */
  readonly asOf: IsoDate | null;
  readonly progress: (step: string) => void;
}

export interface AskParts {
  readonly library: Library;
  /** The screener in force now; asked once a question, so that one answer sees one state of the lists. */
  readonly screener: () => Screener;
  /** Changes of the lists between two days, both inclusive; `null` when no list keeps days. */
  readonly listChanges: ListChanges | null;
  readonly model: LanguageModel | null;
  /** Longest wait for the model; after it the extracted answer is given. */
  readonly modelTimeoutMs: number;
  readonly prompt: Prompt;
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
}

/** Rejects with `BadInput` for an empty or overlong question; everything else is an answer. */
export type Ask = (question: string, context: AskContext) => Promise<Answer>;

export const LONGEST_QUESTION = 2_000;
export const makeAsk = (parts: AskParts): Ask => {
  const { library } = parts;
  return async (text, context) => {
    const started = parts.stopwatch();
    const asked = checked(text);
    const asOf = context.asOf ?? dayOf(parts.now());
    if (asksEvasion(asked)) return refusal(parts, asked, asOf, started);
    context.progress(`Searching ${library.size} documents`);
    const question = readQuestion(resolveFollowUp(asked, context.turns, library), library);
    const { kinds } = question;
    const found = findPassages(question, library, scopeOf(context.asOf));
    const evidence = gatherEvidence(question, found, library);
    const screener = parts.screener();
    const decided =
      statusOf(question, library, asOf) ??
      additionsAnswer(question, library, parts.listChanges, asOf) ??
      timelineAnswer(question, library, asOf) ??
      compareParties(question, library, scopeOf(context.asOf));
    // "Who was added this month?" is answered by dated changes or not at all.
    const unanswerable = asksRecentChanges(question, asOf) || meansSomebodyUnnamed(question.text, library);
    const extracted = decided ?? (unanswerable ? null : extract(question, kinds, evidence));
    const written =
      decided || found.length === 0 ? null : await phrase(parts, question, found, evidence, asOf, context);
    const composed = written?.composed ?? extracted;
    const screenings = screenNames(question, composed === null || kinds.includes("status"), screener, context.asOf);
    const searched = { documents: library.size, latest: library.latest() };
    return {
      questionId: parts.newId(),
      question: asked,
      status: composed ? "answered" : "not-in-sources",
      text: composed ? withNotes(composed.text, question, screenings) : notInSources(question, searched, screenings),
      asOf,
      claims: composed?.claims ?? [],
      citations: composed?.citations ?? [],
      alsoRelevant: composed ? alsoRelevant(composed, found) : [],
      screenings,
      searched,
      composedBy: written?.composed ? "model" : "extraction",
      modelUse: written?.use ?? null,
      elapsedMs: parts.stopwatch() - started,
    };
  };
};

const refusal = (parts: AskParts, question: string, asOf: IsoDate, started: number): Answer => ({
  questionId: parts.newId(),
  question,
  status: "refused",
  text: REFUSED_EVASION,
  asOf,
  claims: [],
  citations: [],
  alsoRelevant: [],
  screenings: [],
  searched: { documents: parts.library.size, latest: parts.library.latest() },
  composedBy: "extraction",
  modelUse: null,
  elapsedMs: parts.stopwatch() - started,
});

/**
 * What the model writes and the checker lets through; `null` without a model, when the names of the question stand in no
 * source, or when the model does not answer in time. A model phrases: it does not decide that something is answerable
 * that names nobody in the sources.
 */
const phrase = async (
  parts: AskParts,
  question: Question,
  found: readonly FoundPassage[],
  evidence: readonly Evidence[],
  asOf: IsoDate,
  context: AskContext,
): Promise<ModelAnswer | null> => {
  if (!parts.model || !evidence.some((item) => item.names)) return null;
  context.progress("Writing the answer");
  const settings = {
    prompt: parts.prompt,
    asOf,
    timeoutMs: parts.modelTimeoutMs,
    tools: (show: (found: readonly FoundPassage[]) => void) =>
      lookUps({ library: parts.library, screener: parts.screener(), asOf, scope: scopeOf(context.asOf), show }),
  };
  try {
    return await answerWithModel(question.text, found, parts.model, settings);
  } catch (thrown) {
    if (!(thrown instanceof RedflagError)) throw thrown;
    context.progress(`${thrown.message} The extracted answer is given.`);
    return null;
  }
};

const checked = (text: string): string => {
  const asked = text.replace(/\s+/g, " ").trim();
  if (!/[\p{L}\p{N}]/u.test(asked))
    throw new BadInput(
      "There is no question. Nothing was searched. Ask one, for example: Is Tornado Cash still sanctioned?",
    );
  if (asked.length > LONGEST_QUESTION)
    throw new BadInput(
      `A question may have ${LONGEST_QUESTION} characters, this has ${asked.length}. Nothing was searched. Ask it shorter, or add the text as a document and ask about it.`,
    );
  return asked;
};

const scopeOf = (asOf: IsoDate | null): Scope => (asOf === null ? EVERYTHING : { ...EVERYTHING, to: asOf });

const statusOf = (question: Question, library: Library, today: IsoDate): Composed | null => {
  if (!question.kinds.includes("status") || !asksStatusAlone(question)) return null;
  // "Was X sanctioned in May 2024?" is about the end of May 2024, "since when" about today.
  const period = /\bsince\b/i.test(question.text) ? null : periodOf(question.text, today);
  const asOf = period && period.to < today ? period.to : today;
  const asked = askedParties(question).map((name) => name.correctedTo ?? name.text);
  const standings = asked.flatMap((name) => standingsOf(library, name, asOf, today));
  const answer = standings.length === 0 ? null : statusAnswer(standings, library);
  const silent = asked.filter((name) => standingsOf(library, name, asOf, today).length === 0);
  if (!answer || silent.length === 0) return answer;
  return { ...answer, text: `${answer.text}\nThe sources state no listing or removal of ${silent.join(" or ")}.` };
};

/** Before the answer: how the sources spell a name that was mistyped. After a status: what screening found. */
const withNotes = (text: string, question: Question, screenings: readonly Screening[]): string => {
  const spelled = question.names.flatMap((name) =>
    name.correctedTo
      ? [`The sources do not have “${name.text}”; they have “${name.correctedTo}”, which this is about.`]
      : [],
  );
  const boundary = asksLegalJudgement(question.text) ? [NOT_LEGAL_ADVICE] : [];
  return [
    ...spelled,
    text,
    ...boundary,
    ...(question.kinds.includes("status") ? screenings.map(screenedLine) : []),
  ].join("\n");
};

/** Documents found beside the cited ones, best first. */
const alsoRelevant = (composed: Composed, found: readonly FoundPassage[]): readonly AlsoRelevant[] => {
  const cited = new Set<string>(composed.citations.map((citation) => citation.documentId));
  const others = new Map<string, AlsoRelevant>();
  const floor = (found[0]?.score ?? 0) * 0.6;
  for (const { document, score } of found)
    if (score >= floor && !cited.has(document.documentId) && others.size < 2)
      others.set(document.documentId, {
        title: document.title,
        publisher: document.publisher,
        publishedOn: document.publishedOn,
        url: document.url,
      });
  return [...others.values()];
};
