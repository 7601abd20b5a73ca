import type { Answer } from "../core/answer.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Screening, SearchedList } from "../core/screening.ts";
import type { AuditEntry } from "../ports/stores.ts";

/** What an entry says; who, where and when are added by whoever writes it. */
export type Said = Pick<AuditEntry, "detail" | "kind" | "personal">;

/** What a finding rests on beside the lists. */
export interface Basis {
  /** Names the rules, weights and vocabularies of the matcher. */
  readonly matcher: string;
  /** The day of the past that was asked for; `null` is now. */
  readonly asOf: IsoDate | null;
}

/** Screenings in one entry of a batch; a chat's table is one entry, a file of a million rows a thousand. */
export const BATCH_ENTRY = 1_000;

const listsRecord = (searched: readonly SearchedList[]): unknown =>
  searched.map(({ list, sha256, publishedOn, entries, stale }) => ({ list, sha256, publishedOn, entries, stale }));

const findingRecord = (screening: Screening) => ({
  screeningId: screening.screeningId,
  verdict: screening.verdict,
  score: screening.score,
  threshold: screening.threshold,
  hits: screening.hits.map(({ list, listingId, verdict, score }) => ({ list, listingId, verdict, score })),
  ...(screening.silenced ? { silenced: screening.silenced } : {}),
});

/** What the audit record keeps of a screening, with or without a hit: enough to repeat it. */
export const screeningRecord = (screening: Screening, { matcher, asOf }: Basis): Said => ({
  kind: "screening",
  detail: { ...findingRecord(screening), asOf, matcher, lists: listsRecord(screening.searched) },
  personal: { subject: screening.subject },
});

/** A screened row of a table, with the wallet that was screened beside the name. */
export interface BatchRow extends Screening {
  readonly address?: string;
}

const restsOn = ({ searched }: Screening): string =>
  searched.map(({ list, sha256, stale }) => `${list}:${sha256}:${stale}`).join();

/** The screenings of a table, several in an entry; those of one entry rest on the same lists. */
export const batchRecords = (
  name: string,
  screenings: readonly BatchRow[],
  { matcher, asOf }: Basis,
): readonly Said[] => {
  const groups: BatchRow[][] = [];
  for (const screening of screenings) {
    const group = groups.at(-1);
    if (group?.[0] && group.length < BATCH_ENTRY && restsOn(group[0]) === restsOn(screening)) group.push(screening);
    else groups.push([screening]);
  }
  return groups.map((group) => ({
    kind: "batch",
    detail: {
      screenings: group.map(findingRecord),
      asOf,
      matcher,
      lists: listsRecord(group[0]?.searched ?? []),
    },
    personal: { name, subjects: group.map(({ subject, address }) => (address ? { subject, address } : { subject })) },
  }));
};

/** What the audit record keeps of a question and its answer. `lists`: those in force when it was answered. */
export const answerRecord = (answer: Answer, lists: readonly SearchedList[], { matcher, asOf }: Basis): Said => ({
  kind: "answer",
  detail: {
    questionId: answer.questionId,
    status: answer.status,
    asOf: answer.asOf,
    asked: asOf,
    composedBy: answer.composedBy,
    citations: answer.citations.map(({ number, documentId, passageId, url, start, end }) => ({
      number,
      ...(passageId === null ? { url } : { documentId, passageId }),
      start,
      end,
    })),
    searched: answer.searched,
    screenings: answer.screenings.map((s) => s.screeningId),
    model: answer.modelUse,
    matcher,
    lists: listsRecord(lists),
  },
  personal: { question: answer.question, answer: answer.text, claims: answer.claims },
});
