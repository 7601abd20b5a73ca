import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { openSqlite, type SqliteStores } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import { type Instant, isoDate } from "../../src/core/dates.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { diffVersions } from "../../src/lists/diff.ts";
import { importList } from "../../src/lists/import.ts";
import type { SnapshotStore } from "../../src/ports/snapshots.ts";
import { heavyWorkHere } from "../../src/services/heavy-work.ts";
import { makeInForce } from "../../src/services/screening.ts";
import { AT } from "../support/records.ts";
import { sharedData } from "../support/shared-data.ts";

const SDN = sourceId("ofac-sdn");
const row = (id: number, name: string): string =>
  `${id},"${name}","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970."\r\n`;

const take = async (store: SqliteStores, name: string, bytes: Uint8Array): Promise<void> => {
  const now = () => AT;
  await importList({
    source: SDN,
    files: [{ name, bytes }],
    store: store.lists,
    now,
    publishedOn: null,
    partial: true,
  });
};

const memorySnapshots = (): SnapshotStore & { readonly kept: Map<string, Uint8Array>; reads: number } => {
  const kept = new Map<string, Uint8Array>();
  const store = {
    kept,
    reads: 0,
    read: async (key: string) => {
      const bytes = kept.get(key) ?? null;
      if (bytes) store.reads += 1;
      return bytes;
    },
    write: async (key: string, bytes: Uint8Array) => void kept.set(key, bytes),
  };
  return store;
};

const sourceOver = (store: SqliteStores, snapshots: SnapshotStore = memorySnapshots()) =>
  makeInForce({
    store: store.lists,
    heavy: heavyWorkHere({ store: store.lists, removals: store.removals, now: () => AT }),
    snapshots,
    matcher: "test",
    starter: [],
    now: () => "2021-10-01T00:00:00.000Z" as Instant,
    newId: () => "id",
    stopwatch: () => 0,
  });

describe("the screener over versions of a list", () => {
  let store: SqliteStores;
  beforeAll(async () => {
    store = openSqlite(":memory:");
    await take(store, "sdn-2021-09-21.csv", Buffer.from(row(1, "EXAMPLOV, Testan") + row(2, "SAMPLEWOOD, Fictio")));
    await take(store, "sdn-2021-09-30.csv", Buffer.from(row(2, "SAMPLEWOOD, Fictio") + row(3, "NOVELTON, Madeup")));
  });
  const verdict = async (name: string, asOf?: string): Promise<string> => {
    const { screener } = await sourceOver(store)(asOf ? isoDate(asOf) : undefined);
    return screener.screen(subjectFrom({ text: name }), asOf ? { asOf: isoDate(asOf) } : {}).verdict;
  };
  it.each([
    ["a removed party is no match today", "Testan Examplov", undefined, "no-match"],
    ["and a match on a day before", "Testan Examplov", "2021-09-25", "match"],
    ["a party that stayed is a match on both days", "Fictio Samplewood", "2021-09-25", "match"],
    ["an added party is a match today", "Madeup Novelton", undefined, "match"],
    ["and was none before", "Madeup Novelton", "2021-09-25", "no-match"],
  ])("%s", async (_claim, name, asOf, expected) => {
    expect(await verdict(name, asOf)).toBe(expected);
  });
  it("says with its date that a party was removed", async () => {
    const { screener } = await sourceOver(store)();
    const { warnings } = screener.screen(subjectFrom({ text: "Testan Examplov" }));
    expect(warnings.join(" ")).toContain("removed on 30 September 2021");
  });
  it("says when no version is as old as the day asked for", async () => {
    const { screener } = await sourceOver(store)(isoDate("2001-01-01"));
    expect(screener.searched()[0]?.caveat).toBe(
      "no version of 1 January 2001 is held; judged on the version of 21 September 2021",
    );
  });
  it("finds the same from a snapshot, and makes a damaged one anew", async () => {
    const snapshots = memorySnapshots();
    const screened = async () => {
      const { screener } = await sourceOver(store, snapshots)();
      return screener.screen(subjectFrom({ text: "Fictio Samplewood" }));
    };
    const first = await screened();
    expect(await screened()).toEqual(first);
    expect(snapshots.reads).toBe(1);
    for (const [key, bytes] of snapshots.kept) snapshots.kept.set(key, bytes.slice(0, bytes.length - 40));
    expect(await screened()).toEqual(first);
  });
  it("keeps judging whole while a version comes in", async () => {
    const changing = openSqlite(":memory:");
    await take(changing, "sdn-2021-09-21.csv", Buffer.from(row(1, "EXAMPLOV, Testan")));
    const inForce = sourceOver(changing);
    const screenings = Array.from({ length: 20 }, async (_, i) => {
      if (i === 10) await take(changing, "sdn-2021-09-30.csv", Buffer.from(row(3, "NOVELTON, Madeup")));
      const { screener } = await inForce();
      const [version] = screener.searched();
      const old = screener.screen(subjectFrom({ text: "Testan Examplov" })).verdict;
      const added = screener.screen(subjectFrom({ text: "Madeup Novelton" })).verdict;
      return [version?.publishedOn, old, added].join(" ");
    });
    const seen = new Set(await Promise.all(screenings));
    const whole = ["2021-09-21 match no-match", "2021-09-30 no-match match"];
    expect([...seen].filter((state) => !whole.includes(state))).toEqual([]);
    expect(seen.has("2021-09-30 no-match match")).toBe(true);
  });
});

describe.each([
  ["2021-09-21", "2021-09-30"],
  ["2024-02-28", "2024-03-27"],
])("the real lists of %s and %s", (before, after) => {
  const [first, second] = [before, after].map((day) => sharedData("ofac", "history", `sdn-${day}.csv`));
  it.skipIf(!first || !second)("judge every added and removed party rightly at both days", async () => {
    const store = openSqlite(":memory:");
    await take(store, `sdn-${before}.csv`, readFileSync(first ?? ""));
    await take(store, `sdn-${after}.csv`, readFileSync(second ?? ""));
    const [from, to] = await store.lists.versions(SDN);
    if (!from || !to) throw new Error("two versions are expected");
    const { added, removed } = await diffVersions(store.lists, SDN, from, to);
    const inForce = sourceOver(store);
    const [then, now] = [await inForce(isoDate(before)), await inForce(isoDate(after))];
    const hits = (lists: typeof then, name: string, day: string) =>
      lists.screener.screen(subjectFrom({ text: name }), { asOf: isoDate(day) }).hits.map((hit) => hit.listingId);
    const wrong = [
      ...added.filter((l) => !hits(now, l.names[0]!.text, after).includes(l.listingId)),
      ...added.filter((l) => hits(then, l.names[0]!.text, before).includes(l.listingId)),
      ...removed.filter((l) => !hits(then, l.names[0]!.text, before).includes(l.listingId)),
      ...removed.filter((l) => hits(now, l.names[0]!.text, after).includes(l.listingId)),
    ];
    expect(added.length + removed.length).toBeGreaterThan(70);
    expect(wrong.map((l) => l.names[0]!.text)).toEqual([]);
  });
});
