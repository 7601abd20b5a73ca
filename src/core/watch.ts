import type { ListingId, SourceId } from "./brand.ts";
import type { Instant } from "./dates.ts";
import type { Place } from "./place.ts";
import type { Subject } from "./screening.ts";

/** A party that is screened again by itself whenever a list or the matcher changes. */
export interface Watch {
  readonly watchId: string;
  readonly subject: Subject;
  /** Where alerts go. */
  readonly place: Place;
  readonly userId: string;
  readonly createdAt: Instant;
}

/** A hit of a watched subject that is known and was told. */
export interface KnownHit {
  readonly list: SourceId;
  readonly listingId: ListingId;
  /** Primary name of the entry. */
  readonly name: string;
  readonly verdict: "match" | "possible-match";
  readonly score: number;
}

/** What the known hits of all watches rest on. */
export interface WatchMark {
  /** sha256 of the version screened against, by source id. */
  readonly lists: Readonly<Record<string, string>>;
  /** Names the rules, weights and vocabularies of the matcher. */
  readonly matcher: string;
}

/** One text for one mark, whatever the order of its lists. */
export const markKey = (mark: WatchMark): string =>
  JSON.stringify({
    lists: Object.fromEntries(Object.entries(mark.lists).sort(([a], [b]) => (a < b ? -1 : 1))),
    matcher: mark.matcher,
  });
