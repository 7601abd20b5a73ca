import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import { RedflagError } from "../../src/core/errors.ts";
import { parseDocuments } from "../../src/corpus/parse.ts";
import { PARSERS } from "../../src/lists/parsers.ts";
import type { ListFormat } from "../../src/lists/sources.ts";

const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** Each doubles the one before it: the last is 2^30 characters long once it is resolved. */
const LAUGHS = `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`).join("")}]>`;
const ATTACKS: readonly (readonly [string, string, string])[] = [
  ["a billion laughs", LAUGHS, "&a30;"],
  ["an entity of a file", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"],
  ["an entity of an address", '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/secret">]>', "&e;"],
  ["a parameter entity", '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>', "&q;"],
  ["a quadratic blow-up", `<!DOCTYPE x [<!ENTITY e "${"x".repeat(50_000)}">]>`, "&e;".repeat(2_000)],
  ["an entity that nobody declared", "", "&nobody;"],
];

/** Each with a place where text is read. */
const LISTS: readonly (readonly [ListFormat, (doctype: string, text: string) => string])[] = [
  [
    "un-xml",
    (doctype, text) =>
      `${HEAD}${doctype}<CONSOLIDATED_LIST dateGenerated="2026-02-27"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>${text}</FIRST_NAME><UN_LIST_TYPE>T</UN_LIST_TYPE></INDIVIDUAL></INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>`,
  ],
  [
    "ofac-legacy-xml",
    (doctype, text) =>
      `${HEAD}${doctype}<sdnList><publshInformation><Publish_Date>03/28/2025</Publish_Date><Record_Count>1</Record_Count></publshInformation><sdnEntry><uid>1</uid><lastName>${text}</lastName><sdnType>Entity</sdnType><programList><program>T</program></programList></sdnEntry></sdnList>`,
  ],
  [
    "ofac-advanced-xml",
    (doctype, text) =>
      `${HEAD}${doctype}<Sanctions><DateOfIssue><Year>2025</Year><Month>3</Month><Day>28</Day></DateOfIssue><DistinctParties><DistinctParty FixedRef="1"><Profile ID="1"><Identity><Alias><DocumentedName><DocumentedNamePart><NamePartValue>${text}</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty></DistinctParties></Sanctions>`,
  ],
];
const parseList = (format: ListFormat, text: string): unknown =>
  PARSERS[format]({
    list: sourceId("test"),
    files: new Map([["list", { name: "list.xml", bytes: new TextEncoder().encode(text) }]]),
    url: "https://example.org",
    publishedOn: null,
  });
const feed = (doctype: string, text: string): string =>
  `${HEAD}${doctype}<rss version="2.0"><channel><title>t</title><item><title>${text}</title><link>https://example.org/1</link><description>${text}</description></item></channel></rss>`;
const thrownBy = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (thrown) {
    return thrown;
  }
};

describe.each(ATTACKS)("%s", (_claim, doctype, text) => {
  it.each(LISTS)("in a list of the format %s is refused in a sentence", async (format, file) => {
    const thrown = await thrownBy(() => parseList(format, file(doctype, text)));
    expect(thrown).toBeInstanceOf(RedflagError);
    expect(String(thrown)).not.toContain("root:");
  });
  it("in a feed is refused in a sentence", async () => {
    const thrown = await thrownBy(() =>
      parseDocuments(new TextEncoder().encode(feed(doctype, text)), "feed.xml", null, NOW),
    );
    expect(thrown).toBeInstanceOf(RedflagError);
  });
  it("in a page stays as it stands: nothing is resolved", async () => {
    const page = `<!doctype html>${doctype}<html><body><p>Fictional notice about one party. ${text}</p></body></html>`;
    const found = await thrownBy(() => parseDocuments(new TextEncoder().encode(page), "page.html", null, NOW));
    expect(JSON.stringify(found).length).toBeLessThan(page.length * 4 + 2_000);
    expect(JSON.stringify(found)).not.toContain("root:");
  });
});

describe("the five entities of XML and references by number", () => {
  const text = "A &amp; B &lt;C&gt; &quot;D&quot; &apos;E&apos; &#233; &#x41F;";
  it.each(LISTS.slice(0, 2))("are read in a list of the format %s", (format, file) => {
    expect(JSON.stringify(parseList(format, file("", text)))).toContain("A & B <C>");
  });
  it("are read in a feed", async () => {
    const documents = await parseDocuments(new TextEncoder().encode(feed("", text)), "feed.xml", null, NOW);
    expect(documents[0]?.title).toContain("A & B <C>");
  });
});
