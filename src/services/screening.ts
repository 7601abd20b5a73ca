import type { ListingId, SourceId } from "../core/brand.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import { RedflagError } from "../core/errors.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import type { Screener } from "../core/screening.ts";
import { dayOfVersion, versionAt } from "../lists/at.ts";
import { sourceOf } from "../lists/sources.ts";
import { staleness } from "../lists/status.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { CompileRequest, HeavyWork } from "../ports/heavy-work.ts";
import type { SnapshotStore } from "../ports/snapshots.ts";
import type { ListStore } from "../ports/stores.ts";
import type { CompiledIndex } from "../screening/compiled.ts";
import type { ListingShelf } from "../screening/listing-shelf.ts";
import { type ListInForce, makeScreenerOver } from "../screening/screener.ts";
import { loadIndex, loadOwnIndex } from "../screening/snapshot.ts";

export interface LoadedList {
  readonly version: ListVersion;
  readonly listings: readonly Listing[];
}

export interface ScreeningDeps {
  readonly store: ListStore;
  readonly heavy: HeavyWork;
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

/** A compiled index as bytes: what another thread needs to screen against the same versions. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  readonly key: string;
  /** The versions it was compiled from, in its order. */
  readonly lists: readonly ListInForce[];
}

/** One consistent set of list versions. */
export interface ListsInForce {
  readonly screener: Screener;
  readonly snapshot: Snapshot;
  /** Resolves when nothing is left to be made at the first use. The process answers meanwhile. */
  readonly prepared: () => Promise<void>;
  /** Changes from one day to another, both inclusive. */
  readonly changes: (from: IsoDate, to: IsoDate) => readonly DatedChange[];
}

/** The versions in force, or those that were in force at the end of a past day. */
export type InForce = (asOf?: IsoDate) => Promise<ListsInForce>;

/** Screeners kept: the one in force and the last days asked for. */
const KEPT = 3;

/** Builds a screener when the versions it needs have changed; calls made meanwhile wait for it. See `readyMeanwhile`. */
export const makeInForce = (deps: ScreeningDeps): InForce => {
  const built = new Map<string, Promise<ListsInForce>>();
  const usage: Usage = { changes: false };
  return async (asOf) => {
    const versions = asOf ? await versionsAt(deps, asOf) : await deps.store.current();
    const stale = (v: ListVersion): boolean =>
      asOf === undefined && staleness(v, sourceOf(v.list), deps.now()) !== null;
    const key = [asOf ?? "now", ...versions.map((v) => `${v.list}:${v.sha256}:${stale(v)}`)].join();
    const known = built.get(key);
    if (known) return known;
    const building = build(deps, versions, stale, asOf ?? null, usage);
    built.set(key, building);
    for (const old of [...built.keys()].slice(0, -KEPT)) built.delete(old);
    // A failed build is tried anew at the next call.
    building.catch(() => built.delete(key));
    return building;
  };
};

/** One list as a screening found it. */
export interface RecordedList {
  readonly list: string;
  readonly sha256: string;
  readonly stale: boolean;
}

/**
 * Exactly the versions that a recorded screening used, whatever is in force now; nothing is kept of the index. Throws
 * `RedflagError` "not-found" naming the version that is no longer there.
 */
export const listsRecorded = async (
  deps: ScreeningDeps,
  recorded: readonly RecordedList[],
  asOf: IsoDate | null,
): Promise<ListsInForce> => {
  const versions: ListVersion[] = [];
  const starter: LoadedList[] = [];
  for (const { list, sha256 } of recorded) {
    const version = (await deps.store.versions(sourceOf(list).id)).find((v) => v.sha256 === sha256);
    const shipped = deps.starter.find((l) => l.version.list === list && l.version.sha256 === sha256);
    if (version) versions.push(version);
    else if (shipped) starter.push(shipped);
    else
      throw new RedflagError(
        "not-found",
        `The version ${sha256.slice(0, 12)} of the list ${list} is no longer kept. Nothing was screened. Restore it from a backup.`,
      );
  }
  const stale = ({ list }: ListVersion): boolean => recorded.some((r) => r.list === list && r.stale);
  const snapshots: SnapshotStore = { read: deps.snapshots.read, write: async () => {} };
  return build({ ...deps, starter, snapshots }, versions, stale, asOf, { changes: false });
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
  usage: Usage,
): Promise<ListsInForce> => {
  const starter = deps.starter.filter((list) => !versions.some((v) => v.list === list.version.list));
  const lists = [
    ...versions.map((version) => ({ version, stale: stale(version) })),
    ...starter.map(({ version }) => ({ version, stale: false })),
  ];
  const key = [deps.matcher, asOf ?? "now", ...lists.map(({ version }) => `${version.list}:${version.sha256}`)].join();
  const more = starter.flatMap((list) => list.listings);
  const { index, bytes } = await compiled(deps, { key, versions, more, asOf });
  await nextTurn();
  const screener = makeScreenerOver({ lists, index, now: deps.now, newId: deps.newId, stopwatch: deps.stopwatch });
  return {
    screener: { ...screener, mentions: oncePerText(screener.mentions) },
    snapshot: { bytes, key, lists },
    prepared: once(() => inTurns(screener.prepareMentions, deps.stopwatch)),
    changes: changesIn(index.listings, usage),
  };
};

