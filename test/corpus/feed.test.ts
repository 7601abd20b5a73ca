import { describe, expect, it } from "vitest";
import type { Instant } from "../../src/core/dates.ts";
import { BadInput } from "../../src/core/errors.ts";
import { parseDocuments } from "../../src/corpus/parse.ts";

const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (xml: string) => parseDocuments(bytesOf(xml), "feed.xml", null, NOW);

const ATOM = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Fictional Office</title>
  <entry><title>Example Party listed</title><link rel="self" href="https://example.org/feed/1"/>
  <link rel="alternate" href="https://example.org/1"/><updated>2025-07-09T00:00:00Z</updated>
  <published>2025-07-08T10:00:00Z</published><content type="html">&lt;p&gt;The office listed Example Party.&lt;/p&gt;</content></entry></feed>`;
const rss = (item: string): string => `<rss version="2.0"><channel><title>Office</title>${item}</channel></rss>`;

describe("a feed", () => {
  it("in Atom gives the page's address, not the entry's own, and the first day of publication", async () => {
    const [document, ...more] = await parse(ATOM);
    expect(more).toEqual([]);
    expect(document).toMatchObject({
      url: "https://example.org/1",
      publishedOn: "2025-07-08",
      publisher: "Fictional Office",
      text: "The office listed Example Party.",
    });
  });
  it("takes the longest text an item carries, in CDATA too", async () => {
    const [document] = await parse(
      rss(
        "<item><title>T</title><link>https://example.org/2</link><description>Short.</description><content:encoded><![CDATA[<p>The whole text of the notice.</p>]]></content:encoded></item>",
      ),
    );
    expect(document?.text).toBe("The whole text of the notice.");
    expect(document?.publishedOn).toBeNull();
  });
  it("gives a title alone as the text, and an unknown day where the date cannot be read", async () => {
    const [document] = await parse(
      rss("<item><title>Example Party listed</title><link>https://example.org/3</link><pubDate>soon</pubDate></item>"),
    );
    expect(document).toMatchObject({ text: "Example Party listed", publishedOn: null });
  });
  it("gives every item a fingerprint of its own", async () => {
    const item = (n: number, text: string): string =>
      `<item><title>N${n}</title><link>https://example.org/${n}</link><description>${text}</description></item>`;
    const before = await parse(rss(item(1, "One.") + item(2, "Two.")));
    const after = await parse(rss(item(1, "One.") + item(2, "Two, corrected.")));
    expect(after[0]?.sha256).toBe(before[0]?.sha256);
    expect(after[1]?.sha256).not.toBe(before[1]?.sha256);
  });

  const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>${rss("<item><title>&b;</title><link>https://example.org/</link></item>")}`;
  const outside = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>${rss("<item><title>&x;</title><link>https://example.org/</link></item>")}`;
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["with an entity bomb", bomb, /declares XML entities/],
    ["with an outside entity", outside, /declares XML entities/],
    ["with an entity it does not declare", rss("<item><title>&x;</title></item>"), /no whole feed/],
    ["that breaks off", ATOM.slice(0, 300), /no whole feed/],
    ["without items", rss(""), /without an item/],
    [
      "whose item leads to a script",
      rss("<item><title>T</title><link>javascript:alert(1)</link></item>"),
      /without an/,
    ],
    ["larger than any document", rss(`<!--${"x".repeat(21 * 1024 * 1024)}-->`), /the limit is 20/],
  ];
  it.each(refused)("%s is refused in one sentence", async (_claim, xml, message) => {
    const reading = parse(xml);
    await expect(reading).rejects.toThrow(BadInput);
    await expect(reading).rejects.toThrow(message);
  });
  it("may name an old DTD without entities", async () => {
    const dtd = '<!DOCTYPE rss SYSTEM "https://example.org/rss-0.91.dtd">';
    expect(await parse(dtd + rss("<item><title>T</title><link>https://example.org/</link></item>"))).toHaveLength(1);
  });
});

describe("a page of 10 MB", () => {
  it("is read", async () => {
    const html = `<html><body><main>${"<p>The office listed a party and two companies in July.</p>".repeat(180_000)}</main></body></html>`;
    expect(html.length).toBeGreaterThan(10_000_000);
    const [document] = await parseDocuments(bytesOf(html), "a.html", null, NOW);
    expect(document?.text.length).toBeGreaterThan(9_000_000);
  });
});
