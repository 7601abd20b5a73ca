import type { AlsoRelevant, Answer } from "../core/answer.ts";
import { dayOf, type IsoDate } from "../core/dates.ts";
import { type DocumentScope, scopeInWords } from "../core/document-scope.ts";
import { BadInput, RedflagError } from "../core/errors.ts";
import type { Screener, Screening } from "../core/screening.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { Trace } from "../ports/trace.ts";
import { additionsAnswer, asksRecentChanges, type ListChanges } from "./additions.ts";
import { askedScopes } from "./asked-scope.ts";
import { asksEvasion, asksLegalJudgement, NOT_LEGAL_ADVICE, REFUSED_EVASION } from "./boundary.ts";
import type { Composed } from "./compose.ts";
import type { DenseLeg } from "./dense.ts";
import { type Evidence, gatherEvidence } from "./evidence.ts";
import { compareParties, extract, findPassages, type Nearest } from "./extract.ts";
import { meansSomebodyUnnamed, resolveFollowUp } from "./follow-up.ts";
import { EVERYTHING, type FoundPassage, type Library, type Scope } from "./library.ts";
import type { LibraryFor } from "./library-for.ts";
import { type FindRecord, type ListLines, listLines } from "./list-lines.ts";
import { lookUps } from "./look-ups.ts";
import { answerWithModel, type ModelAnswer, type ModelPrices } from "./model-answer.ts";
import { periodOf } from "./period.ts";
import type { Prompt } from "./prompt.ts";
import { type Question, readQuestion } from "./question.ts";
import { screenNames } from "./screened.ts";
import { askedParties, asksStatusAlone, standingsOf, statusAnswer } from "./status.ts";
import { timelineAnswer } from "./timeline.ts";
import { notInSources } from "./unanswered.ts";
import { behindPlaceholders, withheldOf } from "./withhold.ts";

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
  /** Which documents may answer; `null` or left out: all. A document out of scope is not found, cited, named or counted. */
  readonly scope?: DocumentScope | null;
}

export interface AskParts {
  readonly library: LibraryFor;
  /** The screener in force now; asked once a question, so that one answer sees one state of the lists. */
  readonly screener: () => Screener;
  /** Search by meaning beside the words; `null` is words alone. */
  readonly dense: DenseLeg | null;
  /** Changes of the lists between two days, both inclusive; `null` when no list keeps days. */
  readonly listChanges: ListChanges | null;
  /** Records of the lists, to be cited; `null` when none are kept. */
  readonly record: FindRecord | null;
  readonly model: LanguageModel | null;
  /** Longest wait for the model; after it the extracted answer is given. */
  readonly modelTimeoutMs: number;
  /** False: names and words of the question that no source has are not shown to the model. */
  readonly modelSeesNames: boolean;
  readonly modelPrices: ModelPrices | null;
  readonly prompt: Prompt;
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
  readonly trace: Trace;
}

/** Rejects with `BadInput` for an empty or overlong question; everything else is an answer. */
export type Ask = (question: string, context: AskContext) => Promise<Answer>;

export const LONGEST_QUESTION = 2_000;
export const makeAsk = (parts: AskParts): Ask => {
  return async (text, context) => {
    const started = parts.stopwatch();
    const asked = checked(text);
    const asOf = context.asOf ?? dayOf(parts.now());
    const scopeText = context.scope ? scopeInWords(context.scope) : null;
    const about = { turns: context.turns, scope: context.scope ?? null, asOf: context.asOf, today: asOf };
    const library = await parts.library({ ...about, text: asked });
    const searched = { documents: library.size, latest: library.latest(), ...(scopeText ? { scope: scopeText } : {}) };
    const answer = { questionId: parts.newId(), question: asked, asOf, searched };
    if (asksEvasion(asked)) return { ...answer, ...REFUSED, elapsedMs: parts.stopwatch() - started };
    context.progress(`Searching ${library.size} documents`);
    const question = readQuestion(resolveFollowUp(asked, context.turns, library), library);
    const base = scopeOf(context.asOf);
    const screener = parts.screener();
    const decided =
      statusOf(question, library, asOf) ??
      (await additionsAnswer(question, library, parts.listChanges, parts.record, asOf)) ??
      timelineAnswer(question, library, asOf) ??
      compareParties(question, library, base);
    // "Who was added this month?" is answered by dated changes or not at all.
    const unanswerable = asksRecentChanges(question, asOf) || meansSomebodyUnnamed(question.text, library);
    const ranked = (await parts.dense?.nearest(question.query, library)) ?? null;
    const nearest = parts.dense && ranked ? { ranked, weight: parts.dense.weight } : null;
    const within = { base, asOf, nearest, unanswerable };
    const { found, evidence, extracted } = await parts.trace("retrieve", { documents: library.size }, async () =>
      searchAll(question, library, within),
    );
    const written =
      decided || found.length === 0 ? null : await phrase(parts, library, question, found, evidence, asOf, context);
    const composed = written?.composed ?? decided ?? extracted;
    const status = question.kinds.includes("status");
    const screenings = screenNames(question, composed === null || status, screener, context.asOf);
    const lines = await screenedLines(parts, question, screenings, asOf, composed?.citations.length ?? 0);
    const byLists = composed === null && answersFromLists(question, screenings) && lines.citations.length > 0;
    const answered = composed !== null || byLists;
    const withLists = answered && status;
    return {
      ...answer,
      status: answered ? "answered" : "not-in-sources",
      text: answered
        ? withNotes(composed?.text ?? null, question, status ? lines.lines : [])
        : notInSources(question, searched, screenings),
      claims: [...(composed?.claims ?? []), ...(withLists ? lines.claims : [])],
      citations: [...(composed?.citations ?? []), ...(withLists ? lines.citations : [])],
      alsoRelevant: composed ? alsoRelevant(composed, found) : [],
      screenings,
      composedBy: written?.composed ? "model" : byLists ? "lists" : "extraction",
      modelUse: written?.use ?? null,
      elapsedMs: parts.stopwatch() - started,
    };
  };
};

