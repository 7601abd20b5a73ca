import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import { bytesAt } from "../../src/lists/bytes.ts";
import { namesIn } from "../../src/lists/un-names.ts";
import { parseUnXml } from "../../src/lists/un-xml.ts";
import { sharedData } from "../support/shared-data.ts";

const parse = (bytes: Uint8Array) =>
  parseUnXml({
    list: sourceId("un-sc"),
    files: new Map([["list", { name: "un.xml", bytes }]]),
    url: "https://example.org",
    publishedOn: null,
  });
const xml = (inside: string): Uint8Array =>
  new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS>${inside}</INDIVIDUALS></CONSOLIDATED_LIST>`,
  );
const individual = (fields: string): string =>
  `<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ANN</FIRST_NAME>${fields}</INDIVIDUAL>`;
const only = (fields: string) => parse(xml(individual(fields))).listings[0];

describe("names in one UN field", () => {
  it.each([
    ["names parted by semicolons are several", "Azim Adhajani; Azim Agha-Jani", ["Azim Adhajani", "Azim Agha-Jani"]],
    [
      "a letter of an enumeration parts names",
      "Mohammad Sabet b) M. Javad; M. Jawad",
      ["Mohammad Sabet", "M. Javad", "M. Jawad"],
    ],
    [
      "another script in front of brackets is a name of its own",
      "حسن غول (Hassan Ghul; Hassan Gul)",
      ["حسن غول", "Hassan Ghul", "Hassan Gul"],
    ],
    [
      "the original script in brackets is a name of its own",
      "Amir Khazmat (original script: Амир Хазмат)",
      ["Amir Khazmat", "Амир Хазмат"],
    ],
    [
      "an acronym in brackets is a name of its own beside the full ones",
      "HAQQANI NETWORK (HQN)",
      ["HAQQANI NETWORK (HQN)", "HAQQANI NETWORK", "HQN"],
    ],
    [
      "a country in brackets is part of the name",
      "AL-HARAMAIN FOUNDATION (PAKISTAN)",
      ["AL-HARAMAIN FOUNDATION (PAKISTAN)"],
    ],
    ["a remark in brackets is no part of the name", "Ezatullah Haqqani (previously listed as)", ["Ezatullah Haqqani"]],
    [
      "a second spelling of the same script stays where it is",
      "Lom-ali Butayev (Butaev)",
      ["Lom-ali Butayev (Butaev)"],
    ],
    ["nothing gives nothing", " ", []],
  ])("%s", (_claim, field, expected) => {
    expect(namesIn(field).map((n) => n.text)).toEqual(expected);
  });
});

describe("a record of the UN list", () => {
  it("joins the parts of the name and takes the original script as an alias", () => {
    const listing = only(
      "<SECOND_NAME>B</SECOND_NAME><FOURTH_NAME>D</FOURTH_NAME><NAME_ORIGINAL_SCRIPT>안</NAME_ORIGINAL_SCRIPT>x",
    );
    expect(listing?.names.map((n) => [n.text, n.role])).toEqual([["ANN B D", "primary"]]);
    const longer = only("<NAME_ORIGINAL_SCRIPT>안나</NAME_ORIGINAL_SCRIPT>");
    expect(longer?.names.map((n) => [n.text, n.role])).toEqual([
      ["ANN", "primary"],
      ["안나", "alias"],
    ]);
  });
  it("takes Low as weak, Good and nothing as strong, and leaves empty aliases out", () => {
    const alias = (quality: string, name: string) =>
      `<INDIVIDUAL_ALIAS><QUALITY>${quality}</QUALITY><ALIAS_NAME>${name}</ALIAS_NAME></INDIVIDUAL_ALIAS>`;
    const listing = only(alias("Good", "ANNE") + alias("Low", "THE BIRD") + alias("", "ANNIE") + alias("", ""));
    expect(listing?.names.slice(1).map((n) => [n.text, n.strength])).toEqual([
      ["ANNE", "strong"],
      ["THE BIRD", "weak"],
      ["ANNIE", "strong"],
    ]);
  });
  it.each([
    [
      "an exact day",
      "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1972-03-16</DATE>",
      [["1972-03-16", "1972-03-16", false]],
    ],
    [
      "an exact year is the whole year",
      "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1966</YEAR>",
      [["1966-01-01", "1966-12-31", false]],
    ],
    [
      "an approximate year says so",
      "<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1975</YEAR>",
      [["1975-01-01", "1975-12-31", true]],
    ],
    [
      "between two years",
      "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1974</TO_YEAR>",
      [["1973-01-01", "1974-12-31", false]],
    ],
    ["an empty element is no date", "<TYPE_OF_DATE/>", []],
  ])("reads %s", (_claim, fields, expected) => {
    const births = only(`<INDIVIDUAL_DATE_OF_BIRTH>${fields}</INDIVIDUAL_DATE_OF_BIRTH>`)?.births;
    expect(births?.map((b) => [b.from, b.to, b.approximate])).toEqual(expected);
  });
});

describe("what is not the UN list is refused", () => {
  it.each([
    ["a file cut in the middle", xml(individual("<COMMENTS1>x</COMMENTS1>")).subarray(0, 150), /damaged or incomplete/],
    [
      "a file cut behind the last record",
      new TextEncoder().encode(
        new TextDecoder().decode(xml(individual(""))).replace("</INDIVIDUALS></CONSOLIDATED_LIST>", ""),
      ),
      /damaged/,
    ],
    ["a list of nobody", xml(""), /zero records/],
    ["another XML", new TextEncoder().encode("<sdnList/>"), /root is not CONSOLIDATED_LIST/],
    ["a record without a name", xml("<INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL>"), /no DATAID or no name/],
    [
      "a document that brings entities of its own",
      new TextEncoder().encode(
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>&a;</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>',
      ),
      /damaged/,
    ],
    ["bytes that are not UTF-8", new Uint8Array([60, 120, 62, 0xff, 0xfe, 60, 47, 120, 62]), /not UTF-8/],
  ])("%s", (_claim, bytes, why) => {
    expect(() => parse(bytes)).toThrow(why);
  });
});

describe.each([
  ["consolidated-2025-11.xml", 1000, "2025-11-18"],
  ["consolidated-2026-02.xml", 1003, "2026-02-27"],
])("the real %s", (name, entries, day) => {
  const path = sharedData("un", name);
  it.skipIf(path === null)(`gives ${entries} listings of ${day}, each pointing to its own record`, () => {
    const bytes = readFileSync(path ?? "");
    const parsed = parse(bytes);
    expect([parsed.listings.length, parsed.publishedOn]).toEqual([entries, day]);
    for (const listing of parsed.listings) {
      const record = Buffer.from(bytesAt(listing.source.pointer, "un.xml", bytes)?.[0] ?? []).toString("utf8");
      expect(record).toMatch(/^<(INDIVIDUAL|ENTITY)>[\s\S]*<\/\1>$/);
      expect(record).toContain(`<DATAID>${listing.listingId}</DATAID>`);
    }
  });
});
