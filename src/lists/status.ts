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

const HOUR_MS = 3_600_000;

/** Hours from one instant to a later one, not rounded. */
export const hoursBetween = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / HOUR_MS;

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
