import { Parser } from "htmlparser2";
import { type IsoDate, parseIsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import { readText } from "./bytes.ts";
import type { Block } from "./layout.ts";
import { type Origin, undatedDocument } from "./plain.ts";

/** Never part of what a page says. */
const SKIPPED = new Set(
  "script style noscript template svg nav footer aside form button select iframe object head menu dialog".split(" "),
);
const BLOCKS = new Set(
  "p div section article main h1 h2 h3 h4 h5 h6 li ul ol table tr td th blockquote pre br hr figure figcaption dl dt dd header body".split(
    " ",
  ),
);
/** Class or id words of what stands around an article. */
const AROUND =
  /\b(cookie|banner|breadcrumb|sidebar|share|social|related|promo|advert|newsletter|subscribe|comment|menu|nav|footer|skip|usa-banner)\b/i;
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])/i;

interface Region {
  readonly blocks: Block[];
  /** Characters in paragraphs and items, those of links left out. */
  weight: number;
}

/**
 * A web page: title, site and day from its own metadata, text from the part with the most prose (main, article or the
 * whole body). Hidden text, scripts, navigation and links are left out. Throws `BadInput` when no prose is found.
 */
export const parseHtml = (bytes: Uint8Array, origin: Origin): CorpusDocument => {
  const page = readPage(readText(bytes, origin.name));
  if (page.blocks.every((block) => block.kind === "heading"))
    throw new BadInput(
      `${origin.name} holds no readable text. Nothing was added. Save the article itself and add that.`,
    );
  const document = undatedDocument(page.blocks, bytes, origin, page.title);
  return {
    ...document,
    publisher: page.site ?? document.publisher,
    publishedOn: page.publishedOn,
    url: canonicalUrl(page.canonical, origin.url) ?? document.url,
  };
};

/** The page's own name for its address. A fetched page is taken at its word for its own site alone. */
const canonicalUrl = (canonical: string | null, fetched: string | null): string | null => {
  if (!canonical || !URL.canParse(canonical, fetched ?? undefined)) return null;
  const url = new URL(canonical, fetched ?? undefined);
  if (!/^https?:$/.test(url.protocol)) return null;
  return fetched === null || new URL(fetched).host === url.host ? url.href : null;
};

/** The blocks of a piece of HTML, for texts inside feeds. */
export const htmlBlocks = (html: string): readonly Block[] => readPage(html).blocks;

interface Page {
  readonly title: string | null;
  readonly site: string | null;
  readonly publishedOn: IsoDate | null;
  readonly canonical: string | null;
  readonly blocks: readonly Block[];
}

const readPage = (html: string): Page => {
  const meta = new Map<string, string>();
  const body: Region = { blocks: [], weight: 0 };
  const mains: Region[] = [];
  const stack: { name: string; skip: boolean; region: Region | null }[] = [];
  let skipping = 0;
  let inLink = 0;
  let title = "";
  let inTitle = false;
  let buffer = "";
  let linked = 0;
  let kind = "p";

  const flush = (): void => {
    const text = buffer.replace(/\s+/g, " ").trim();
    const prose = Math.max(0, text.length - linked);
    buffer = "";
    linked = 0;
    // A line that is all link is a menu, not a sentence.
    if (text === "" || (prose < text.length / 3 && !kind.startsWith("h"))) return;
    for (const region of [body, ...stack.flatMap((open) => open.region ?? [])]) addBlock(region, kind, text, prose);
  };

  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === "meta")
        meta.set((attributes["property"] ?? attributes["name"] ?? "").toLowerCase(), attributes["content"] ?? "");
      if (name === "link" && attributes["rel"] === "canonical") meta.set("canonical", attributes["href"] ?? "");
      if (name === "time" && attributes["datetime"] && !meta.has("time")) meta.set("time", attributes["datetime"]);
      if (name === "title") inTitle = true;
      const marks = `${attributes["class"] ?? ""} ${attributes["id"] ?? ""} ${attributes["role"] ?? ""}`;
      const skip =
        SKIPPED.has(name) ||
        "hidden" in attributes ||
        attributes["aria-hidden"] === "true" ||
        HIDDEN.test(attributes["style"] ?? "") ||
        (AROUND.test(marks) && name !== "body" && name !== "html" && name !== "main");
      const region = name === "main" || name === "article" ? { blocks: [], weight: 0 } : null;
      if (BLOCKS.has(name)) {
        flush();
        kind = /^h[1-6]$/.test(name) || name === "li" ? name : "p";
      }
      if (region) mains.push(region);
      if (skip) skipping++;
      if (name === "a") inLink++;
      stack.push({ name, skip, region });
    },
    ontext(text) {
      if (inTitle) title += text;
      if (skipping > 0) return;
      buffer += text;
      if (inLink > 0) linked += text.trim().length;
    },
    onclosetag(name) {
      if (BLOCKS.has(name)) {
        flush();
        kind = "p";
      }
      if (name === "title") inTitle = false;
      const open = stack.pop();
      if (open?.skip) skipping--;
      if (name === "a") inLink--;
    },
  });
  parser.end(html);
  flush();
  const best = mains.reduce((a, b) => (b.weight > a.weight ? b : a), { blocks: [], weight: 0 });
  return {
    title: pick(meta, ["og:title", "twitter:title"]) ?? (title.trim().replace(/\s+/g, " ") || null),
    site: pick(meta, ["og:site_name", "application-name"]),
    publishedOn: dayFrom(pick(meta, ["article:published_time", "dcterms.date", "date", "pubdate", "time"])),
    canonical: pick(meta, ["canonical", "og:url"]),
    blocks: best.weight * 2 > body.weight ? best.blocks : body.blocks,
  };
};

const addBlock = (region: Region, kind: string, text: string, prose: number): void => {
  if (/^h[1-6]$/.test(kind)) {
    region.blocks.push({ kind: "heading", level: Number(kind[1]), text });
    return;
  }
  region.weight += prose;
  const last = region.blocks.at(-1);
  if (kind === "li" && last?.kind === "list")
    region.blocks[region.blocks.length - 1] = { kind: "list", items: [...last.items, text] };
  else region.blocks.push(kind === "li" ? { kind: "list", items: [text] } : { kind: "paragraph", text });
};

const pick = (meta: ReadonlyMap<string, string>, keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = meta.get(key)?.replace(/\s+/g, " ").trim();
    if (value) return value;
  }
  return null;
};

const dayFrom = (text: string | null): IsoDate | null => (text ? parseIsoDate(text.slice(0, 10)) : null);
