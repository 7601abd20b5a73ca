import type { DateInterval } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";
import type { Subject } from "../core/screening.ts";
import { ATTRIBUTE } from "./weights.ts";

/** What date of birth, country, gender and kind say beside the name: they rank and explain, they never hide. */
export interface AttributeFinding {
  /** Added to or taken from the name score, after which the score stays within 0..1. */
  readonly shift: number;
  readonly reasons: readonly string[];
  readonly contradictions: readonly string[];
}

export const compareAttributes = (subject: Subject, listing: Listing): AttributeFinding => {
  const found = [
    birth(subject.birth, listing.births),
    country(subject, listing),
    gender(subject, listing),
    kind(subject, listing),
  ];
  return {
    shift: found.reduce((sum, f) => sum + f.shift, 0),
    reasons: found.flatMap((f) => f.reasons),
    contradictions: found.flatMap((f) => f.contradictions),
  };
};

const NOTHING: AttributeFinding = { shift: 0, reasons: [], contradictions: [] };
const agrees = (shift: number, reason: string): AttributeFinding => ({ shift, reasons: [reason], contradictions: [] });
const contradicts = (shift: number, why: string): AttributeFinding => ({
  shift: -shift,
  reasons: [],
  contradictions: [why],
});

const birth = (given: DateInterval | null, listed: readonly DateInterval[]): AttributeFinding => {
  if (!given) return listed.length > 0 ? { ...NOTHING, reasons: ["No date of birth given."] } : NOTHING;
  if (listed.length === 0) return { ...NOTHING, reasons: ["The list gives no date of birth."] };
  const words = listed.map((b) => b.text).join(" or ");
  const overlap = listed.some((b) => b.from <= given.to && given.from <= b.to);
  if (overlap)
    return agrees(
      given.from === given.to ? ATTRIBUTE.birthDay : ATTRIBUTE.birthYear,
      `Date of birth agrees: ${given.text}, list: ${words}.`,
    );
  if (listed.some((b) => isFlipped(given, b)))
    return agrees(
      ATTRIBUTE.birthClose,
      `Date of birth agrees with day and month swapped: ${given.text}, list: ${words}.`,
    );
  const years = Math.min(
    ...listed.map(
      (b) => yearsBetween(given, b) - (b.approximate || given.approximate ? ATTRIBUTE.approximateYears : 0),
    ),
  );
  if (years <= ATTRIBUTE.closeYears)
    return { shift: 0, reasons: [`Date of birth is close: ${given.text}, list: ${words}.`], contradictions: [] };
  return contradicts(ATTRIBUTE.birthContradiction, `Date of birth contradicts: you ${given.text}, list ${words}.`);
};

/** 1961-03-04 against 1961-04-03. */
const isFlipped = (a: DateInterval, b: DateInterval): boolean => {
  if (a.from !== a.to || b.from !== b.to) return false;
  return (
    a.from.slice(0, 4) === b.from.slice(0, 4) &&
    a.from.slice(5, 7) === b.from.slice(8) &&
    a.from.slice(8) === b.from.slice(5, 7)
  );
};

const yearsBetween = (a: DateInterval, b: DateInterval): number => {
  const [fromA, toA, fromB, toB] = [a.from, a.to, b.from, b.to].map((d) => Number(d.slice(0, 4)));
  return Math.max(0, fromA! - toB!, fromB! - toA!);
};

const country = (subject: Subject, listing: Listing): AttributeFinding => {
  const known = new Set([
    ...listing.nationalities,
    ...listing.addresses.flatMap((a) => a.country ?? []),
    ...listing.identifiers.flatMap((i) => i.country ?? []),
  ]);
  if (subject.countries.length === 0 || known.size === 0) return NOTHING;
  const shared = subject.countries.filter((c) => known.has(c));
  if (shared.length > 0) return agrees(ATTRIBUTE.country, `Country agrees: ${shared.join(", ")}.`);
  return contradicts(
    ATTRIBUTE.countryContradiction,
    `Country differs: you ${subject.countries.join(", ")}, list ${[...known].sort().join(", ")}.`,
  );
};

const gender = (subject: Subject, listing: Listing): AttributeFinding => {
  if (!subject.gender || !listing.gender) return NOTHING;
  if (subject.gender === listing.gender) return agrees(0, `Gender agrees: ${listing.gender}.`);
  return contradicts(ATTRIBUTE.genderContradiction, `Gender differs: you ${subject.gender}, list ${listing.gender}.`);
};

const kind = (subject: Subject, listing: Listing): AttributeFinding => {
  if (
    subject.kind === "unknown" ||
    subject.kind === "address" ||
    listing.kind === "unknown" ||
    subject.kind === listing.kind
  )
    return NOTHING;
  return contradicts(
    ATTRIBUTE.kindContradiction,
    `Type differs: you asked for a ${subject.kind}, the list names a ${listing.kind}.`,
  );
};
