import type { Answer } from "../core/answer.ts";
import type { Screening } from "../core/screening.ts";

/** What the audit record keeps of a screening: enough to repeat it. */
export const screeningRecord = (screening: Screening): unknown => ({
  screeningId: screening.screeningId,
  subject: screening.subject,
  verdict: screening.verdict,
  score: screening.score,
  threshold: screening.threshold,
  hits: screening.hits.map((hit) => ({
    list: hit.list,
    listingId: hit.listingId,
    verdict: hit.verdict,
    score: hit.score,
  })),
  lists: screening.searched.map((list) => ({ list: list.list, sha256: list.sha256, stale: list.stale })),
});

/** What the audit record keeps of an answer. */
export const answerRecord = (answer: Answer): unknown => ({
  questionId: answer.questionId,
  question: answer.question,
  status: answer.status,
  asOf: answer.asOf,
  composedBy: answer.composedBy,
  claims: answer.claims,
  citations: answer.citations.map((c) => ({ number: c.number, passageId: c.passageId, start: c.start, end: c.end })),
  screenings: answer.screenings.map((s) => s.screeningId),
  model: answer.modelUse,
});
