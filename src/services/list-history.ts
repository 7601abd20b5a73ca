import type { SourceId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import type { ListChanges } from "../digest/digest.ts";
import { dayOfVersion, versionAt } from "../lists/at.ts";
import { diffListings, type ListDiff } from "../lists/diff.ts";
import type { ListDifferences } from "../ports/list-changes.ts";
import type { ListStore } from "../ports/stores.ts";

/** Differences kept in memory; a year's digests ask for few pairs of versions. */
const DIFFS_KEPT = 40;

export interface Designation {
  readonly listing: Listing;
  readonly on: IsoDate;
}

/** What happened to the lists between versions, as digests and watchlists need it. */
export interface ListHistory {
  /** The versions in force, by source id. */
  current(): Promise<readonly ListVersion[]>;
  /** How every list in force differs from the versions named by sha256. */
  since(seen: Readonly<Record<string, string>>): Promise<readonly ListChanges[]>;
  /** The same, from the versions in force on a day; from the oldest that is kept where that is younger. */
  sinceDay(day: IsoDate): Promise<readonly ListChanges[]>;
  /** Parties that came on a list on `start` or later: by the list's own day, else by the day of the version that brought them. */
  designations(start: IsoDate): Promise<readonly Designation[]>;
}

export const makeListHistory = (
  store: ListStore,
  differences: ListDifferences,
  titleOf: (list: SourceId) => string,
): ListHistory => {
  const kept = new Map<string, Promise<ListDiff>>();
  const compared = async (from: ListVersion, to: ListVersion): Promise<ListDiff> => {
    const { before, after } = await differences.between(to.list, from.sha256, to.sha256);
    return diffListings(before, after);
  };
  const diff = (from: ListVersion, to: ListVersion): Promise<ListDiff> => {
    const key = `${to.list} ${from.sha256} ${to.sha256}`;
    const found = kept.get(key) ?? compared(from, to);
    kept.delete(key);
    kept.set(key, found);
    // A failed comparison is made anew by whoever asks next.
    found.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= DIFFS_KEPT) break;
      kept.delete(oldest);
    }
    return found;
  };
  const changes = async (from: ListVersion | null, to: ListVersion): Promise<ListChanges> => {
    const title = titleOf(to.list);
    if (from === null || from.sha256 === to.sha256) return { title, from, to, added: [], removed: [], changed: [] };
    return { title, from, to, ...(await diff(from, to)) };
  };
  const compare = async (pick: (versions: readonly ListVersion[]) => ListVersion | null) => {
    const found: ListChanges[] = [];
    for (const to of await store.current()) found.push(await changes(pick(await store.versions(to.list)), to));
    return found;
  };
  return {
    current: () => store.current(),
    since: (seen) => compare((versions) => versions.find((v) => v.sha256 === seen[v.list]) ?? null),
    sinceDay: (day) => compare((versions) => versionAt(versions, day) ?? versions[0] ?? null),
    designations: async (start) => {
      const found = new Map<string, Designation>();
      for (const to of await store.current()) {
        const versions = await store.versions(to.list);
        for (const [i, version] of versions.entries()) {
          const before = versions[i - 1];
          if (!before || dayOfVersion(version) < start) continue;
          for (const listing of (await diff(before, version)).added)
            found.set(`${to.list}/${listing.listingId}`, { listing, on: listing.listedOn ?? dayOfVersion(version) });
        }
        for await (const listing of store.listings(to.list, to.sha256))
          if (listing.listedOn !== null && listing.listedOn >= start)
            found.set(`${to.list}/${listing.listingId}`, { listing, on: listing.listedOn });
      }
      return [...found.values()].filter(({ on }) => on >= start);
    },
  };
};
