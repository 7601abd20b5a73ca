import { SaxesParser } from "saxes";
import { dayOf, type Instant, type IsoDate, instant } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput, messageOf, RedflagError } from "../core/errors.ts";
import { readText, sha256Of } from "./bytes.ts";
import { htmlBlocks } from "./html.ts";
import { documentFromBlocks } from "./plain.ts";

/** What may stand before the root element. Each ends at its first end mark and nowhere else, or a long run of them is never read to its end. */
const PROLOGUE = /^\s*(?:<!--(?:[^-]|-(?!->))*-->\s*|<\?[^>]*>\s*|<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>\s*)*/i;
export const looksLikeFeed = (text: string): boolean =>
  /^<(?:rss|feed|rdf:RDF)\b/i.test(text.slice(PROLOGUE.exec(text)?.[0].length ?? 0));

/**
 * One document for each item of an RSS or Atom feed that has a title and an address; its text is the longest form the
 * item carries, its title where it carries none. Throws `BadInput` for a torn feed, one that declares entities, and one
 * without such an item.
 */
export const parseFeed = (bytes: Uint8Array, name: string, now: Instant): readonly CorpusDocument[] => {
  const feed = readFeed(readText(bytes, name), name);
  const documents = feed.items.flatMap((item): readonly CorpusDocument[] => {
    const url = URL.canParse(item.link) ? new URL(item.link).href : "";
    if (!/^https?:/.test(url) || item.title === "") return [];
    const own = htmlBlocks(item.text);
    const blocks = own.length > 0 ? own : [{ kind: "paragraph" as const, text: item.title }];
    // Each item has a fingerprint of its own: another item's change is no change of this one.
    const document = documentFromBlocks(blocks, sha256Of(JSON.stringify(item)), { name: url, url, now }, item.title);
    return [
      { ...document, publisher: feed.title || document.publisher, publishedOn: dayFrom(item.date), kind: "notice" },
    ];
  });
  if (documents.length === 0)
    throw new BadInput(`${name} is a feed without an item that has a title and an address. Nothing was added.`);
  return documents;
};

interface Item {
  readonly title: string;
  readonly link: string;
  readonly date: string;
  readonly text: string;
}

const ITEM = new Set(["item", "entry"]);
const TEXTS = new Set(["description", "summary", "content", "content:encoded"]);
/** What was published first counts, not the last change of a comma. */
const DATES: readonly string[] = ["pubDate", "published", "dc:date", "updated"];

/** No DTD is read, so there is nothing to expand and nothing to fetch; a feed that declares entities is refused. */
const readFeed = (xml: string, name: string): { readonly title: string; readonly items: readonly Item[] } => {
  const items: Item[] = [];
  const path: string[] = [];
  let title = "";
  let open: Map<string, string> | null = null;
  const parser = new SaxesParser();
  parser.on("doctype", (declaration) => {
    if (declaration.includes("<!ENTITY"))
      throw new BadInput(`${name} declares XML entities, which no feed needs. Nothing was added.`);
  });
  parser.on("error", (error) => {
    throw new BadInput(`${name} is no whole feed (${messageOf(error)}). Nothing was added. Fetch it again.`, {
      cause: error,
    });
  });
  parser.on("opentag", ({ name: tag, attributes }) => {
    path.push(tag);
    if (ITEM.has(tag)) open = new Map();
    // Atom: <link rel="self" …> is the entry's own record, <link rel="alternate" …> the page.
    if (tag === "link" && attributes["href"] && open && (attributes["rel"] ?? "alternate") === "alternate")
      open.set("link", attributes["href"]);
  });
  const text = (piece: string): void => {
    const tag = path.at(-1) ?? "";
    const parent = path.at(-2) ?? "";
    if (open && ITEM.has(parent)) open.set(tag, (open.get(tag) ?? "") + piece);
    else if (!open && tag === "title" && (parent === "channel" || parent === "feed")) title += piece;
    // Atom with type="xhtml": the words stand deeper.
    else if (open && path.includes("content")) open.set("content", `${open.get("content") ?? ""}${piece} `);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", ({ name: tag }) => {
    path.pop();
    if (!ITEM.has(tag) || !open) return;
    items.push(itemFrom(open));
    open = null;
  });
  try {
    parser.write(xml.trimStart()).close();
  } catch (thrown) {
    if (thrown instanceof RedflagError) throw thrown;
    throw new BadInput(`${name} is no whole feed. Nothing was added. Fetch it again.`, { cause: thrown });
  }
  return { title: title.replace(/\s+/g, " ").trim(), items };
};

const itemFrom = (fields: ReadonlyMap<string, string>): Item => {
  const of = (key: string): string => (fields.get(key) ?? "").trim();
  const texts = [...TEXTS].map(of).sort((a, b) => b.length - a.length);
  return {
    title: of("title").replace(/\s+/g, " "),
    link: of("link") || of("guid"),
    date: DATES.map(of).find((date) => date !== "") ?? "",
    text: texts[0] ?? "",
  };
};

/** "Tue, 08 Jul 2025 10:00:00 GMT" and "2025-07-08T10:00:00Z" -> 2025-07-08; anything else is unknown. */
const dayFrom = (text: string): IsoDate | null => {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? null : dayOf(instant(at));
};