/**
 * Those built last while newer ones are being built, so that nobody waits for a new version of a list; what is said names
 * the versions it rests on. Waits where there is nothing yet, and for a past day.
 */
export const readyMeanwhile = (inForce: InForce): InForce => {
  let last: ListsInForce | null = null;
  return async (asOf) => {
    if (asOf) return inForce(asOf);
    const next = inForce().then(async (built) => {
      // Whoever has an older one goes on with it until nobody need wait for this one
      if (last !== null) await built.prepared();
      last = built;
      return built;
    });
    const ready = last;
    if (ready === null) return next;
    // Whoever asks for exactly what is in force is told of a failed build; here the old one serves on.
    const failed = next.catch(() => ready);
    return Promise.race([failed, nextTurn().then(() => ready)]);
  };
};

/** Longest stretch of work in the background, milliseconds. */
const TURN_MS = 5;

/** Calls `step` until it is false, and lets the process do what has come up every few milliseconds. */
const inTurns = async (step: () => boolean, stopwatch: Stopwatch): Promise<void> => {
  for (let more = true; more; await nextTurn()) {
    const began = stopwatch();
    do more = step();
    while (more && stopwatch() - began < TURN_MS);
  }
};

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** What this process has been asked for. */
interface Usage {
  changes: boolean;
}

/** Listings read in one go, a few milliseconds; the process answers in between. */
const READ_AT_ONCE = 250;

/**
 * Every dated change. That reads every listing: it is done when somebody first asks, and for later indexes in the background,
 * so that nobody who asks again waits for it.
 */
const changesIn = (listings: ListingShelf, usage: Usage): ListsInForce["changes"] => {
  const found: DatedChange[] = [];
  let at = 0;
  const readTo = (end: number): void => {
    for (; at < Math.min(end, listings.count); at++) found.push(...datedChanges(listings.at(at)));
  };
  const readOn = async (): Promise<void> => {
    for (await nextTurn(); at < listings.count; await nextTurn()) readTo(at + READ_AT_ONCE);
  };
  if (usage.changes) void readOn();
  return (from, to) => {
    usage.changes = true;
    readTo(listings.count);
    return found.filter(({ on }) => on >= from && on <= to);
  };
};

/** A message is read for bare names and then for the names in its question: the same text twice in a row is searched once. */
const oncePerText = (find: Screener["mentions"]): Screener["mentions"] => {
  let last: { readonly text: string; readonly found: ReturnType<Screener["mentions"]> } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, found: find(text) };
    return last.found;
  };
};

/** The compiled index of a set of versions: from its snapshot, else compiled, and then kept as a snapshot. */
const compiled = async (
  { snapshots, heavy }: ScreeningDeps,
  request: CompileRequest,
): Promise<{ readonly index: CompiledIndex; readonly bytes: Uint8Array }> => {
  const kept = await snapshots.read(request.key);
  const loaded = kept && readable(kept, request.key);
  if (kept && loaded) return { index: loaded, bytes: kept };
  const bytes = await heavy.compile(request);
  await snapshots.write(request.key, bytes);
  return { index: loadOwnIndex(bytes, request.key), bytes };
};

/** Lets the process do what has come up meanwhile. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A snapshot of an older program or with a wrong checksum is made anew. */
const readable = (bytes: Uint8Array, key: string): CompiledIndex | null => {
  try {
    return loadIndex(bytes, key);
  } catch (thrown) {
    if (thrown instanceof RedflagError) return null;
    throw thrown;
  }
};

const datedChanges = ({ list, listingId, programs, names, listedOn, removedOn }: Listing): readonly DatedChange[] => {
  const change = (kind: DatedChange["change"], on: IsoDate | null): readonly DatedChange[] =>
    on === null ? [] : [{ list, listingId, name: names[0]?.text ?? listingId, programs, change: kind, on }];
  return [...change("added", listedOn), ...change("removed", removedOn)];
};
