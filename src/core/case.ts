import type { Instant } from "./dates.ts";
import type { Listing } from "./listing.ts";
import type { Place } from "./place.ts";
import type { Subject } from "./screening.ts";

export type Outcome = "escalate" | "false-positive" | "true-match";

/** One step of a case, kept for ever. */
export interface CaseStep {
  readonly at: Instant;
  /** Who did it; `null` for what the program found by itself. */
  readonly userId: string | null;
  readonly did: "assigned" | "confirmed" | "decided" | "lapsed" | "opened" | "proposed" | "reopened";
  /** Of "proposed", "decided" and "confirmed". */
  readonly outcome: Outcome | null;
  /** The reviewer's reason, or why the program reopened it. */
  readonly why: string;
}

/** One subject against one entry of one list: what reviewers made of it. */
export interface Case {
  /** 1, 2, 3 …, as people name it. */
  readonly number: number;
  readonly subject: Subject;
  /** The entry as it stood when the case was opened or last decided. */
  readonly listing: Listing;
  readonly score: number;
  readonly place: Place;
  /** Who works on it; `null` while nobody does. */
  readonly ownerId: string | null;
  /** "proposed" waits for a second reviewer; "lapsed": the entry has left the list. */
  readonly state: "decided" | "escalated" | "lapsed" | "open" | "proposed";
  /** Of "proposed" and "decided". */
  readonly outcome: Outcome | null;
  readonly openedAt: Instant;
  readonly steps: readonly CaseStep[];
}

/** Everything that makes a subject another subject, so that a decision reaches exactly one: case and spaces do not. */
export const subjectKey = (subject: Subject): string =>
  JSON.stringify([
    nameKey(subject),
    subject.kind,
    subject.birth === null ? null : [subject.birth.from, subject.birth.to, subject.birth.approximate],
    [...subject.countries].sort(),
    subject.gender,
    [...subject.identifiers].sort(),
  ]);

/** The name alone, to find what was decided of the same name with other details. */
export const nameKey = ({ text }: Pick<Subject, "text">): string =>
  text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

/** Names one entry of one list: "ofac-sdn/36". */
export const entryKey = (entry: { readonly list: string; readonly listingId: string }): string =>
  `${entry.list}/${entry.listingId}`;
