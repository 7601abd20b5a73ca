import { openSqlite, type SqliteStores } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import { type IsoDate, isoDate } from "../../src/core/dates.ts";
import type { Listing, ListVersion } from "../../src/core/listing.ts";
import { makeScreener } from "../../src/screening/screener.ts";
import { type CaseService, makeCaseService } from "../../src/services/cases.ts";
import { type DigestService, makeDigestService } from "../../src/services/digest.ts";
import { makeListHistory } from "../../src/services/list-history.ts";
import { makeSubscriptionService, type SubscriptionService } from "../../src/services/subscriptions.ts";
import { makeWatchService, type WatchService } from "../../src/services/watch.ts";
import { type FakeClock, fakeClock } from "./clock.ts";
import { listing } from "./listings.ts";
import { memoryExpiring } from "./memory-stores.ts";

export const LIST = sourceId("ofac-sdn");
export const PLACE = { platform: "slack", workspaceId: "T1", channelId: "C1" } as const;

/** A listing of the one list of these tests. Fictional. */
export const entry = (id: string, name: string, fields: Partial<Listing> = {}): Listing =>
  listing(id, name, { list: LIST, ...fields });

export interface OfficeWorld {
  readonly stores: SqliteStores;
  readonly clock: FakeClock;
  readonly digest: DigestService;
  readonly subscriptions: SubscriptionService;
  readonly watch: WatchService;
  readonly cases: CaseService;
  readonly screener: () => Promise<ReturnType<typeof makeScreener>>;
  /** Makes these listings the version in force; `name` tells versions apart. */
  readonly publish: (name: string, day: string, listings: readonly Listing[]) => Promise<void>;
  readonly errors: string[];
}

/** Digests, watchlists and cases over real stores and the real matcher, with one small list and a clock that stands still. */
export const officeWorld = (
  options: { readonly matcher?: string; readonly stores?: SqliteStores } = {},
): OfficeWorld => {
  const stores = options.stores ?? openSqlite(":memory:");
  const clock = fakeClock("2026-11-20T08:00:00Z");
  const errors: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (message: string) => void errors.push(message) };
  const timing = { now: clock.now, newId: clock.newId, stopwatch: () => 0 };
  const history = makeListHistory(stores.lists, stores.differences, () => "Example list");
  const screener = async () => {
    const lists = [];
    for (const version of await stores.lists.current())
      lists.push({
        version,
        listings: await Array.fromAsync(stores.lists.listings(version.list, version.sha256)),
        stale: false,
      });
    return makeScreener({ ...timing, lists });
  };
  const digest = makeDigestService({
    history,
    documents: stores.documents,
    expiring: memoryExpiring(),
    outbox: stores.outbox,
    now: clock.now,
  });
  return {
    stores,
    clock,
    digest,
    errors,
    screener,
    subscriptions: makeSubscriptionService({ ...stores, ...timing, digest, drills: { at: async () => null }, log }),
    watch: makeWatchService({
      ...timing,
      watches: stores.watches,
      history,
      screener,
      matcher: options.matcher ?? "m1",
      threshold: null,
      titleOf: () => "Example list",
    }),
    cases: makeCaseService({ ...stores, ...timing, starter: [], titleOf: () => "Example list" }),
    publish: (name, day, listings) => stores.lists.install(versionOf(name, isoDate(day), listings, clock), listings),
  };
};

const versionOf = (
  name: string,
  publishedOn: IsoDate,
  listings: readonly Listing[],
  { now }: FakeClock,
): ListVersion => ({
  list: LIST,
  sha256: name.padEnd(64, "0"),
  publishedOn,
  retrievedAt: now(),
  entries: listings.length,
  caveat: null,
});
