import { describe, expect, it } from "vitest";
import { documentId, sourceId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import type { CorpusDocument } from "../../src/core/document.ts";
import { documentFits, listingFits, parseTopics } from "../../src/digest/topics.ts";
import { listing } from "../support/listings.ts";

const topics = (text: string) => parseTopics(text, ["ofac-sdn", "un-sc"]);
const bank = listing("1", "EXAMPLE FOREIGN TRADE BANK", {
  list: sourceId("ofac-sdn"),
  programs: ["DPRK3", "NPWMD"],
  wallets: [{ code: "XBT", address: "1example" }],
  remarks: "Linked to ransomware.",
});
const report: CorpusDocument = {
  documentId: documentId("d"),
  title: "Stablecoins in a fictional case",
  publisher: "FBI (IC3)",
  publishedOn: null,
  kind: "report",
  url: "https://example.org",
  linkedSource: null,
  programs: [],
  parties: [{ name: "Example Group", kind: "organisation", aliases: ["EXG"] }],
  events: [],
  text: "North Korea is said to have moved funds through a bank.",
  sha256: "",
  addedAt: "2026-01-01T00:00:00.000Z" as Instant,
};

describe("a listing belongs to a subscription", () => {
  it.each([
    ["without topics", "", true],
    ["by the beginning of a program", "DPRK", true],
    ["by a whole program", "NPWMD", true],
    ["by its list", "ofac-sdn", true],
    ["by a crypto address", "crypto", true],
    ["by a word of its name", "bank", true],
    ["by a word of its remarks", "ransomware", true],
    ["by its name as a party", 'party:"foreign trade bank"', true],
    ["when one of several topics fits", "un-sc nothing DPRK", true],
    ["not by another list", "un-sc", false],
    ["not by another program", "CUBA", false],
    ["not by the middle of a word", "ank", false],
    ["not by a publisher", "publisher:FBI", false],
  ])("%s", (_claim, text, fits) => {
    expect(listingFits(topics(text), bank)).toBe(fits);
  });
});

describe("a report belongs to a subscription", () => {
  it.each([
    ["without topics", "", true],
    ["by its publisher", "publisher:FBI", true],
    ["by what a program stands for", "DPRK", true],
    ["by crypto words", "crypto", true],
    ["by a party's alias", "party:EXG", true],
    ["not by a party that is only a word of the text", "party:bank", false],
    ["not by a list", "ofac-sdn", false],
    ["not by a word it does not have", "ransomware", false],
  ])("%s", (_claim, text, fits) => {
    expect(documentFits(topics(text), report)).toBe(fits);
  });
});
