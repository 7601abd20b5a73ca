import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import type { Listing } from "../../src/core/listing.ts";
import { bytesAt } from "../../src/lists/bytes.ts";
import { parseOfacFlat } from "../../src/lists/ofac-flat.ts";
import type { ParsedList } from "../../src/lists/parsed.ts";
import { sharedData } from "../support/shared-data.ts";

const names = { primary: "sdn.csv", aliases: "alt.csv", addresses: "add.csv", comments: "sdn_comments.csv" };
const folder = sharedData("ofac", "2021-07");

describe.skipIf(folder === null)("the complete SDN list of July 2021", () => {
  const files = new Map<string, { name: string; bytes: Uint8Array }>();
  let parsed: ParsedList;
  let listings: readonly Listing[];
  let text: Record<string, string>;
  beforeAll(() => {
    for (const [role, name] of Object.entries(names))
      files.set(role, { name, bytes: readFileSync(join(folder ?? "", name)) });
    text = Object.fromEntries([...files].map(([role, file]) => [role, Buffer.from(file.bytes).toString("latin1")]));
    parsed = parseOfacFlat({ list: sourceId("ofac-sdn"), files, url: "https://example.org", publishedOn: null });
    listings = parsed.listings;
  });

  it("gives the 8,976 listings that its rows are", () => expect(listings).toHaveLength(8976));

  it("gives all 11,910 alternate names as strong", () => {
    const strong = listings.flatMap((l) => l.names).filter((n) => n.role !== "primary" && n.strength === "strong");
    expect(strong).toHaveLength(11_910);
  });

  it("shows no sign that the files do not belong together", () => expect(parsed.doubts).toEqual([]));

  it("gives every crypto address that the two files hold when they are joined by hand", () => {
    // Counted without the parser: the text of each row with the text of its comment put directly behind it.
    const comments = new Map(
      (text.comments ?? "")
        .split("\r\n")
        .map((line) => [line.split(",")[0], line.slice(line.indexOf('"') + 1, -1)] as const),
    );
    const expected = (text.primary ?? "")
      .split("\r\n")
      .flatMap((line) => {
        const rest = comments.get(line.split(",")[0]) ?? "";
        const joined = rest === "" ? line : line.replace(/"$/, "") + rest;
        return [...joined.matchAll(/Digital Currency Address - (\w+) (\w+)/g)].map((m) => `${m[1]} ${m[2]}`);
      })
      .sort();
    expect(expected.length).toBeGreaterThan(90);
    expect(listings.flatMap((l) => l.wallets.map((w) => `${w.code} ${w.address}`)).sort()).toEqual(expected);
  });

  it("reads every date of birth that it prints", () => {
    const printed = [...(text.primary ?? "").matchAll(/[" ]DOB (?=[\dA-Zc])/g)].length;
    expect(listings.flatMap((l) => l.births)).toHaveLength(printed);
  });

  it("points to bytes that hold the name, the aliases and the number of each listing", () => {
    for (const listing of listings) {
      const own = bytesAt(listing.source.pointer, "sdn.csv", files.get("primary")?.bytes ?? new Uint8Array());
      const row = Buffer.from(own?.[0] ?? []).toString("latin1");
      expect(row.startsWith(`${listing.listingId},"${listing.names[0]?.text}"`)).toBe(true);
      const strong = listing.names.filter((n) => n.role !== "primary" && n.strength === "strong");
      const side = (bytesAt(listing.source.pointer, "alt.csv", files.get("aliases")?.bytes ?? new Uint8Array()) ?? [])
        .map((part) => Buffer.from(part).toString("latin1"))
        .join("\n");
      expect(strong.filter((n) => !side.includes(`"${n.text}"`))).toEqual([]);
    }
  });

  it("gives surname and given name to individuals alone", () => {
    expect(listings.filter((l) => l.kind !== "person" && l.names.some((n) => n.parts !== null))).toEqual([]);
    expect(listings.find((l) => l.listingId === "28263")?.names[0]?.parts).toEqual({ family: "TIAN", given: "Yinyin" });
  });

  it("gives an IMO number to nearly every vessel", () => {
    const vessels = listings.filter((l) => l.kind === "vessel");
    const without = vessels.filter((l) => !l.identifiers.some((i) => i.kind === "imo" && /^\d{7}$/.test(i.value)));
    expect(without.length / vessels.length).toBeLessThan(0.05);
  });

  it("recognises the country of nearly every address", () => {
    const addresses = listings.flatMap((l) => l.addresses);
    expect(addresses.filter((a) => a.country === null).length / addresses.length).toBeLessThan(0.005);
  });
});

const mixed = sharedData("ofac", "2024-06");
describe.skipIf(mixed === null)("files of two publications put together", () => {
  it("are recognised by rows that belong to nobody and by comments on remarks that are not cut", () => {
    const read = (...path: string[]) => ({
      name: path.at(-1) ?? "",
      bytes: readFileSync(sharedData("ofac", ...path) ?? ""),
    });
    const parsed = parseOfacFlat({
      list: sourceId("ofac-sdn"),
      files: new Map([
        ["primary", read("2024-06", "sdn.csv")],
        ["aliases", read("2025-12", "alt.csv")],
        ["addresses", read("2025-12", "add.csv")],
        ["comments", read("2025-12", "sdn_comments.csv")],
      ]),
      url: "https://example.org",
      publishedOn: null,
    });
    expect(parsed.listings).toHaveLength(15_402);
    expect(parsed.doubts.join("\n")).toMatch(/alt\.csv names \d+ parties that sdn\.csv does not list/);
    expect(parsed.doubts.join("\n")).toMatch(/comments continue remarks that are not cut/);
  });
});

const nonSdn = sharedData("ofac", "2025-12", "cons_prim.csv");
describe.skipIf(nonSdn === null)("the complete non-SDN list of December 2025", () => {
  it("gives 442 listings and no doubt", () => {
    const read = (name: string) => ({ name, bytes: readFileSync(sharedData("ofac", "2025-12", name) ?? "") });
    const parsed = parseOfacFlat({
      list: sourceId("ofac-non-sdn"),
      files: new Map([
        ["primary", read("cons_prim.csv")],
        ["aliases", read("cons_alt.csv")],
        ["addresses", read("cons_add.csv")],
        ["comments", read("cons_comments.csv")],
      ]),
      url: "https://example.org",
      publishedOn: null,
    });
    expect([parsed.listings.length, parsed.doubts]).toEqual([442, []]);
  });
});
