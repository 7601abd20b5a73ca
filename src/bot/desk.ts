import type { Turn } from "../ask/ask.ts";
import type { Answer } from "../core/answer.ts";
import { BadInput } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import type { Screener, Screening, ScreenOptions, Subject } from "../core/screening.ts";
import type { Now } from "../ports/clock.ts";
import type { AuditLog, ExpiringStore } from "../ports/stores.ts";
import type { Office } from "./office.ts";
import { answerRecord, screeningRecord } from "./records.ts";
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
  readonly answer: (question: string, turns: readonly Turn[], progress: (step: string) => void) => Promise<Answer>;
  readonly screen: (subject: Subject, options: ScreenOptions) => Promise<Screening>;
  readonly screener: () => Promise<Screener>;
  /** Screens every row of a CSV. Throws `BadInput` when it has no names. */
  readonly screenTable: (
    csv: string,
    name: string,
  ) => Promise<{ readonly lines: readonly BatchLine[]; readonly csv: string }>;
  readonly listLines: () => Promise<readonly ListStatusLine[]>;
  readonly describe: DescribeList;
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
  record(incoming: Incoming, kind: string, detail: unknown): Promise<void>;
}

export const makeDesk = (deps: DeskDeps): Desk => {
  const record = async (incoming: Incoming, kind: string, detail: unknown): Promise<void> => {
    const place = `${incoming.platform}/${incoming.workspaceId}/${incoming.channelId}`;
    await deps.audit.append({ at: deps.now(), kind, actor: incoming.userId, place, detail });
  };
  const keep = async (incoming: Incoming, screening: Screening): Promise<void> => {
    await record(incoming, "screening", screeningRecord(screening));
    await deps.expiring.set(`screening:${screening.screeningId}`, screening, SCREENING_KEPT_MS);
  };
  return {
    deps,
    record,
    keep,
    screen: async (incoming, subject, options) => {
      const screening = await deps.screen(subject, options);
      await keep(incoming, screening);
      return screening;
    },
    answer: async (incoming, question, turns, progress) => {
      const answer = await deps.answer(question, turns, progress);
      await record(incoming, "answer", answerRecord(answer));
      for (const screening of answer.screenings) await keep(incoming, screening);
      return answer;
    },
    batch: async (incoming, csv, name) => {
      const result = await deps.screenTable(csv, name);
      const lines = result.lines.map(({ id, verdict, hits }) => ({
        id,
        verdict,
        hits: hits.map((hit) => hit.listingId),
      }));
      await record(incoming, "batch", { name, lines });
      return result;
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
