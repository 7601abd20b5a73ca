import { expect } from "vitest";
import { listingId, sourceId } from "../../src/core/brand.ts";
import type { Instant, IsoDate } from "../../src/core/dates.ts";
import { type Listing, type ListVersion, NOTHING_KNOWN } from "../../src/core/listing.ts";
import type { ListStore } from "../../src/ports/stores.ts";
import type { Check } from "./store-checks.ts";

const LIST = sourceId("test-list");
const SHA = { a: "a".repeat(64), b: "b".repeat(64), c: "c".repeat(64) };

/** A fictional listing; `at` is its place in the file. */
export const fictional = (id: string, name: string, at = 0): Listing => ({
  list: LIST,
  listingId: listingId(id),
  kind: "person",
  names: [{ text: name, role: "primary", strength: "strong", parts: null }],
  programs: ["TEST"],
  ...NOTHING_KNOWN,
  source: { url: "https://example.org/list", publishedOn: null, sha256: SHA.a, pointer: `list.csv@${at}-${at + 10}` },
});

export const versionOf = (sha256: string, entries: number, day = "2024-01-01"): ListVersion => ({
  list: LIST,
  sha256,
  publishedOn: day as IsoDate,
  retrievedAt: `${day}T06:00:00.000Z` as Instant,
  entries,
  caveat: null,
});

const all = async (store: ListStore, sha256: string): Promise<readonly Listing[]> => {
  const found: Listing[] = [];
  for await (const listing of store.listings(LIST, sha256)) found.push(listing);
  return found;
};

const [ANN, BOB, CY] = [
  fictional("1", "ANN EXAMPLE", 0),
  fictional("2", "BOB EXAMPLE", 12),
  fictional("10", "CY EXAMPLE", 24),
];

