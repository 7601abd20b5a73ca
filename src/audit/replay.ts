import type { IsoDate } from "../core/dates.ts";
import type { Screening, ScreenOptions, Subject, VerdictKind } from "../core/screening.ts";
import type { ChainedEntry } from "../ports/stores.ts";

/** A finding as far as two runs are compared. */
export interface Finding {
  readonly verdict: VerdictKind;
  readonly score: number;
  readonly hits: readonly {
    readonly list: string;
    readonly listingId: string;
    readonly verdict: string;
    readonly score: number;
  }[];
}

/** A screening as the record holds it. */
export interface RecordedScreening {
  readonly sequence: number;
  readonly at: string;
  readonly finding: Finding;
  /** `null` once it was erased. */
  readonly subject: Subject | null;
  /** The wallet that a row of a table was screened with. */
  readonly address: string | null;
  readonly options: ScreenOptions;
  readonly matcher: string | null;
  readonly lists: readonly { readonly list: string; readonly sha256: string; readonly stale: boolean }[];
  /** Hits that reviewers had decided to be false positives. */
  readonly silenced: readonly { readonly list: string; readonly listingId: string }[];
}

/** What was screened in one row of a table. */
export interface BatchSubject {
  readonly subject: Subject;
  readonly address?: string;
}

interface FindingDetail extends Finding {
  readonly screeningId: string;
  readonly threshold: number;
  readonly silenced?: RecordedScreening["silenced"];
}

interface SharedDetail {
  readonly asOf?: IsoDate | null;
  readonly matcher?: string;
  readonly lists?: RecordedScreening["lists"];
}

/** The screening of that id in an entry: one of its own, or a row of a batch. `null` when it is not there. */
export const screeningIn = (entry: ChainedEntry, screeningId: string): RecordedScreening | null => {
  if (entry.kind === "screening") {
    // Before there were personal parts the subject stood in the detail.
    const detail = entry.detail as FindingDetail & SharedDetail & { readonly subject?: Subject };
    const subject = entry.parts.subject ? entry.parts.subject.kept?.value : detail.subject;
    const given = { subject: (subject as Subject) ?? null, address: null };
    return detail.screeningId === screeningId ? recorded(entry, detail, detail, given) : null;
  }
  if (entry.kind !== "batch") return null;
  const detail = entry.detail as SharedDetail & { readonly screenings?: readonly FindingDetail[] };
  const row = detail.screenings?.findIndex((finding) => finding.screeningId === screeningId) ?? -1;
  const finding = detail.screenings?.[row];
  if (!finding) return null;
  const subjects = entry.parts.subjects?.kept?.value as readonly BatchSubject[] | undefined;
  const given = subjects?.[row];
  return recorded(entry, finding, detail, { subject: given?.subject ?? null, address: given?.address ?? null });
};

const recorded = (
  { sequence, at }: ChainedEntry,
  { verdict, score, hits, threshold, silenced }: FindingDetail,
  { asOf, matcher, lists }: SharedDetail,
  given: Pick<RecordedScreening, "address" | "subject">,
): RecordedScreening => ({
  sequence,
  at,
  finding: { verdict, score, hits },
  ...given,
  options: asOf ? { threshold, asOf } : { threshold },
  matcher: matcher ?? null,
  lists: lists ?? [],
  silenced: silenced ?? [],
});

/** What a screening comes to without the hits that reviewers had decided; as it was then, whatever was decided since. */
export const findingWithout = (screening: Screening, silenced: RecordedScreening["silenced"]): Finding => {
  const isGone = (hit: { readonly list: string; readonly listingId: string }): boolean =>
    silenced.some(({ list, listingId }) => list === hit.list && listingId === hit.listingId);
  const gone = screening.hits.filter(isGone);
  const hits = screening.hits
    .filter((hit) => !isGone(hit))
    .map(({ list, listingId, verdict, score }) => ({ list, listingId, verdict, score }));
  if (gone.length === 0) return { verdict: screening.verdict, score: screening.score, hits };
  const stale = screening.searched.some((list) => list.stale);
  const [best] = hits;
  return {
    verdict: best
      ? (hits.find(({ verdict }) => verdict === "match")?.verdict ?? best.verdict)
      : stale
        ? "cannot-tell"
        : "no-match",
    score: best?.score ?? gone[0]?.score ?? 0,
    hits,
  };
};

/** Findings agree in verdict, score and every hit in its order. */
export const sameFinding = (a: Finding, b: Finding): boolean => plain(a) === plain(b);

const plain = ({ verdict, score, hits }: Finding): string =>
  JSON.stringify([verdict, score, hits.map((hit) => [hit.list, hit.listingId, hit.verdict, hit.score])]);
