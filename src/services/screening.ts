import type { ListingId, SourceId } from "../core/brand.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import { RedflagError } from "../core/errors.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import type { Screener } from "../core/screening.ts";
import { dayOfVersion, versionAt } from "../lists/at.ts";
import { asRemoved } from "../lists/removed.ts";
import { sourceOf } from "../lists/sources.ts";
import { staleness } from "../lists/status.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { SnapshotStore } from "../ports/snapshots.ts";
import type { ListStore, RemovalStore } from "../ports/stores.ts";
import { type CompiledIndex, compileListings } from "../screening/compiled.ts";
import { makeScreenerOver } from "../screening/screener.ts";
import { compileIndex, loadIndex } from "../screening/snapshot.ts";

export interface LoadedList {
  readonly version: ListVersion;
  readonly listings: readonly Listing[];
}

export interface ScreeningDeps {
  readonly store: ListStore;
  readonly removals: RemovalStore;
  readonly snapshots: SnapshotStore;
  /** Names the rules, weights and vocabularies: a snapshot made by others is not taken. */
  readonly matcher: string;
  /** Versions that the program ships, for lists that were never loaded. */
  readonly starter: readonly LoadedList[];
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
}

/** A party that came onto a list or left it, by the dates that the list or a checked notice gives. */
export interface DatedChange {
  readonly list: SourceId;
  readonly listingId: ListingId;
  readonly name: string;
  readonly programs: readonly string[];
  readonly change: "added" | "removed";
  readonly on: IsoDate;
}

/** One consistent set of list versions. */
export interface ListsInForce {
  readonly screener: Screener;
  /** Changes from one day to another, both inclusive. */
  readonly changes: (from: IsoDate, to: IsoDate) => readonly DatedChange[];
}

/** The versions in force, or those that were in force at the end of a past day. */
export type InForce = (asOf?: IsoDate) => Promise<ListsInForce>;

/** Screeners kept: the one in force and the last days asked for. */
const KEPT = 3;

/** Builds a screener when the versions it needs have changed; calls made meanwhile keep the old one, whole. */
export const makeInForce = (deps: ScreeningDeps): InForce => {
  const built = new Map<string, Promise<ListsInForce>>();
  return async (asOf) => {
    const versions = asOf ? await versionsAt(deps, asOf) : await deps.store.current();
    const stale = (v: ListVersion): boolean =>
      asOf === undefined && staleness(v, sourceOf(v.list), deps.now()) !== null;
    const key = [asOf ?? "now", ...versions.map((v) => `${v.list}:${v.sha256}:${stale(v)}`)].join();
    const known = built.get(key);
    if (known) return known;
    const building = build(deps, versions, stale, asOf ?? null);
    built.set(key, building);
    for (const old of [...built.keys()].slice(0, -KEPT)) built.delete(old);
    // A failed build is tried anew at the next call.
    building.catch(() => built.delete(key));
    return building;
  };
};

/** The version of each list at the end of a day. Where none is that old the oldest stands in, and says so. */
const versionsAt = async (deps: ScreeningDeps, day: IsoDate): Promise<readonly ListVersion[]> => {
  const lists: readonly SourceId[] = (await deps.store.current()).map((version) => version.list);
  const found = await Promise.all(
    lists.map(async (list) => {
      const versions = await deps.store.versions(list);
      const at = versionAt(versions, day);
      const oldest = versions.toSorted((a, b) => (dayOfVersion(a) < dayOfVersion(b) ? -1 : 1))[0];
      return at ?? (oldest && { ...oldest, caveat: olderNeeded(oldest, day) });
    }),
  );
  return found.filter((version) => version !== undefined);
};

const olderNeeded = (oldest: ListVersion, day: IsoDate): string =>
  `no version of ${dayInProse(day)} is held; judged on the version of ${dayInProse(dayOfVersion(oldest))}`;

const build = async (
  deps: ScreeningDeps,
  versions: readonly ListVersion[],
  stale: (v: ListVersion) => boolean,
  asOf: IsoDate | null,
): Promise<ListsInForce> => {
  const starter = deps.starter.filter((list) => !versions.some((v) => v.list === list.version.list));
  const lists = [
    ...versions.map((version) => ({ version, stale: stale(version) })),
    ...starter.map(({ version }) => ({ version, stale: false })),
  ];
  const key = [deps.matcher, asOf ?? "now", ...lists.map(({ version }) => `${version.list}:${version.sha256}`)].join();
  const index = await compiled(deps, key, async () => [
    ...(await Promise.all(versions.map((version) => listingsOf(deps, version, asOf)))).flat(),
    ...starter.flatMap((list) => list.listings),
  ]);
  const screener = makeScreenerOver({ lists, index, now: deps.now, newId: deps.newId, stopwatch: deps.stopwatch });
  return {
    screener,
    changes: (from, to) => index.listings.all().flatMap((listing) => datedChanges(listing, from, to)),
  };
};

/** The compiled index of a set of versions: from its snapshot, else from the listings, and then kept as a snapshot. */
const compiled = async (
  { snapshots }: ScreeningDeps,
  key: string,
  listings: () => Promise<readonly Listing[]>,
): Promise<CompiledIndex> => {
  const bytes = await snapshots.read(key);
  const loaded = bytes && readable(bytes, key);
  if (loaded) return loaded;
  const index = compileListings(await listings());
  await snapshots.write(key, compileIndex(index, key));
  return index;
};

/** A snapshot of an older program or with a wrong checksum is made anew. */
const readable = (bytes: Uint8Array, key: string): CompiledIndex | null => {
  try {
    return loadIndex(bytes, key);
  } catch (thrown) {
    if (thrown instanceof RedflagError) return null;
    throw thrown;
  }
};

const listingsOf = async (
  deps: ScreeningDeps,
  version: ListVersion,
  asOf: IsoDate | null,
): Promise<readonly Listing[]> => [
  ...(await Array.fromAsync(deps.store.listings(version.list, version.sha256))),
  ...(await removedBefore(deps, version, asOf)),
];

const datedChanges = (listing: Listing, from: IsoDate, to: IsoDate): readonly DatedChange[] => {
  const { list, listingId, programs } = listing;
  const change = (kind: DatedChange["change"], on: IsoDate | null): readonly DatedChange[] =>
    on !== null && on >= from && on <= to
      ? [{ list, listingId, name: listing.names[0]?.text ?? listingId, programs, change: kind, on }]
      : [];
  return [...change("added", listing.listedOn), ...change("removed", listing.removedOn)];
};

/** Parties that earlier versions named, kept findable as "removed on …". Of a past day only those already gone by then. */
const removedBefore = async (
  deps: ScreeningDeps,
  version: ListVersion,
  asOf: IsoDate | null,
): Promise<readonly Listing[]> =>
  (await deps.removals.removed(version.list, version.sha256))
    .filter((removal) => asOf === null || dayOfVersion(removal.goneBy) <= asOf)
    .map(asRemoved);
