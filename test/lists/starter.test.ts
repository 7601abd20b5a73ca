import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Listing } from "../../src/core/listing.ts";
import { bytesAt, sha256Of } from "../../src/lists/bytes.ts";
import { readStarter } from "../../src/lists/starter.ts";
import { sharedData } from "../support/shared-data.ts";

const DATA = join(import.meta.dirname, "../../data/lists");
const load = (name: string) => readStarter({ name, bytes: readFileSync(join(DATA, name)) });
const sdn = load("ofac-sdn.jsonl");
const party = (name: string): Listing => {
  const found = sdn.listings.find((l) => l.names[0]?.text === name);
  if (!found) throw new Error(`${name} is not in the starter extract`);
  return found;
};

describe("the starter extract", () => {
  it.each(["ofac-sdn.jsonl", "un-sc.jsonl"])("%s says what it is and is stale from the start", (name) => {
    const { version, listings } = load(name);
    expect(version.caveat).toMatch(
      /^starter extract of \d{4}-\d{2}-\d{2}, not for compliance decisions; run lists refresh$/,
    );
    expect(version.retrievedAt.slice(0, 10)).toBe(version.publishedOn);
    expect(new Set(listings.map((l) => l.listingId)).size).toBe(version.entries);
  });
  it.each([
    ["SONG, Kum Hyok", "2025-07-08"],
    ["ASATRYAN, Gayk", "2025-07-08"],
    ["ASATRYAN LIMITED LIABILITY COMPANY", "2025-07-08"],
    ["FORTUNA LIMITED LIABILITY COMPANY", "2025-07-08"],
    ["KOREA SONGKWANG TRADING GENERAL CORPORATION", "2025-07-08"],
    ["KOREA SAENAL TRADING CORPORATION", "2025-07-08"],
    ["KOREA SOBAEKSU TRADING COMPANY", "2025-07-24"],
    ["AMNOKGANG TECHNOLOGY DEVELOPMENT COMPANY", "2026-03-12"],
    ["LAZARUS GROUP", "2019-09-13"],
  ])("holds %s, listed on %s and in force", (name, day) => {
    expect([party(name).listedOn, party(name).removedOn]).toEqual([day, null]);
  });
  it("holds Tornado Cash with its 90 addresses as removed on 21 March 2025", () => {
    const { removedOn, listedOn, wallets } = party("TORNADO CASH");
    expect([listedOn, removedOn, wallets.length]).toEqual(["2022-08-08", "2025-03-21", 90]);
  });
  it("holds nobody else as removed, and no address of Tornado Cash under another name in force", () => {
    expect(sdn.listings.filter((l) => l.removedOn !== null)).toHaveLength(1);
    const gone = new Set(party("TORNADO CASH").wallets.map((w) => w.address));
    expect(sdn.listings.filter((l) => l.removedOn === null && l.wallets.some((w) => gone.has(w.address)))).toEqual([]);
  });
  it("holds the address of the Ronin theft under Lazarus Group", () => {
    expect(party("LAZARUS GROUP").wallets).toContainEqual({
      code: "ETH",
      address: "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
    });
  });
  it("points into the table of designations wherever it was made from one", () => {
    const bytes = readFileSync(join(DATA, "made-from/designations.jsonl"));
    const made = sdn.listings.filter((l) => l.source.pointer.startsWith("designations.jsonl@"));
    expect(made.length).toBeGreaterThan(50);
    for (const listing of made) {
      expect(listing.source.sha256).toBe(sha256Of(bytes));
      const line = JSON.parse(
        Buffer.from(bytesAt(listing.source.pointer, "designations.jsonl", bytes)?.[0] ?? []).toString("utf8"),
      ) as { id: string; url: string };
      expect([line.id, line.url]).toEqual([listing.listingId, listing.source.url]);
    }
  });
  it.skipIf(sharedData("ofac", "2024-06", "sdn.csv") === null)("points into OFAC's own bytes everywhere else", () => {
    const file = "ofac/2024-06/sdn.csv";
    const bytes = readFileSync(sharedData("ofac", "2024-06", "sdn.csv") ?? "");
    const own = sdn.listings.filter((l) => l.source.pointer.startsWith(file));
    expect(own.length).toBeGreaterThan(600);
    for (const listing of own) {
      expect(listing.source.sha256).toBe(sha256Of(bytes));
      const row = Buffer.from(bytesAt(listing.source.pointer, file, bytes)?.[0] ?? []).toString("latin1");
      expect(row.startsWith(`${listing.listingId},"${listing.names[0]?.text}"`)).toBe(true);
    }
  });
});

describe("a starter file that is not one", () => {
  const lines = readFileSync(join(DATA, "un-sc.jsonl"), "utf8").trimEnd().split("\n");
  const read = (content: readonly string[]) => () =>
    readStarter({ name: "s.jsonl", bytes: new TextEncoder().encode(content.join("\n")) });
  it.each([
    ["a line that is not JSON", [lines[0] ?? "", "{"], /Line 2 of s\.jsonl is not what it should be \(no JSON/],
    [
      "a listing without names",
      [lines[0] ?? "", (lines[1] ?? "").replace(/"names":\[.*?\]/, '"names":[]')],
      /Line 2 .*names/,
    ],
    ["fewer listings than announced", lines.slice(0, 5), /has 4 listings, its first line announces 155/],
    ["no first line", lines.slice(1), /Line 1/],
  ])("%s is refused", (_claim, content, why) => {
    expect(read(content)).toThrow(why);
  });
});
