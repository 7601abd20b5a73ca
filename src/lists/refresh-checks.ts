import { BadList } from "../core/errors.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import { dayOfVersion } from "./at.ts";
import type { ReadList } from "./import.ts";
import type { ListSource } from "./sources.ts";

/**
 * Largest loss that a refresh takes without being told to, as a share. In 307 real daily changes of the SDN list
 * there were 927 removals of some 10,000 to 17,000 entries, so a loss of a tenth is a broken file, not a decision.
 */
const SHRINK_LIMIT = 0.1;

export interface RefreshOptions {
  /** Take a list that has lost more than a tenth. */
  readonly allowShrink?: boolean;
  /** Take a publication older than the one in force. */
  readonly allowOlder?: boolean;
}

/** What is compared before a swap. `inForce` is `null` for a list that was never loaded. */
export interface Candidate {
  readonly source: ListSource;
  readonly read: ReadList;
  readonly inForce: ListVersion | null;
  readonly inForceListings: readonly Listing[];
  readonly versions: readonly ListVersion[];
  readonly options: RefreshOptions;
}

interface Check {
  readonly name: string;
  /** Why the candidate must not come into force, or `null`. */
  readonly finds: (candidate: Candidate) => string | null;
}

const sizes = (listings: readonly Listing[]): readonly (readonly [string, number])[] => [
  ["entries", listings.length],
  ["names", listings.reduce((sum, l) => sum + l.names.length, 0)],
  ["digital currency addresses", listings.reduce((sum, l) => sum + l.wallets.length, 0)],
];

/** Run in this order; the first that finds something refuses the candidate. */
const REFRESH_CHECKS: readonly Check[] = [
  {
    name: "all files are of one publication",
    finds: ({ read }) =>
      read.doubts.length > 0 ? `its files are not of one publication: ${read.doubts.join("; ")}` : null,
  },
  {
    name: "it is not an older publication",
    finds: ({ read, inForce, versions, options }) => {
      if (options.allowOlder || inForce === null) return null;
      if (versions.some((v) => v.sha256 === read.version.sha256 && v.sha256 !== inForce.sha256))
        return "it is a publication that was replaced before";
      const [is, was] = [read.version.publishedOn, inForce.publishedOn];
      return is !== null && was !== null && is < was ? `it was published on ${is}, the copy in force on ${was}` : null;
    },
  },
  {
    name: "it has not shrunk",
    finds: ({ read, inForce, inForceListings, options }) => {
      if (options.allowShrink || inForce === null) return null;
      const before = new Map(sizes(inForceListings));
      const lost = sizes(read.listings).find(([what, now]) => now < (before.get(what) ?? 0) * (1 - SHRINK_LIMIT));
      return lost ? `it has ${lost[1]} ${lost[0]}, the copy in force ${before.get(lost[0])}` : null;
    },
  },
];

/** Throws `BadList` with one sentence when the candidate must not come into force. */
export const assertMayReplace = (candidate: Candidate): void => {
  for (const check of REFRESH_CHECKS) {
    const why = check.finds(candidate);
    if (why === null) continue;
    const stays = candidate.inForce
      ? `The copy of ${dayOfVersion(candidate.inForce)} stays in force.`
      : "Nothing was loaded.";
    throw new BadList(`The download of ${candidate.source.title} was refused: ${why}. ${stays}`);
  }
};