/** How the question is put to people who ask for a way around sanctions. */
const REFUSED = {
  status: "refused",
  text: REFUSED_EVASION,
  claims: [],
  citations: [],
  alsoRelevant: [],
  screenings: [],
  composedBy: "extraction",
  modelUse: null,
} as const;

interface SearchedWithin {
  readonly base: Scope;
  readonly asOf: IsoDate;
  readonly nearest: Nearest | null;
  /** Nothing may be extracted: the question has no subject, or dated changes alone could answer it. */
  readonly unanswerable: boolean;
}

/** Looks first where the question says ("according to the FBI", "since 2024"), then everywhere that may answer. */
const searchAll = (question: Question, library: Library, within: SearchedWithin) => {
  const { first, then } = askedScopes(question, library, within.base, within.asOf);
  const search = (scope: Scope) => {
    const found = findPassages(question, library, scope, within.nearest);
    const evidence = gatherEvidence(question, found, library);
    return { found, evidence, extracted: within.unanswerable ? null : extract(question, question.kinds, evidence) };
  };
  const narrow = first === null ? null : search(first);
  return narrow?.extracted ? narrow : search(then);
};

/** The day in the past that a status is asked for; `null` is today. */
const pastDay = (question: Question, today: IsoDate): IsoDate | null => {
  // "Was X sanctioned in May 2024?" is about the end of May 2024, "since when" about today.
  const period = /\bsince\b/i.test(question.text) ? null : periodOf(question.text, today);
  return period && period.to < today ? period.to : null;
};

const NO_LINES: ListLines = { lines: [], claims: [], citations: [] };

const screenedLines = async (
  { record }: AskParts,
  question: Question,
  screenings: readonly Screening[],
  asOf: IsoDate,
  cited: number,
): Promise<ListLines> => {
  if (!question.kinds.includes("status")) return NO_LINES;
  return listLines(screenings, record ?? (async () => null), pastDay(question, asOf), cited);
};

/** Every party asked after is a match on a list, and nothing is asked but its status. */
const answersFromLists = (question: Question, screenings: readonly Screening[]): boolean =>
  question.kinds.includes("status") &&
  asksStatusAlone(question) &&
  screenings.length > 0 &&
  screenings.every((screening) => screening.verdict === "match");

/**
 * What the model writes and the checker lets through; `null` without a model, when the names of the question stand in no
 * source, or when the model does not answer in time. A model phrases: it does not decide that something is answerable
 * that names nobody in the sources.
 */
const phrase = async (
  parts: AskParts,
  library: Library,
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
    prices: parts.modelPrices,
    tools: (show: (found: readonly FoundPassage[]) => void) =>
      lookUps({
        // What a model looks up is another question: it may need other documents.
        library: (text) =>
          parts.library({ text, turns: [], scope: context.scope ?? null, asOf: context.asOf, today: asOf }),
        screener: parts.screener(),
        asOf,
        scope: scopeOf(context.asOf),
        show,
      }),
  };
  try {
    const screened = parts
      .screener()
      .mentions(question.text)
      .map((mention) => mention.text);
    const unheard = withheldOf(question, screened, library);
    const model = parts.modelSeesNames ? parts.model : behindPlaceholders(parts.model, unheard);
    return await answerWithModel(question.text, found, model, {
      ...settings,
      unheard: unheard.map(({ text }) => text),
    });
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
  const asOf = pastDay(question, today) ?? today;
  const asked = askedParties(question).map((name) => name.correctedTo ?? name.text);
  const standings = asked.flatMap((name) => standingsOf(library, name, asOf, today));
  const answer = standings.length === 0 ? null : statusAnswer(standings, library);
  const silent = asked.filter((name) => standingsOf(library, name, asOf, today).length === 0);
  if (!answer || silent.length === 0) return answer;
  return { ...answer, text: `${answer.text}\nThe sources state no listing or removal of ${silent.join(" or ")}.` };
};

/** Before the answer: how the sources spell a name that was mistyped. After a status: what screening found. */
const withNotes = (text: string | null, question: Question, screened: readonly string[]): string => {
  const spelled = question.names.flatMap((name) =>
    name.correctedTo
      ? [`The sources do not have “${name.text}”; they have “${name.correctedTo}”, which this is about.`]
      : [],
  );
  const boundary = asksLegalJudgement(question.text) ? [NOT_LEGAL_ADVICE] : [];
  return [...spelled, ...(text === null ? [] : [text]), ...boundary, ...screened].join("\n");
};

/** Documents found beside the cited ones, best first. */
const alsoRelevant = (composed: Composed, found: readonly FoundPassage[]): readonly AlsoRelevant[] => {
  const cited = new Set<string | null>(composed.citations.map((citation) => citation.documentId));
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
