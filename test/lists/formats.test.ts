import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import type { Listing } from "../../src/core/listing.ts";
import { bytesAt } from "../../src/lists/bytes.ts";
import type { ParsedList } from "../../src/lists/parsed.ts";
import { PARSERS } from "../../src/lists/parsers.ts";
import { LIST_SOURCES, type ListFormat } from "../../src/lists/sources.ts";
import { ADVANCED_XML, CSL_CSV, EU_CSV, OPENSANCTIONS_CSV, OPENSANCTIONS_FTM, OWN_CSV, UK_CSV } from "./handmade.ts";

const parse = (format: ListFormat, text: string | Uint8Array, columns: Record<string, string> = {}): ParsedList =>
  PARSERS[format]({
    list: sourceId("test"),
    files: new Map([
      ["list", { name: "list.txt", bytes: typeof text === "string" ? new TextEncoder().encode(text) : text }],
    ]),
    url: "https://example.org",
    publishedOn: null,
    columns,
  });

interface Format {
  readonly format: ListFormat;
  readonly text: string;
  readonly columns?: Record<string, string>;
  readonly publishedOn: string | null;
  /** Each listing's id, primary name, and a string of its own that its pointer's bytes must hold. */
  readonly listings: readonly (readonly [string, string, string])[];
}

/** Formats whose real files are not at hand; the real ones of OFAC and the UN are tested on real bytes beside this. */
const FORMATS: readonly Format[] = [
  {
    format: "uk-csv",
    text: UK_CSV,
    publishedOn: "2026-10-08",
    listings: [
      ["TST0001", "Ann Bea EXAMPLE", "Анна Пример"],
      ["TST0002", "SAMPLE TANKER", "SAMPLE TANKER"],
    ],
  },
  {
    format: "eu-csv",
    text: EU_CSV,
    publishedOn: "2026-08-05",
    listings: [
      ["13", "Ann Example", "The Bird"],
      ["14", "SAMPLE TRADING", "Minsk"],
    ],
  },
  {
    format: "us-csl-csv",
    text: CSL_CSV,
    publishedOn: null,
    listings: [
      ["a1", "SAMPLE TRADING, LTD.", "SAMPLE GROUP"],
      ["a2", "EXAMPLE, Ann", "0xabc"],
    ],
  },
  {
    format: "opensanctions-csv",
    text: OPENSANCTIONS_CSV,
    publishedOn: null,
    listings: [
      ["os-1", "Ann Example", "Анна Пример"],
      ["os-2", "SAMPLE TANKER", "IMO1234567"],
    ],
  },
  {
    format: "opensanctions-ftm",
    text: OPENSANCTIONS_FTM,
    publishedOn: null,
    listings: [
      ["os-1", "Ann Example", "The Bird"],
      ["os-2", "SAMPLE TRADING", "registrationNumber"],
    ],
  },
  {
    format: "own-csv",
    text: OWN_CSV,
    columns: { name: "full_name" },
    publishedOn: null,
    listings: [
      ["row-1", "EXAMPLE, Ann", "Anna Example"],
      ["row-2", "SAMPLE TRADING", "organisation"],
    ],
  },
  {
    format: "ofac-advanced-xml",
    text: ADVANCED_XML,
    publishedOn: "2026-02-03",
    listings: [
      ["90001", "EXAMPLE, Ann", "THE BIRD"],
      ["90002", "SAMPLE TRADING, S.A.", 'PartySubTypeID="22"'],
    ],
  },
];

