import type { Listing, ListVersion } from "../core/listing.ts";
import type { Screener } from "../core/screening.ts";
import { sourceOf } from "../lists/sources.ts";
import { staleness } from "../lists/status.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { ListStore } from "../ports/stores.ts";
import { makeScreener } from "../screening/screener.ts";

export interface LoadedList {
  readonly version: ListVersion;
  readonly listings: readonly Listing[];
}

export interface ScreeningDeps {
  readonly store: ListStore;
  readonly starter: readonly LoadedList[];
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
}

/** Gives the screener over the versions in force; builds it anew when they change. Calls made meanwhile keep the old one. */
export const makeScreenerSource = (deps: ScreeningDeps): (() => Promise<Screener>) => {
  let built: { readonly key: string; readonly screener: Promise<Screener> } | null = null;
  return async () => {
    const versions = await deps.store.current();
    const stale = (version: ListVersion): boolean => staleness(version, sourceOf(version.list), deps.now()) !== null;
    const key = versions.map((v) => `${v.list}:${v.sha256}:${stale(v)}`).join();
    if (built?.key !== key) built = { key, screener: build(deps, versions, stale) };
    return built.screener;
  };
};

const build = async (
  deps: ScreeningDeps,
  versions: readonly ListVersion[],
  stale: (v: ListVersion) => boolean,
): Promise<Screener> => {
  const stored = await Promise.all(
    versions.map(async (version) => ({
      version,
      listings: await Array.fromAsync(deps.store.listings(version.list, version.sha256)),
      stale: stale(version),
    })),
  );
  const starter = deps.starter
    .filter((list) => !versions.some((v) => v.list === list.version.list))
    .map((list) => ({ ...list, stale: false }));
  return makeScreener({ lists: [...stored, ...starter], now: deps.now, newId: deps.newId, stopwatch: deps.stopwatch });
};
