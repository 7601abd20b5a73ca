import type { IsoDate } from "../core/dates.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import { dayOfVersion } from "../lists/at.ts";
import { asRemoved } from "../lists/removed.ts";
import { takeList } from "../lists/take.ts";
import type { Now } from "../ports/clock.ts";
import type { CompileRequest, HeavyWork } from "../ports/heavy-work.ts";
import type { ListStore, RemovalStore } from "../ports/stores.ts";
import { compileListings } from "../screening/compiled.ts";
import { compileIndex } from "../screening/snapshot.ts";

export interface HeavyWorkDeps {
  readonly store: ListStore;
  readonly removals: RemovalStore;
  readonly now: Now;
}

/** The heavy work in the thread that asks for it. */
export const heavyWorkHere = (deps: HeavyWorkDeps): HeavyWork => ({
  compile: async (request) => compileIndex(compileListings(await listingsFor(request, deps)), request.key),
  take: (files) => takeList(files, deps.store, deps.now),
});

/** Lists with fewer entries are compiled, and files of fewer bytes read, faster than a thread starts. */
const SMALL = { entries: 2_000, bytes: 300_000 } as const;

/** Small work here, all else on another thread. */
export const heavyWorkBySize = (here: HeavyWork, elsewhere: HeavyWork): HeavyWork => ({
  compile: (request) => (entriesIn(request) < SMALL.entries ? here : elsewhere).compile(request),
  take: (files) => {
    const bytes = files.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
    return (bytes < SMALL.bytes ? here : elsewhere).take(files);
  },
});

const entriesIn = ({ versions, more }: CompileRequest): number =>
  versions.reduce((sum, version) => sum + version.entries, more.length);

/** Everything the index holds: the versions, the parties that left them, and what is in no store. */
const listingsFor = async (
  { versions, more, asOf }: Pick<CompileRequest, "asOf" | "more" | "versions">,
  deps: HeavyWorkDeps,
): Promise<readonly Listing[]> => {
  const listings: Listing[] = [];
  for (const version of versions) {
    for await (const listing of deps.store.listings(version.list, version.sha256)) listings.push(listing);
    listings.push(...(await removedBefore(version, asOf, deps.removals)));
  }
  return [...listings, ...more];
};

/** Parties that earlier versions named, kept findable as "removed on …". Of a past day only those already gone by then. */
const removedBefore = async (
  version: ListVersion,
  asOf: IsoDate | null,
  removals: RemovalStore,
): Promise<readonly Listing[]> =>
  (await removals.removed(version.list, version.sha256))
    .filter((removal) => asOf === null || dayOfVersion(removal.goneBy) <= asOf)
    .map(asRemoved);
