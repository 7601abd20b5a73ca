import { describe, expect, it } from "vitest";
import { documentId } from "../../src/core/brand.ts";
import type { Instant, IsoDate } from "../../src/core/dates.ts";
import type { CorpusDocument } from "../../src/core/document.ts";
import { takeIn } from "../../src/corpus/intake.ts";

const TEXT =
  "The office listed Example Party on 8 July 2025 for moving money through several banks in two countries. " +
  "Firms that find accounts of the party are to block them and to report them within ten days of the listing. " +
  "The office also published guidance on how such accounts can be found by the papers that were used to open them.";
const document = (id: string, changes: Partial<CorpusDocument> = {}): CorpusDocument => ({
  documentId: documentId(id),
  title: "A fictional listing",
  publisher: "Fictional Office",
  publishedOn: "2025-07-08" as IsoDate,
  kind: "notice",
  url: `https://example.org/${id}`,
  linkedSource: null,
  programs: [],
  parties: [],
  events: [],
  text: TEXT,
  sha256: id,
  addedAt: "2026-11-22T12:00:00.000Z" as Instant,
  ...changes,
});
const HELD = document("held", { url: "https://www.example.org/notices/1" });
const other = { text: "Another text altogether.", url: "https://example.org/other" };

const duplicates: readonly (readonly [string, Partial<CorpusDocument>, string])[] = [
  ["the same bytes under another name", { ...other, sha256: "held" }, "same bytes"],
  [
    "the same address with a tracking mark and a fragment",
    { ...other, url: "http://example.org/notices/1/?utm_source=mail#top" },
    "same address",
  ],
  ["the same text with other small words", { text: TEXT.replace("open them", "open these") }, "near-identical text"],
  ["the same text without a day", { publishedOn: null }, "near-identical text"],
];
const distinct: readonly (readonly [string, Partial<CorpusDocument>])[] = [
  ["the same words about another party", { text: TEXT.replace("Example Party", "Sample Party") }],
  ["the same words with another day in the text", { text: TEXT.replace("8 July", "9 July") }],
  ["the same words published on another day", { publishedOn: "2025-08-08" as IsoDate }],
  ["another query on the same page", { ...other, url: "https://www.example.org/notices/1?id=2" }],
  ["another's report that links to the held page", { ...other, url: HELD.url, linkedSource: "Example Herald" }],
  ["a short text with the same words", { text: "The office listed Example Party." }],
];

describe("takeIn", () => {
  it.each(duplicates)("recognises %s", (_claim, changes, because) => {
    const intake = takeIn([document("new", changes)], [HELD]);
    expect(intake.added).toEqual([]);
    expect(intake.duplicates.map(({ duplicate }) => duplicate)).toEqual([{ of: "held", because }]);
  });
  it.each(distinct)("takes %s for a document of its own", (_claim, changes) => {
    expect(takeIn([document("new", changes)], [HELD]).added).toHaveLength(1);
  });
  it("takes new content under a known id for a change, other bytes around the same content for none", () => {
    expect(takeIn([{ ...HELD, text: `${TEXT} Corrected.`, sha256: "x" }], [HELD]).changed).toHaveLength(1);
    expect(takeIn([{ ...HELD, sha256: "x" }], [HELD]).unchanged).toHaveLength(1);
  });
  it("keeps the first of two within one batch", () => {
    const intake = takeIn([document("a"), document("b"), document("a")], []);
    expect(intake.added.map((d) => d.documentId)).toEqual(["a"]);
    expect(intake.duplicates.map(({ duplicate }) => duplicate.because)).toEqual(["near-identical text", "same id"]);
  });
});