describe.each(FORMATS)("every list format keeps the same promises: $format", ({
  format,
  text,
  columns,
  publishedOn,
  listings,
}) => {
  const bytes = new TextEncoder().encode(text);
  it("gives as many listings as the file has parties, under the publisher's own ids, primary name first", () => {
    const parsed = parse(format, text, columns);
    expect(parsed.listings.map((l) => [l.listingId, l.names[0]?.text])).toEqual(
      listings.map(([id, name]) => [id, name]),
    );
    expect(parsed.listings.every((l) => l.names[0]?.role === "primary")).toBe(true);
    expect([parsed.publishedOn, parsed.doubts]).toEqual([publishedOn, []]);
  });
  it("points each listing to bytes that are its own", () => {
    const parsed = parse(format, text, columns);
    for (const [i, [, , own]] of listings.entries()) {
      const pieces = parsed.listings.map((l) =>
        (bytesAt(l.source.pointer, "list.txt", bytes) ?? []).map((b) => Buffer.from(b).toString("utf8")).join(""),
      );
      expect(pieces[i]).toContain(own);
      expect(pieces[1 - i]).not.toContain(own);
    }
  });
  it("gives the same listings when it is read again", () => {
    expect(parse(format, text, columns)).toEqual(parse(format, text, columns));
  });
  it("refuses a file cut in the middle of its last record", () => {
    const lastRow = bytes.lastIndexOf(10, bytes.length - 3);
    const cut = bytes.subarray(0, format.endsWith("xml") ? bytes.length - 40 : lastRow + 12);
    expect(() => parse(format, cut, columns)).toThrow(/Nothing was (changed|imported)/);
  });
  it.each([
    ["nothing", ""],
    ["a web page", "<!DOCTYPE html><html><body>Access denied</body></html>"],
    ["a ZIP archive", "PK\u0003\u0004"],
    ["words", "Dear customer, the list has moved.\n"],
  ])("refuses %s with one sentence", (_claim, other) => {
    expect(() => parse(format, other, columns)).toThrow(/Nothing was (changed|imported)/);
  });
  it("refuses a list of nobody", () => {
    const header = format.endsWith("xml")
      ? text.replace(/<DistinctParty[\s\S]*<\/DistinctParty>/, "")
      : text.slice(0, text.indexOf("\n", text.indexOf("\n") + (format === "uk-csv" ? 1 : -1)) + 1);
    expect(() => parse(format, format === "opensanctions-ftm" ? "\n" : header, columns)).toThrow(/nobody|zero/);
  });
});

const first = (format: ListFormat, text: string, columns = {}): Listing =>
  parse(format, text, columns).listings[0] as Listing;

