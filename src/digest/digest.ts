import type { Citation } from "../core/answer.ts";
import type { Instant, IsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import type { Topic } from "../core/subscription.ts";
import type { ProgramChart } from "./chart.ts";
import { documentFits, listingFits } from "./topics.ts";

export interface ChangedEntry {
  readonly before: Listing;
  readonly after: Listing;
  readonly fields: readonly {
    readonly label: string;
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
}

/** How one list differs between two of its versions. `from` is `null` for a list loaded for the first time: nothing is compared then. */
export interface ListChanges {
  readonly title: string;
  readonly from: ListVersion | null;
  readonly to: ListVersion;
  readonly added: readonly Listing[];
  readonly removed: readonly Listing[];
  readonly changed: readonly ChangedEntry[];
}

/** A notice or report that is new, with one sentence of it. `citation` is `null` where it has no sentence. */
export interface NewDocument {
  readonly document: CorpusDocument;
  readonly citation: Citation | null;
}

/** What a change means for somebody who is watched: one sentence. */
export interface WatchedChange {
  readonly watchId: string;
  readonly sentence: string;
}

export interface ListedWalletOf {
  readonly code: string;
  readonly address: string;
  readonly listing: Listing;
}

/** Everything one digest tells, before any wording. */
export interface Digest {
  readonly since: Instant | IsoDate;
  readonly until: Instant;
  readonly topics: readonly Topic[];
  readonly lists: readonly (ListChanges & {
    readonly newWallets: readonly ListedWalletOf[];
    readonly goneWallets: readonly ListedWalletOf[];
  })[];
  readonly documents: readonly NewDocument[];
  readonly watched: readonly WatchedChange[];
  readonly chart: ProgramChart | null;
}

export interface DigestParts {
  readonly since: Instant | IsoDate;
  readonly until: Instant;
  readonly topics: readonly Topic[];
  readonly lists: readonly ListChanges[];
  readonly documents: readonly NewDocument[];
  readonly watched: readonly WatchedChange[];
  readonly chart: ProgramChart | null;
}

/** Takes from all that changed what belongs to the topics. Documents are numbered as they are cited. */
export const makeDigest = (parts: DigestParts): Digest => {
  const { topics } = parts;
  return {
    ...parts,
    lists: parts.lists.map((list) => {
      const added = list.added.filter((listing) => listingFits(topics, listing));
      const removed = list.removed.filter((listing) => listingFits(topics, listing));
      // An entry belongs to a topic that it had or has: a program taken away matters as much as one given.
      const changed = list.changed.filter(
        ({ before, after }) => listingFits(topics, before) || listingFits(topics, after),
      );
      return {
        ...list,
        added,
        removed,
        changed,
        newWallets: [
          ...added.flatMap((listing) => walletsOf(listing)),
          ...changed.flatMap(({ before, after }) => walletsOf(after).filter(notIn(before))),
        ],
        goneWallets: [
          ...removed.flatMap((listing) => walletsOf(listing)),
          ...changed.flatMap(({ before, after }) => walletsOf(before).filter(notIn(after))),
        ],
      };
    }),
    documents: parts.documents
      .filter(({ document }) => documentFits(topics, document))
      .map((one, index) => ({ ...one, citation: one.citation && { ...one.citation, number: index + 1 } })),
  };
};

const walletsOf = (listing: Listing): readonly ListedWalletOf[] =>
  listing.wallets.map(({ code, address }) => ({ code, address, listing }));

const notIn =
  (other: Listing) =>
  ({ code, address }: ListedWalletOf): boolean =>
    !other.wallets.some((wallet) => wallet.code === code && wallet.address === address);

/** True when there is nothing to tell. */
export const isQuiet = (digest: Digest): boolean =>
  digest.documents.length === 0 &&
  digest.watched.length === 0 &&
  digest.lists.every((list) => list.added.length + list.removed.length + list.changed.length === 0);

/** Designations, removals and changes in all. */
export const countsOf = (
  digest: Digest,
): { readonly added: number; readonly removed: number; readonly changed: number } => ({
  added: digest.lists.reduce((sum, list) => sum + list.added.length, 0),
  removed: digest.lists.reduce((sum, list) => sum + list.removed.length, 0),
  changed: digest.lists.reduce((sum, list) => sum + list.changed.length, 0),
});
