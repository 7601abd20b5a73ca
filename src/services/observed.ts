import type { AskContext } from "../ask/ask.ts";
import type { Answer } from "../core/answer.ts";
import type { Screening, ScreenOptions, Subject } from "../core/screening.ts";
import type { Refreshed } from "../lists/refresh.ts";
import type { Stopwatch } from "../ports/clock.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { Trace } from "../ports/trace.ts";
import type { ScreenTable } from "./bulk/table.ts";
import type { ListsService } from "./lists.ts";

export interface Observing {
  readonly metrics: Metrics;
  readonly trace: Trace;
  readonly stopwatch: Stopwatch;
}

/** US dollars for a million tokens. */
export interface Prices {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

const MILLION = 1_000_000;

const secondsSince = ({ stopwatch }: Observing, startedMs: number): number => (stopwatch() - startedMs) / 1_000;

/** Counts calls, tokens and cost of a model; each call is a span. */
export const observedModel = (model: LanguageModel, prices: Prices | null, to: Observing): LanguageModel => ({
  complete: async (request) => {
    const started = to.stopwatch();
    try {
      const completion = await to.trace("model", {}, () => model.complete(request));
      const { inputTokens, outputTokens } = completion;
      to.metrics.count("redflag_model_calls_total", { outcome: "done" });
      to.metrics.count("redflag_model_tokens_total", { direction: "in" }, inputTokens);
      to.metrics.count("redflag_model_tokens_total", { direction: "out" }, outputTokens);
      const cost = prices ? (inputTokens * prices.inputUsd + outputTokens * prices.outputUsd) / MILLION : 0;
      to.metrics.count("redflag_model_cost_usd_total", {}, cost);
      return completion;
    } catch (thrown) {
      to.metrics.count("redflag_model_calls_total", { outcome: "failed" });
      throw thrown;
    } finally {
      to.metrics.observe("redflag_model_seconds", {}, secondsSince(to, started));
    }
  },
});

type AnswerQuestion = (question: string, context: AskContext) => Promise<Answer>;

/** Counts questions by what came of them, what the checker dropped, and the verdicts inside. */
export const observedAnswer =
  (answer: AnswerQuestion, to: Observing): AnswerQuestion =>
  async (question, context) => {
    const started = to.stopwatch();
    const given = await to.trace("answer", {}, () => answer(question, context));
    to.metrics.observe("redflag_answer_seconds", {}, secondsSince(to, started));
    to.metrics.count("redflag_answers_total", { status: given.status, composed_by: given.composedBy });
    to.metrics.count("redflag_refused_claims_total", {}, given.modelUse?.refusedClaims ?? 0);
    countVerdicts(given.screenings, to.metrics);
    return given;
  };

type Screen = (subject: Subject, options: ScreenOptions) => Promise<Screening>;

export const observedScreen =
  (screen: Screen, to: Observing): Screen =>
  async (subject, options) => {
    const started = to.stopwatch();
    const found = await to.trace("screen", {}, () => screen(subject, options));
    to.metrics.observe("redflag_screening_seconds", {}, secondsSince(to, started));
    countVerdicts([found], to.metrics);
    return found;
  };

export const observedTable =
  (table: ScreenTable, to: Observing): ScreenTable =>
  async (csv, name) => {
    const done = await to.trace("screen table", {}, () => table(csv, name));
    countVerdicts(done.screenings, to.metrics);
    return done;
  };

const countVerdicts = (screenings: readonly Pick<Screening, "verdict">[], metrics: Metrics): void => {
  for (const { verdict } of screenings) metrics.count("redflag_screenings_total", { verdict });
};

/** Counts how each refresh of a list ended. */
export const observedLists = (lists: ListsService, to: Observing): ListsService => ({
  ...lists,
  refresh: async (list, options) => {
    const ended = (outcome: Refreshed["kind"] | "failed"): void =>
      to.metrics.count("redflag_list_refreshes_total", { list, outcome });
    try {
      const refreshed = await to.trace("refresh list", { list }, () => lists.refresh(list, options));
      ended(refreshed.kind);
      return refreshed;
    } catch (thrown) {
      ended("failed");
      throw thrown;
    }
  },
});