describe("what each format says of a party", () => {
  it("UK: variants, strength, script, numbered nationalities, unknown day and month", () => {
    const l = first("uk-csv", UK_CSV);
    expect(l.names.map((n) => [n.text, n.role, n.strength])).toEqual([
      ["Ann Bea EXAMPLE", "primary", "strong"],
      ["Anya EXAMPLE", "alias", "weak"],
      ["Анна Пример", "alias", "strong"],
    ]);
    expect(l.names[0]?.parts).toEqual({ family: "EXAMPLE", given: "Ann Bea" });
    expect([l.kind, l.listedOn, l.gender, l.programs, l.nationalities]).toEqual([
      "person",
      "2022-08-04",
      "female",
      ["Test Regime"],
      ["RU", "BY"],
    ]);
    expect(l.births).toEqual([{ from: "1960-01-01", to: "1960-12-31", approximate: false, text: "dd/mm/1960" }]);
    expect(l.addresses).toEqual([{ text: "1 Sample Street, Flat 2, Russia", country: "RU" }]);
    const ship = parse("uk-csv", UK_CSV).listings[1];
    expect([
      ship?.kind,
      ship?.nationalities,
      ship?.identifiers.find((i) => i.kind === "imo")?.value,
      ship?.remarks,
    ]).toEqual(["vessel", ["PA"], "1234567", 'Known as the "grey" ship']);
  });
  it("EU: names, circa, documents with issuer, unknown country as null", () => {
    const [person, company] = parse("eu-csv", EU_CSV).listings;
    expect(person?.names.map((n) => [n.text, n.strength])).toEqual([
      ["Ann Example", "strong"],
      ["Анна Пример", "strong"],
      ["The Bird", "weak"],
    ]);
    expect(person?.births).toEqual([{ from: "1960-01-01", to: "1960-12-31", approximate: true, text: "circa 1960" }]);
    expect(person?.identifiers).toContainEqual({
      kind: "passport",
      value: "P1; P2",
      country: "RU",
      label: "National passport",
    });
    expect([person?.nationalities, person?.gender, person?.listedOn, company?.kind]).toEqual([
      ["RU"],
      "female",
      "2022-08-04",
      "organisation",
    ]);
    expect(company?.addresses).toEqual([{ text: "Minsk", country: null }]);
  });
  it("CSL: cells of several values, the list it repeats as a program, wallets among the ids", () => {
    const [company, person] = parse("us-csl-csv", CSL_CSV).listings;
    expect(company?.programs).toEqual(["TST", "TST2", "Entity List (EL) - Bureau of Industry and Security"]);
    expect(company?.names.map((n) => n.text)).toEqual(["SAMPLE TRADING, LTD.", "SAMPLE CO", "SAMPLE GROUP"]);
    expect(company?.addresses.map((a) => a.country)).toEqual(["BY", "PA"]);
    expect(person?.births.map((b) => b.text)).toEqual(["1960", "1961-02-03"]);
    expect(person?.wallets).toEqual([{ code: "ETH", address: "0xabc" }]);
    expect(person?.identifiers).toContainEqual({ kind: "passport", value: "P1", country: "RU", label: "Passport" });
  });
  it("OpenSanctions: wallets join their holder, weak aliases stay weak, other entities are no parties", () => {
    const [person] = parse("opensanctions-ftm", OPENSANCTIONS_FTM).listings;
    expect(person?.wallets).toEqual([{ code: "ETH", address: "0xabc" }]);
    expect(person?.names.at(-1)).toMatchObject({ text: "The Bird", strength: "weak" });
    expect(first("opensanctions-csv", OPENSANCTIONS_CSV).nationalities).toEqual(["RU", "BY"]);
  });
  it("advanced XML: values by their text, scripts, low quality, periods, documents, programs and links", () => {
    const l = first("ofac-advanced-xml", ADVANCED_XML);
    expect(l.names.map((n) => [n.text, n.role, n.strength])).toEqual([
      ["EXAMPLE, Ann", "primary", "strong"],
      ["THE BIRD", "alias", "weak"],
      ["Пример, Анна", "alias", "strong"],
    ]);
    expect(l.births).toEqual([
      { from: "1960-01-01", to: "1961-12-31", approximate: true, text: "circa 1960-01-01 to 1961-12-31" },
    ]);
    expect([l.kind, l.gender, l.programs, l.listedOn, l.linkedTo]).toEqual([
      "person",
      "male",
      ["DPRK3"],
      "2022-08-04",
      ["SAMPLE TRADING, S.A."],
    ]);
    expect(l.wallets).toEqual([{ code: "ETH", address: "0xabc" }]);
    expect(l.addresses).toEqual([{ text: "1 Sample Street, Pyongyang, Korea, North", country: "KP" }]);
    expect(l.nationalities).toEqual(["RU"]);
    expect(l.identifiers).toEqual([{ kind: "passport", value: "P1234567", country: "RU", label: "Passport" }]);
  });
  it("own list: a column is mapped, and a list without a name column is answered with what it has", () => {
    expect(first("own-csv", OWN_CSV, { name: "full_name" }).names.map((n) => n.text)).toEqual([
      "EXAMPLE, Ann",
      "Anna Example",
      "A. Example",
    ]);
    expect(() => parse("own-csv", "full_name,dob\nAnn,1960\n")).toThrow(
      "That CSV has no `name` column (found: full_name, dob)",
    );
    expect(() => parse("own-csv", OWN_CSV, { name: "nothing" })).toThrow(/mapping name=nothing does not fit/);
  });
});

describe("the table of sources", () => {
  it("names a parser for every edition", () => {
    for (const source of LIST_SOURCES)
      for (const edition of source.editions) expect(PARSERS[edition.format]).toBeTypeOf("function");
  });
  it("fetches nothing that needs a licence and nothing without an address", () => {
    for (const source of LIST_SOURCES.filter((s) => s.refreshed))
      expect(source.editions[0]?.files.every((file) => file.url?.startsWith("https://"))).toBe(true);
    expect(LIST_SOURCES.find((s) => s.id === "opensanctions")?.refreshed).toBe(false);
  });
});
