import { describe, expect, it } from "vitest";
import type { Instant } from "../../src/core/dates.ts";
import type { CorpusDocument } from "../../src/core/document.ts";
import { BadInput, Unavailable } from "../../src/core/errors.ts";
import { marksOf, refreshDocuments, troubleOf } from "../../src/corpus/refresh.ts";
import { DOCUMENT_SOURCES, type DocumentSource } from "../../src/corpus/sources.ts";
import type { Downloaded, Validators } from "../../src/ports/download.ts";
import type { DocumentStore } from "../../src/ports/stores.ts";
import { memoryExpiring } from "../support/memory-stores.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const source = (kind: DocumentSource["kind"], url: string): DocumentSource => ({
  id: "fictional",
  title: "Fictional",
  publisher: null,
  kind,
  url,
  articles: kind === "index" ? /^\/actions\/\d+$/ : null,
  cadence: "daily",
  refreshed: true,
});
const item = (n: number, text: string): string =>
  `<item><title>Notice ${n}</title><link>https://example.org/${n}</link><description>${text}</description></item>`;
const feed = (...items: string[]): string => `<rss><channel><title>Office</title>${items.join("")}</channel></rss>`;

/** A world with one web and one folder that the test changes as it goes. */
const world = () => {
  const held = new Map<string, CorpusDocument>();
  const documents: DocumentStore = {
    put: async (all) => all.forEach((d) => void held.set(d.documentId, d)),
    remove: async (id) => held.delete(id),
    get: async (id) => held.get(id) ?? null,
    all: async () => [...held.values()],
    revision: async () => "",
  };
  const web = new Map<string, string>();
  const asked: [string, Validators | null][] = [];
  const files = new Map<string, string>();
  const marks = memoryExpiring();
  const deps = {
    documents,
    marks,
    now: () => "2026-11-22T12:00:00.000Z" as Instant,
    readFolder: () => [...files].map(([name, text]) => ({ name, bytes: bytesOf(text) })),
    download: async (url: string, known: Validators | null): Promise<Downloaded | "not-modified"> => {
      asked.push([url, known]);
      const body = web.get(url);
      if (body === undefined) throw new Unavailable(`${url} answered 500. Nothing was changed.`);
      const etag = `"${body.length}-${body.slice(-40, -30)}"`;
      if (known?.etag === etag) return "not-modified";
      return { url, bytes: bytesOf(body), contentType: "", etag, lastModified: null };
    },
  };
  return { deps, held, web, files, asked, marks };
};
const FEED = "https://example.org/feed";