export const LIST_STORE_CHECKS: readonly Check<ListStore>[] = [
  {
    claim: "a version is read back whole, in the publisher's order, with its provenance",
    run: async (store) => {
      await store.install(versionOf(SHA.a, 3), [CY, ANN, BOB]);
      expect(await all(store, SHA.a)).toEqual([CY, ANN, BOB]);
    },
    broken: (good) => ({
      ...good,
      install: (version, listings) =>
        good.install(
          version,
          [...listings].sort((x, y) => (x.listingId < y.listingId ? -1 : 1)),
        ),
    }),
  },
  {
    claim: "the version installed last is in force and versions are listed oldest first",
    run: async (store) => {
      await store.install(versionOf(SHA.a, 1), [ANN]);
      await store.install(versionOf(SHA.b, 1, "2024-02-01"), [BOB]);
      expect((await store.versions(LIST)).map((v) => v.sha256)).toEqual([SHA.a, SHA.b]);
      expect((await store.current()).map((v) => v.sha256)).toEqual([SHA.b]);
    },
    broken: (good) => ({ ...good, versions: async (list) => (await good.versions(list)).toReversed() }),
  },
  {
    claim: "an old version stays readable as it was",
    run: async (store) => {
      await store.install(versionOf(SHA.a, 1), [ANN]);
      const renamed = { ...ANN, names: [{ ...ANN.names[0]!, text: "ANNE EXAMPLE" }] };
      await store.install(versionOf(SHA.b, 1), [renamed]);
      expect(await all(store, SHA.a)).toEqual([ANN]);
      expect(await all(store, SHA.b)).toEqual([renamed]);
    },
    broken: (good) => ({
      ...good,
      listings: async function* (list) {
        yield* good.listings(list, (await good.versions(list)).at(-1)?.sha256 ?? "");
      },
    }),
  },
  {
    claim: "installing the sha256 in force again only renews the time of retrieval",
    run: async (store) => {
      await store.install(versionOf(SHA.a, 1), [ANN]);
      const later = "2024-03-01T06:00:00.000Z" as Instant;
      await store.install({ ...versionOf(SHA.a, 1), retrievedAt: later }, [ANN]);
      expect(await store.versions(LIST)).toEqual([{ ...versionOf(SHA.a, 1), retrievedAt: later }]);
    },
    broken: (good) => ({
      ...good,
      install: async (version, listings) => {
        if ((await good.versions(LIST)).length === 0) await good.install(version, listings);
      },
    }),
  },
  {
    claim: "a version that was replaced can come into force again",
    run: async (store) => {
      await store.install(versionOf(SHA.a, 1), [ANN]);
      await store.install(versionOf(SHA.b, 1), [BOB]);
      await store.install(versionOf(SHA.a, 1), [ANN]);
      expect((await store.current()).map((v) => v.sha256)).toEqual([SHA.a]);
    },
    broken: (good) => ({
      ...good,
      install: async (version, listings) => {
        const known = await good.versions(LIST);
        if (!known.some((v) => v.sha256 === version.sha256)) await good.install(version, listings);
      },
    }),
  },
  {
    claim: "a parser that stops in the middle leaves the version before it in force",
    run: async (store) => {
      await store.install(versionOf(SHA.a, 1), [ANN]);
      const torn = function* (): Generator<Listing> {
        yield BOB;
        throw new Error("the file is torn");
      };
      await expect(store.install(versionOf(SHA.b, 2), torn())).rejects.toThrow("torn");
      expect((await store.versions(LIST)).map((v) => v.sha256)).toEqual([SHA.a]);
      expect(await all(store, SHA.a)).toEqual([ANN]);
    },
    broken: (good) => ({
      ...good,
      install: async (version, listings) => {
        const kept: Listing[] = [];
        try {
          for (const listing of listings) kept.push(listing);
        } finally {
          await good.install({ ...version, entries: kept.length }, kept);
        }
      },
    }),
  },
  {
    claim: "fewer listings than announced are refused and change nothing",
    run: async (store) => {
      await store.install(versionOf(SHA.a, 1), [ANN]);
      await expect(store.install(versionOf(SHA.b, 3), [ANN, BOB])).rejects.toThrow(/2 listings, 3 were announced/);
      expect((await store.current()).map((v) => v.sha256)).toEqual([SHA.a]);
    },
    broken: (good) => ({
      ...good,
      install: (version, listings) => {
        const list = [...listings];
        return good.install({ ...version, entries: list.length }, list);
      },
    }),
  },
  {
    claim: "a listing is found as of the version in force, else as of the last version that had it",
    run: async (store) => {
      const moved = fictional("1", "ANN EXAMPLE", 40);
      await store.install(versionOf(SHA.a, 2), [ANN, BOB]);
      await store.install(versionOf(SHA.b, 1), [moved]);
      expect(await store.find(LIST, ANN.listingId)).toEqual(moved);
      expect(await store.find(LIST, BOB.listingId)).toEqual(BOB);
      expect(await store.find(LIST, CY.listingId)).toBeNull();
    },
    broken: (good) => ({
      ...good,
      find: async (list, id) => {
        for (const listing of await all(good, (await good.versions(list)).at(-1)?.sha256 ?? ""))
          if (listing.listingId === id) return listing;
        return null;
      },
    }),
  },
  {
    claim: "a version that does not exist is named as not found",
    run: async (store) => {
      await expect(all(store, SHA.c)).rejects.toMatchObject({ code: "not-found" });
    },
    broken: (good) => ({ ...good, listings: async function* () {} }),
  },
  {
    claim: "lists do not mix",
    run: async (store) => {
      const other = sourceId("other-list");
      await store.install(versionOf(SHA.a, 1), [ANN]);
      await store.install({ ...versionOf(SHA.a, 1), list: other }, [{ ...BOB, list: other }]);
      expect(await all(store, SHA.a)).toEqual([ANN]);
      expect((await store.current()).map((v) => v.list).sort()).toEqual([other, LIST].sort());
    },
    broken: (good) => ({
      ...good,
      install: (version, listings) =>
        good.install(
          { ...version, list: LIST },
          [...listings].map((l) => ({ ...l, list: LIST })),
        ),
    }),
  },
];
