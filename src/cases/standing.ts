import { type Case, subjectKey } from "../core/case.ts";
import type { Listing } from "../core/listing.ts";
import type { Hit, Screening, Subject, VerdictKind } from "../core/screening.ts";
import { decisionOf } from "./decide.ts";

/** The fields of an entry that differ, in words: "names", "dates of birth". Empty for the same entry published again. */
export type ChangedLabels = (before: Listing, after: Listing) => readonly string[];

/** Whether what a case rests on is still so. */
export type Standing =
  | { readonly kind: "stands" }
  | { readonly kind: "reopens"; readonly why: string }
  | { readonly kind: "lapses"; readonly why: string };

/**
 * A decision holds for one subject and one entry as both were: it lapses when the entry leaves the list, and the case
 * opens again when the entry is changed, when it comes back, or when the subject is changed. A list that is published
 * again with the same entry changes nothing, whatever else changed in it.
 */
export const standing = (
  found: Case,
  subject: Subject,
  entry: Listing | null,
  changedLabels: ChangedLabels,
): Standing => {
  if (subjectKey(subject) !== subjectKey(found.subject))
    return { kind: "reopens", why: `what is screened was changed: ${subjectDifference(found.subject, subject)}` };
  if (entry === null)
    return found.state === "lapsed" ? { kind: "stands" } : { kind: "lapses", why: "the entry has left the list" };
  if (found.state === "lapsed") return { kind: "reopens", why: "the entry had left the list and is listed again" };
  const changed = changedLabels(found.listing, entry);
  return changed.length === 0
    ? { kind: "stands" }
    : { kind: "reopens", why: `the entry was changed on the list: ${changed.join(", ")}` };
};

const SUBJECT_FIELDS = {
  text: "name",
  kind: "type",
  birth: "date of birth",
  countries: "countries",
  gender: "gender",
  identifiers: "identifiers",
} as const satisfies Record<keyof Subject, string>;

const subjectDifference = (before: Subject, after: Subject): string =>
  (Object.keys(SUBJECT_FIELDS) as (keyof Subject)[])
    .filter((field) => subjectKey({ ...before, [field]: after[field] }) !== subjectKey(before))
    .map((field) => SUBJECT_FIELDS[field])
    .join(", ");

/** Which hits reviewers' decisions take out of a result, with the case of each. */
export interface Silenced {
  readonly hit: Hit;
  readonly decidedIn: Case;
}

/**
 * A screening without the hits that were decided to be false positives. Nothing else moves: the other hits keep their
 * places and scores, and what was taken out is said.
 */
export const withoutSilenced = (
  screening: Screening,
  silenced: readonly Silenced[],
  inWords: (silenced: Silenced) => string,
): Screening => {
  if (silenced.length === 0) return screening;
  const gone = new Set(silenced.map(({ hit }) => hit));
  const hits = screening.hits.filter((hit) => !gone.has(hit));
  const [best] = silenced;
  return {
    ...screening,
    hits,
    silenced: silenced.map(({ hit, decidedIn }) => ({
      list: hit.list,
      listingId: hit.listingId,
      caseNumber: decidedIn.number,
    })),
    verdict: verdictOf(hits, screening),
    score: hits[0]?.score ?? best?.hit.score ?? 0,
    nearest:
      hits.length > 0 || !best
        ? null
        : {
            list: best.hit.list,
            listingId: best.hit.listingId,
            name: best.hit.name,
            score: best.hit.score,
            because: `decided a false positive in case ${best.decidedIn.number}`,
          },
    warnings: [...silenced.map(inWords), ...screening.warnings],
  };
};

const verdictOf = (hits: readonly Hit[], { searched }: Screening): VerdictKind => {
  if (hits.some(({ verdict }) => verdict === "match")) return "match";
  if (hits.length > 0) return "possible-match";
  return searched.some(({ stale }) => stale) ? "cannot-tell" : "no-match";
};

/** True when a case takes its hit out of results. */
export const silences = (found: Case): boolean => decisionOf(found)?.outcome === "false-positive";
