import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import { type Instant, type IsoDate, isoDate } from "../../src/core/dates.ts";
import type { Listing, ListVersion } from "../../src/core/listing.ts";
import { versionAt, versionNamed } from "../../src/lists/at.ts";
import { diffListings, diffVersions } from "../../src/lists/diff.ts";
import { importList } from "../../src/lists/import.ts";
import { asRemoved, removedInWords } from "../../src/lists/removed.ts";
import { fictional } from "../conformance/list-store.ts";
import { sharedData } from "../support/shared-data.ts";

const SDN = sourceId("ofac-sdn");
const named = (name: string): Listing["names"][number] => ({
  text: name,
  role: "alias",
  strength: "strong",
  parts: null,
});

describe("the difference between two states of a list", () => {
  const ann = fictional("1", "ANN EXAMPLE", 0);
  it("is additions, removals and changes with what came and went", () => {
    const changed: Listing = {
      ...ann,
      names: [...ann.names, named("ANNE EXAMPLE")],
      wallets: [{ code: "ETH", address: "0xabc" }],
      programs: [],
    };
    const diff = diffListings([ann, fictional("2", "BOB EXAMPLE")], [changed, fictional("3", "CY EXAMPLE")]);
    expect([diff.added, diff.removed].map((list) => list.map((l) => l.listingId))).toEqual([["3"], ["2"]]);
    expect(diff.changed[0]?.fields.map((f) => [f.label, f.before, f.after])).toEqual([
      ["names", [], ["ANNE EXAMPLE"]],
      ["programs", ["TEST"], []],
      ["digital currency addresses", [], ["ETH 0xabc"]],
    ]);
  });
  it.each([
    [
      "a record that only moved inside the file",
      { source: { ...ann.source, pointer: "list.csv@900-910", sha256: "f".repeat(64) } },
    ],
    ["aliases in another order", { names: ann.names.toReversed() }],
  ])("is nothing for %s", (_claim, change) => {
    const twoNames = { ...ann, names: [...ann.names, named("ANNE EXAMPLE")] };
    const after = { ...twoNames, ...change, names: "names" in change ? twoNames.names.toReversed() : twoNames.names };
    expect(diffListings([twoNames], [after])).toEqual({ added: [], removed: [], changed: [] });
  });
});

const version = (sha: string, day: string | null, retrieved = "2026-01-01"): ListVersion => ({
  list: SDN,
  sha256: sha.repeat(64).slice(0, 64),
  publishedOn: day as IsoDate | null,
  retrievedAt: `${retrieved}T00:00:00.000Z` as Instant,
  entries: 1,
  caveat: null,
});

describe("the version of a day", () => {
  const versions = [
    version("a", "2021-09-21"),
    version("b", "2021-09-30"),
    version("c", "2021-09-30"),
    version("d", null, "2026-01-05"),
  ];
  it.each([
    ["before the first there is none", "2021-09-20", null],
    ["on the day itself", "2021-09-21", "a"],
    ["between two", "2021-09-29", "a"],
    ["of two on one day the later installed", "2021-10-01", "c"],
    ["a version without a day counts from its retrieval", "2026-01-05", "d"],
  ])("%s", (_claim, day, expected) => {
    expect(versionAt(versions, isoDate(day))?.sha256[0] ?? null).toBe(expected);
  });
  it("does not depend on the order of imports", () => {
    expect(versionAt([version("b", "2021-09-30"), version("a", "2021-09-21")], isoDate("2021-10-15"))?.sha256[0]).toBe(
      "b",
    );
  });
  it.each([
    ["current", "d"],
    ["previous", "c"],
    ["2021-09-25", "a"],
    ["bbbb", "b"],
  ])("can be named %s", (name, expected) => {
    expect(versionNamed(versions, name).sha256[0]).toBe(expected);
  });
  it("that does not exist is answered with those that do", () => {
    expect(() => versionNamed(versions, "2020-01-01")).toThrow(/no version "2020-01-01".*2021-09-21 \(aaaaaaaa\)/);
  });
});

const history = sharedData("ofac", "history");
describe.skipIf(history === null)("the real pairs of the SDN list", () => {
  const { lists, removals } = openSqlite(":memory:");
  const days = ["2021-09-21", "2021-09-30", "2024-02-28", "2024-03-27"] as const;
  const bytes = (day: string): Buffer => readFileSync(sharedData("ofac", "history", `sdn-${day}.csv`) ?? "");
  const rowsOf = (day: string): ReadonlyMap<string, string> =>
    new Map(
      bytes(day)
        .toString("latin1")
        .split("\r\n")
        .filter((line) => /^\d/.test(line))
        .map((line) => [line.split(",")[0] ?? "", line]),
    );
  let versions: readonly ListVersion[];
  beforeAll(async () => {
    for (const day of days)
      await importList({
        source: SDN,
        files: [{ name: `sdn-${day}.csv`, bytes: bytes(day) }],
        store: lists,
        now: () => "2026-01-01T00:00:00.000Z" as Instant,
        publishedOn: null,
        partial: true,
      });
    versions = await lists.versions(SDN);
  });

  it.each([
    ["2021-09-21", "2021-09-30"],
    ["2024-02-28", "2024-03-27"],
  ])("%s to %s differ exactly as their rows do when compared by hand", async (from, to) => {
    const [was, is] = [rowsOf(from), rowsOf(to)];
    const added = [...is.keys()].filter((id) => !was.has(id)).sort();
    const removed = [...was.keys()].filter((id) => !is.has(id)).sort();
    const changed = [...is.keys()].filter((id) => was.has(id) && was.get(id) !== is.get(id)).sort();
    expect(changed.length).toBeGreaterThan(0);
    const diff = await diffVersions(lists, SDN, versionNamed(versions, from), versionNamed(versions, to));
    expect(diff.added.map((l) => String(l.listingId)).sort()).toEqual(added);
    expect(diff.removed.map((l) => String(l.listingId)).sort()).toEqual(removed);
    expect(diff.changed.map((c) => String(c.after.listingId)).sort()).toEqual(changed);
  });

  it("a party removed between two days is still found, with both days", async () => {
    const [first, second] = versions;
    const gone = await removals.removed(SDN, second?.sha256 ?? "");
    const later = rowsOf("2021-09-30");
    const expected = [...rowsOf("2021-09-21").keys()].filter((id) => !later.has(id));
    expect(gone.map((r) => String(r.listing.listingId)).sort()).toEqual(expected.sort());
    expect(gone.every((r) => r.lastIn.sha256 === first?.sha256 && r.goneBy.sha256 === second?.sha256)).toBe(true);
    const [one] = gone;
    if (!one) throw new Error("nobody was removed");
    expect(removedInWords(one)).toBe("Removed between 21 September 2021 and 30 September 2021");
    expect(asRemoved(one)).toMatchObject({ removedOn: "2021-09-30", listingId: one.listing.listingId });
  });

  it("a party that came back is not counted as removed", async () => {
    const gone = await removals.removed(SDN, versions.at(-1)?.sha256 ?? "");
    const now = rowsOf("2024-03-27");
    expect(gone.length).toBeGreaterThan(57);
    expect(gone.filter((r) => now.has(String(r.listing.listingId)))).toEqual([]);
  });
});
