import type { Instant } from "../core/dates.ts";
import type { ListVersion } from "../core/listing.ts";
import type { ListSource } from "./sources.ts";

/** One line of `lists status`. */
export interface StatusRow {
  readonly source: string;
  readonly title: string;
  readonly publishedOn: string | null;
  readonly retrievedAt: Instant | null;
  /** Whole hours since retrieval; `null` when the list was never loaded. */
  readonly ageHours: number | null;
  readonly entries: number | null;
  readonly sha256: string | null;
  readonly versions: number;
  /** Why the list must not be relied on as it is; `null` when it may be. */
  readonly trouble: string | null;
  readonly stale: boolean;
  readonly caveat: string | null;
}

/** Hours from one instant to a later one, not rounded. */
export const hoursBetween = (from: Instant, to: Instant): number => hoursOf(to) - hoursOf(from);

/** Hours since 1 March of year 0, Gregorian, of `YYYY-MM-DDTHH:MM:SS.sssZ`. */
const hoursOf = (at: Instant): number => {
  const [year = 0, month = 1, day = 1] = at.slice(0, 10).split("-").map(Number);
  // Years begin in March, so that the leap day is the last of a year: 153 days in every five months.
  const [y, m] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  const days =
    365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day;
  const [hours = 0, minutes = 0, seconds = 0] = at.slice(11, -1).split(":").map(Number);
  return days * 24 + hours + minutes / 60 + seconds / 3600;
};

/** Why a version is stale, in words for a person, or `null` while it is fresh. */
export const staleness = (version: ListVersion, source: ListSource, now: Instant): string | null => {
  const age = hoursBetween(version.retrievedAt, now);
  if (age > source.maxAgeHours) return `retrieved ${inWords(age)} ago (limit ${inWords(source.maxAgeHours)})`;
  if (version.publishedOn === null) return null;
  const publishedAge = hoursBetween(`${version.publishedOn}T00:00:00.000Z` as Instant, now);
  return publishedAge > source.maxPublishedAgeDays * 24
    ? `published ${inWords(publishedAge)} ago (limit ${inWords(source.maxPublishedAgeDays * 24)})`
    : null;
};

/** 20 -> "20 hours", 72 -> "3 days". */
const inWords = (hours: number): string => {
  const days = Math.floor(hours / 24);
  if (days >= 2) return `${days} days`;
  return `${Math.floor(hours)} hours`;
};

/** One row a source, in the order of the table; sources that were never loaded have `entries: null`. `versions`: all, oldest first. */
export const statusRows = (
  sources: readonly ListSource[],
  versions: ReadonlyMap<string, readonly ListVersion[]>,
  now: Instant,
): readonly StatusRow[] =>
  sources.map((source) => {
    const all = versions.get(source.id) ?? [];
    const current = all.at(-1) ?? null;
    const stale = current === null ? null : staleness(current, source, now);
    return {
      source: source.id,
      title: source.title,
      publishedOn: current?.publishedOn ?? null,
      retrievedAt: current?.retrievedAt ?? null,
      ageHours: current === null ? null : Math.floor(hoursBetween(current.retrievedAt, now)),
      entries: current?.entries ?? null,
      sha256: current?.sha256 ?? null,
      versions: all.length,
      trouble: current === null ? "not loaded" : (current.caveat ?? stale),
      stale: stale !== null,
      caveat: current?.caveat ?? null,
    };
  });
