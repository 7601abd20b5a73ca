import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import type { Listing } from "../../src/core/listing.ts";
import { bytesAt } from "../../src/lists/bytes.ts";
import { parseOfacFlat } from "../../src/lists/ofac-flat.ts";
import { parseOfacLegacyXml } from "../../src/lists/ofac-legacy-xml.ts";
import { sharedData } from "../support/shared-data.ts";

const LIST = sourceId("ofac-non-sdn");
const parse = (bytes: Uint8Array) =>
  parseOfacLegacyXml({
    list: LIST,
    files: new Map([["list", { name: "c.xml", bytes }]]),
    url: "https://example.org",
    publishedOn: null,
  });
const entry = (inside: string): string => `<sdnEntry><uid>1</uid>${inside}</sdnEntry>`;
const xml = (entries: string, count: number | string, root = "sdnList"): Uint8Array =>
  new TextEncoder().encode(
    `<?xml version="1.0"?><${root} xmlns="https://example.org/a"><publshInformation><Publish_Date>03/28/2025</Publish_Date><Record_Count>${count}</Record_Count></publshInformation>${entries}</${root}>`,
  );
const VESSEL = entry(
  "<lastName>EXAMPLE STAR</lastName><sdnType>Vessel</sdnType><vesselInfo><callSign>ABC1</callSign><vesselType>Tanker</vesselType><vesselFlag>Korea, North</vesselFlag></vesselInfo>" +
    "<idList><id><idType>Vessel Registration Identification</idType><idNumber>IMO 1234567</idNumber></id><id><idType>Digital Currency Address - ETH</idType><idNumber>0xabc</idNumber></id></idList>",
);

describe("OFAC's older XML", () => {
  it("gives vessels with call sign, flag, IMO number and digital currency addresses", () => {
    const listing = parse(xml(VESSEL, 1)).listings[0];
    expect([listing?.kind, listing?.title, listing?.nationalities]).toEqual(["vessel", "Tanker", ["KP"]]);
    expect(listing?.identifiers.map((i) => [i.kind, i.value])).toEqual([
      ["call-sign", "ABC1"],
      ["imo", "1234567"],
    ]);
    expect(listing?.wallets).toEqual([{ code: "ETH", address: "0xabc" }]);
  });
  it.each([
    ["fewer records than announced", xml(VESSEL, 2), /announces 2 records and holds 1/],
    ["no announced number", xml(VESSEL, ""), /announces no number of records/],
    ["a list of nobody", xml("", 0), /zero records/],
    ["another XML", xml(VESSEL, 1, "CONSOLIDATED_LIST"), /root is CONSOLIDATED_LIST/],
    ["a file cut in the middle", xml(VESSEL, 1).subarray(0, 300), /damaged or incomplete/],
    ["a record without a name", xml(entry("<sdnType>Entity</sdnType>"), 1), /no uid or no name/],
  ])("refuses %s", (_claim, bytes, why) => {
    expect(() => parse(bytes)).toThrow(why);
  });
});

const path = sharedData("ofac", "xml", "consolidated-2025-03.xml");
describe.skipIf(path === null)("the real consolidated list of March 2025", () => {
  const bytes = path === null ? new Uint8Array() : readFileSync(path);
  const read = (name: string) => ({ name, bytes: readFileSync(sharedData("ofac", "2025-12", name) ?? "") });

  it("gives the announced 443 listings of 28 March 2025, each pointing to its own record", () => {
    const parsed = parse(bytes);
    expect([parsed.listings.length, parsed.publishedOn]).toEqual([443, "2025-03-28"]);
    for (const listing of parsed.listings) {
      const record = Buffer.from(bytesAt(listing.source.pointer, "c.xml", bytes)?.[0] ?? []).toString("utf8");
      expect(record).toMatch(/^<sdnEntry>[\s\S]*<\/sdnEntry>$/);
      expect(record).toContain(`<uid>${listing.listingId}</uid>`);
    }
  });

  it("agrees field by field with the flat files of December 2025 but for what was changed in between", () => {
    const flat = parseOfacFlat({
      list: LIST,
      files: new Map([
        ["primary", read("cons_prim.csv")],
        ["aliases", read("cons_alt.csv")],
        ["addresses", read("cons_add.csv")],
        ["comments", read("cons_comments.csv")],
      ]),
      url: "https://example.org",
      publishedOn: null,
    });
    const byId = new Map(flat.listings.map((l) => [l.listingId, l]));
    // The older XML does not carry "Linked To" and prints remarks apart from the labels, so those two are left out.
    const fields = [
      "kind",
      "names",
      "programs",
      "births",
      "birthplaces",
      "nationalities",
      "gender",
      "identifiers",
      "addresses",
      "wallets",
      "title",
    ] as const;
    const canonical = (value: Listing[(typeof fields)[number]]): string =>
      // The flat files write " as '.
      (Array.isArray(value)
        ? JSON.stringify(value.map((v) => JSON.stringify(v)).sort())
        : JSON.stringify(value)
      ).replaceAll(/\\+"|'/g, "");
    const differing = parse(bytes).listings.filter((l) => {
      const other = byId.get(l.listingId);
      return other && fields.some((field) => canonical(l[field]) !== canonical(other[field]));
    });
    // Twelve parties were put under a second programme in 2025 and got new names, numbers and addresses then;
    // three more were only given another spelling.
    expect(differing.length).toBeLessThanOrEqual(15);
    expect(parse(bytes).listings.length - differing.length).toBeGreaterThanOrEqual(427);
  });
});
