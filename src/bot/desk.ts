import type { Turn } from "../ask/ask.ts";
import type { Answer } from "../core/answer.ts";
import type { DocumentScope } from "../core/document-scope.ts";
import { BadInput } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import { placeKey, placeOf } from "../core/place.ts";
import type { Screener, Screening, ScreenOptions, Subject } from "../core/screening.ts";
import type { Now } from "../ports/clock.ts";
import type { AuditLog, ExpiringStore } from "../ports/stores.ts";
import type { Office } from "./office.ts";
import { rememberScreening } from "./recent.ts";
import { answerRecord, type Basis, batchRecords, type Said, screeningRecord } from "./records.ts";
import type { DescribeList } from "./replies/phrases.ts";
import type { ListStatusLine } from "./replies/plain.ts";

/** One line of a batch as far as a reply needs it. */
export interface BatchLine {
  readonly id: string;
  readonly verdict: Screening["verdict"];
  readonly hits: Screening["hits"];
}

/** What the bot needs of the domain and the stores. */
export interface DeskDeps {
  /** Answers a question and screens what it mentions. */
  readonly answer: (
    question: string,
    turns: readonly Turn[],
    progress: (step: string) => void,
    scope: DocumentScope | null,
  ) => Promise<Answer>;
  readonly screen: (subject: Subject, options: ScreenOptions) => Promise<Screening>;
  readonly screener: () => Promise<Screener>;
  /** Screens every row of a CSV. Throws `BadInput` when it has no names. */
  readonly screenTable: (
    csv: string,
    name: string,
  ) => Promise<{
    readonly lines: readonly BatchLine[];
    readonly csv: string;
    /** Every screening that was made for it, for the record. */
    readonly screenings: readonly Screening[];
  }>;
  /** Names of the publishers of the documents, the one with most documents first. */
  readonly publishers: () => Promise<readonly string[]>;
  readonly listLines: () => Promise<readonly ListStatusLine[]>;
  readonly describe: DescribeList;
  /** Names the rules, weights and vocabularies of the matcher, for the record. */
  readonly matcher: string;
  readonly office: Office;
  readonly expiring: ExpiringStore;
  readonly audit: AuditLog;
  readonly now: Now;
}

/** Screenings stay reachable for their buttons this long. */
const SCREENING_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The domain with its record: nothing leaves the desk before it is written down. */
export interface Desk {
  readonly deps: DeskDeps;
  screen(incoming: Incoming, subject: Subject, options: ScreenOptions): Promise<Screening>;
  answer(
    incoming: Incoming,
    question: string,
    turns: readonly Turn[],
    progress: (step: string) => void,
    scope: DocumentScope | null,
  ): Promise<Answer>;
  batch(
    incoming: Incoming,
    csv: string,
    name: string,
  ): Promise<{ readonly lines: readonly BatchLine[]; readonly csv: string }>;
  /** Records a screening that was made elsewhere and keeps it for its buttons. */
  keep(incoming: Incoming, screening: Screening): Promise<void>;
  /** A screening by its id. Throws `BadInput` when it is no longer kept. */
  recall(screeningId: string): Promise<Screening>;
  /** Keeps an answer that one person sees for its button. */
  keepAnswer(answer: Answer): Promise<void>;
  /** An answer by its question's id. Throws `BadInput` when it is no longer kept. */
  recallAnswer(questionId: string): Promise<Answer>;
  /** `personal`: text of and about people, which can be erased later. */
  record(
    incoming: Incoming,
    kind: string,
    detail: unknown,
    personal?: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}

export const makeDesk = (deps: DeskDeps): Desk => {
  const now: Basis = { matcher: deps.matcher, asOf: null };
  const record: Desk["record"] = async (incoming, kind, detail, personal = {}) => {
    const place = placeKey(placeOf(incoming));
    await deps.audit.append({ at: deps.now(), kind, actor: incoming.userId, place, detail, personal });
  };
  const write = (incoming: Incoming, { kind, detail, personal }: Said): Promise<void> =>
    record(incoming, kind, detail, personal);
  const keep = async (incoming: Incoming, screening: Screening): Promise<void> => {
    await write(incoming, screeningRecord(screening, now));
    await deps.expiring.set(`screening:${screening.screeningId}`, screening, SCREENING_KEPT_MS);
  };
  return {
    deps,
    record,
    keep,
    screen: async (incoming, subject, options) => {
      const screening = await deps.screen(subject, options);
      await keep(incoming, screening);
      await rememberScreening(incoming, screening, deps.expiring, SCREENING_KEPT_MS);
      return screening;
    },
    answer: async (incoming, question, turns, progress, scope) => {
      const answer = await deps.answer(question, turns, progress, scope);
      const lists = (await deps.screener()).searched();
      // Begun in this order and written together: where others wait for the record, one turn is enough.
      await Promise.all([
        write(incoming, answerRecord(answer, lists, now)),
        ...answer.screenings.map((screening) => keep(incoming, screening)),
      ]);
      return answer;
    },
    batch: async (incoming, csv, name) => {
      const result = await deps.screenTable(csv, name);
      for (const said of batchRecords(name, result.screenings, now)) await write(incoming, said);
      return result;
    },
    keepAnswer: (answer) => deps.expiring.set(`answer:${answer.questionId}`, answer, SCREENING_KEPT_MS),
    recallAnswer: async (questionId) => {
      const kept = await deps.expiring.get(`answer:${questionId}`);
      if (!kept)
        throw new BadInput("That answer is no longer kept for its button. Nothing was shared. Ask the question again.");
      return kept as Answer;
    },
    recall: async (screeningId) => {
      const kept = await deps.expiring.get(`screening:${screeningId}`);
      if (!kept)
        throw new BadInput(
          "That screening is no longer kept for its buttons. Nothing was changed. Screen the name again.",
        );
      return kept as Screening;
    },
  };
};
