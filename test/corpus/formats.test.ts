import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Instant } from "../../src/core/dates.ts";
import { BadInput } from "../../src/core/errors.ts";
import { parseDocuments } from "../../src/corpus/parse.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { makePdf } from "../support/make-pdf.ts";
import { sharedData } from "../support/shared-data.ts";

const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (bytes: Uint8Array, name: string) => parseDocuments(bytes, name, null, NOW);

const exact = (documents: Awaited<ReturnType<typeof parse>>): number => {
  let passages = 0;
  for (const document of documents)
    for (const passage of cutPassages(document)) {
      expect(document.text.slice(passage.start, passage.end)).toBe(passage.text);
      passages++;
    }
  return passages;
};

describe("PDF", () => {
  it("gives its text with lines joined to paragraphs, and its title", async () => {
    const [document] = await parse(
      makePdf([
        "The office listed Example Party on the eighth day of July for",
        "moving money through (several) banks in two countries.",
        "",
        "",
        "Firms should report to the of-",
        "fice at once.",
      ]),
      "notice.pdf",
    );
    expect(document?.title).toBe("Example notice");
    expect(document?.text).toBe(
      "The office listed Example Party on the eighth day of July for moving money through (several) banks in two countries.\n\nFirms should report to the office at once.",
    );
    expect(exact(document ? [document] : [])).toBe(1);
  });
  it.each([
    ["torn", makePdf(["Text."]).slice(0, 120)],
    ["without text", makePdf([])],
  ])("%s is refused in one sentence", async (_claim, bytes) => {
    await expect(parse(bytes, "a.pdf")).rejects.toThrow(BadInput);
    await expect(parse(bytes, "a.pdf")).rejects.toThrow(/^a\.pdf .*Nothing was added/);
  });
});

describe("feeds", () => {
  const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Example Office News</title>
    <item><title>Listing of Example Party</title><link>https://example.org/1</link><pubDate>Tue, 08 Jul 2025 10:00:00 GMT</pubDate>
    <description>&lt;p&gt;The office listed &lt;b&gt;Example Party&lt;/b&gt; on 8 July 2025.&lt;/p&gt;</description></item>
    <item><title>No address</title><description>Text.</description></item></channel></rss>`;
  it("become one document an item, with publisher and day", async () => {
    const documents = await parse(bytesOf(rss), "feed.xml");
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      title: "Listing of Example Party",
      publisher: "Example Office News",
      publishedOn: "2025-07-08",
      url: "https://example.org/1",
      text: "The office listed Example Party on 8 July 2025.",
    });
  });
  it("without usable items are refused", async () => {
    await expect(parse(bytesOf("<rss><channel><title>x</title></channel></rss>"), "feed.xml")).rejects.toThrow(
      BadInput,
    );
  });
});

describe("STIX and MISP", () => {
  it.each([
    ["torn JSON", '{"type":"bundle","objects":[{'],
    ["a bundle of nothing", '{"type":"bundle","objects":[]}'],
    ["a cluster of nothing", '{"values":[],"name":"x"}'],
  ])("%s is refused in one sentence", async (_claim, json) => {
    await expect(parse(bytesOf(json), "a.json")).rejects.toThrow(BadInput);
    await expect(parse(bytesOf(json), "a.json")).rejects.toThrow(/Nothing was added/);
  });

  const attack = sharedData("reports", "attack");
  it.skipIf(!attack)("every ATT&CK group and campaign becomes a document with aliases and clean prose", async () => {
    const folder = attack ?? "";
    let documents = 0;
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
      const read = await parse(readFileSync(join(folder, file)), file).catch(() => []);
      expect(exact(read)).toBeGreaterThanOrEqual(read.length);
      for (const document of read) {
        expect(document.text).not.toMatch(/\(Citation:|\]\(http/);
        expect(document.publisher).toBe("MITRE ATT&CK");
      }
      documents += read.length;
    }
    expect(documents).toBeGreaterThan(200);
  });
  const misp = sharedData("reports", "misp-threat-actor.json");
  it.skipIf(!misp)("every MISP actor with a description and a reference becomes a document", async () => {
    const documents = await parse(readFileSync(misp ?? ""), "misp-threat-actor.json");
    expect(documents.length).toBeGreaterThan(500);
    expect(exact(documents)).toBeGreaterThanOrEqual(documents.length);
    const lazarus = documents.find((document) => document.title === "Lazarus Group");
    expect(lazarus?.parties[0]?.aliases).toContain("Hidden Cobra");
  });
  const register = sharedData("reports", "federal-register");
  it.skipIf(!register)("Federal Register notices keep title, day of publication and address", async () => {
    const files = readdirSync(register ?? "").filter((name) => name.endsWith(".md"));
    for (const file of files.slice(0, 120)) {
      const [document] = await parse(readFileSync(join(register ?? "", file)), file);
      expect(document?.publisher).toBe("Federal Register");
      expect(document?.publishedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(document?.url).toMatch(/^https:\/\/www\.federalregister\.gov\//);
      expect(exact(document ? [document] : [])).toBeGreaterThan(0);
    }
  });
});