describe("a feed", () => {
  it("is taken, asked conditionally, and then changed and new items are put", async () => {
    const { deps, held, web, asked } = world();
    web.set(FEED, feed(item(1, "The first notice."), item(2, "The second notice.")));
    expect(await refreshDocuments(source("feed", FEED), deps)).toMatchObject({ kind: "updated", changed: [] });
    expect(await refreshDocuments(source("feed", FEED), deps)).toEqual({ kind: "unchanged" });
    expect(asked[1]?.[1]?.etag).toMatch(/^"/);
    web.set(FEED, feed(item(2, "The second notice, corrected."), item(3, "The third notice.")));
    const third = await refreshDocuments(source("feed", FEED), deps);
    expect(third).toMatchObject({ added: [{ title: "Notice 3" }], changed: [{ title: "Notice 2" }], removed: [] });
    // An item that left the feed is only older, not withdrawn.
    expect([...held.values()].map((d) => d.title).sort()).toEqual(["Notice 1", "Notice 2", "Notice 3"]);
  });
  it("does not bring back what a person removed, until it changes", async () => {
    const { deps, held, web } = world();
    web.set(FEED, feed(item(1, "The first notice.")));
    await refreshDocuments(source("feed", FEED), deps);
    held.clear();
    web.set(FEED, feed(item(1, "The first notice."), item(2, "The second notice.")));
    await refreshDocuments(source("feed", FEED), deps);
    expect([...held.values()].map((d) => d.title)).toEqual(["Notice 2"]);
    web.set(FEED, feed(item(1, "The first notice, anew.")));
    await refreshDocuments(source("feed", FEED), deps);
    expect([...held.values()].map((d) => d.title).sort()).toEqual(["Notice 1", "Notice 2"]);
  });
  it("does not replace the whole page that somebody added by its address", async () => {
    const { deps, held, web } = world();
    web.set(FEED, feed(item(1, "The first notice.")));
    await refreshDocuments(source("feed", FEED), deps);
    const [id, short] = [...held][0] ?? [];
    if (!id || !short) throw new Error("nothing was taken");
    const whole = { ...short, text: "The first notice, whole.", sha256: "whole" };
    held.set(id, whole);
    const other = await refreshDocuments({ ...source("feed", FEED), id: "other" }, deps);
    expect(other).toMatchObject({ changed: [], duplicates: [{ duplicate: { of: id, because: "same address" } }] });
    expect(held.get(id)).toEqual(whole);
  });
  const failures: readonly (readonly [string, string | null, RegExp])[] = [
    ["no answer", null, /answered 500/],
    ["a page instead of a feed", "<html><body><p>Access denied to this page.</p></body></html>", /no feed/],
    ["half a feed", feed(item(1, "x")).slice(0, 60), /no whole feed/],
    ["an empty feed", feed(), /without an item/],
  ];
  it.each(failures)("that sends %s is refused, changes nothing, and says so until it works", async (_c, body, why) => {
    const { deps, held, web, marks } = world();
    web.set(FEED, feed(item(1, "The first notice.")));
    await refreshDocuments(source("feed", FEED), deps);
    const before = [await marksOf("fictional", marks), [...held]];
    if (body === null) web.delete(FEED);
    else web.set(FEED, body);
    const refused = await refreshDocuments(source("feed", FEED), deps);
    expect(refused).toMatchObject({ kind: "refused", why: expect.stringMatching(why) });
    expect([await marksOf("fictional", marks), [...held]]).toEqual(before);
    expect((await troubleOf("fictional", marks))?.why).toMatch(why);
    web.set(FEED, feed(item(1, "The first notice, anew.")));
    await refreshDocuments(source("feed", FEED), deps);
    expect(await troubleOf("fictional", marks)).toBeNull();
  });
});

describe("a watched folder", () => {
  const folder = source("folder", "/documents");
  const ids = (held: ReadonlyMap<string, unknown>): string[] => [...held.keys()].sort();
  it("stops answering what disappeared, and keeps what cannot be read now", async () => {
    const { deps, held, files } = world();
    files.set("a.md", "# A\n\nThe first text of the folder.").set("b.txt", "The second text of the folder.");
    await refreshDocuments(folder, deps);
    expect(ids(held)).toEqual(["fictional-a", "fictional-b"]);
    files.delete("a.md");
    files.set("b.txt", "\u0001\u0002\u0003\u0004");
    expect(await refreshDocuments(folder, deps)).toMatchObject({
      removed: ["fictional-a"],
      skipped: [{ name: "b.txt", why: expect.stringContaining("binary") }],
    });
    expect(ids(held)).toEqual(["fictional-b"]);
    expect(held.get("fictional-b")?.text).toBe("The second text of the folder.");
  });
  it("leaves a document of the same bytes to whoever added it first", async () => {
    const { deps, held, files } = world();
    files.set("a.md", "The only text.");
    await refreshDocuments({ ...folder, id: "first" }, deps);
    expect(await refreshDocuments(folder, deps)).toMatchObject({ duplicates: [{ duplicate: { of: "first-a" } }] });
    files.set("b.md", "Another text.").delete("a.md");
    await refreshDocuments(folder, deps);
    expect(ids(held)).toEqual(["fictional-b", "first-a"]);
  });
  it("that is suddenly empty or gone changes nothing", async () => {
    const { deps, held, files } = world();
    files.set("a.md", "The first text.");
    await refreshDocuments(folder, deps);
    files.clear();
    expect(await refreshDocuments(folder, deps)).toMatchObject({ kind: "refused" });
    const readFolder = (): never => {
      throw new BadInput("The folder cannot be read. Nothing was changed.");
    };
    expect(await refreshDocuments(folder, { ...deps, readFolder })).toMatchObject({ kind: "refused" });
    expect(ids(held)).toEqual(["fictional-a"]);
  });
});

describe("an index", () => {
  const LIST = "https://example.org/actions";
  const index = source("index", LIST);
  const page = (n: number): string =>
    `<html><body><main><h1>Action ${n}</h1><p>The office took the action numbered ${n} on that day.</p></main></body></html>`;
  it("leads to its pages, each fetched once; one that fails is asked for again; other sites are not followed", async () => {
    const { deps, held, web, asked } = world();
    web.set(LIST, '<a href="/actions/1">1</a><a href="/actions/2">2</a><a href="https://evil.example/actions/3">3</a>');
    web.set("https://example.org/actions/1", page(1));
    expect(await refreshDocuments(index, deps)).toMatchObject({ skipped: [{ name: "https://example.org/actions/2" }] });
    web.set("https://example.org/actions/2", page(2));
    expect(await refreshDocuments(index, deps)).toMatchObject({ kind: "updated", skipped: [] });
    expect(held.size).toBe(2);
    expect(asked.filter(([url]) => url.endsWith("/1"))).toHaveLength(1);
    expect(asked.some(([url]) => url.includes("evil"))).toBe(false);
    expect(await refreshDocuments(index, deps)).toEqual({ kind: "unchanged" });
  });
  it("that leads nowhere any more is refused", async () => {
    const { deps, web } = world();
    web.set(LIST, "<p>We have moved to a new site.</p>");
    expect(await refreshDocuments(index, deps)).toMatchObject({
      kind: "refused",
      why: expect.stringMatching(/leads to no/),
    });
  });
});

describe("the table of sources", () => {
  it("has distinct ids and secure addresses, and a pattern for every index alone", () => {
    expect(new Set(DOCUMENT_SOURCES.map((s) => s.id)).size).toBe(DOCUMENT_SOURCES.length);
    for (const s of DOCUMENT_SOURCES) {
      expect(s.url, s.id).toMatch(/^https:\/\//);
      expect(s.articles !== null, s.id).toBe(s.kind === "index");
    }
  });
  const paths: readonly (readonly [string, string, boolean])[] = [
    ["ofac-recent-actions", "/recent-actions/20250321", true],
    ["ofac-recent-actions", "/recent-actions/enforcement-actions", false],
    ["treasury-press", "/news/press-releases/sb0057", true],
    ["treasury-press", "/news/press-releases/statements-remarks", false],
  ];
  it.each(paths)("%s: %s is followed: %s", (id, path, followed) => {
    expect(DOCUMENT_SOURCES.find((s) => s.id === id)?.articles?.test(path)).toBe(followed);
  });
});
