import { parseFeed as readFeed } from "htmlparser2";
import { dayOf, type Instant, type IsoDate, instant } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import { readText, sha256Of } from "./bytes.ts";
import { htmlBlocks } from "./html.ts";
import { documentFromBlocks } from "./plain.ts";

export const looksLikeFeed = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:rss|feed|rdf:RDF)\b/i.test(text);

/** One document for each item of an RSS or Atom feed that has an address and some text. Throws `BadInput` when there is none. */
export const parseFeed = (bytes: Uint8Array, name: string, now: Instant): readonly CorpusDocument[] => {
  const feed = readFeed(readText(bytes, name), { xmlMode: true });
  const items = (feed?.items ?? []).flatMap((item): readonly CorpusDocument[] => {
    const url = item.link && /^https?:\/\/\S+$/.test(item.link) ? item.link : null;
    const blocks = htmlBlocks(item.description ?? "");
    if (!url || !item.title || blocks.length === 0) return [];
    const document = documentFromBlocks(blocks, sha256Of(bytes), { name: url, url, now }, item.title.trim());
    const publisher = feed?.title?.trim() || document.publisher;
    return [{ ...document, publisher, publishedOn: dayFrom(item.pubDate), kind: "notice" }];
  });
  if (items.length === 0)
    throw new BadInput(`${name} is a feed without items that have an address and a text. Nothing was added.`);
  return items;
};

const dayFrom = (date: Date | undefined): IsoDate | null =>
  date && !Number.isNaN(date.getTime()) ? dayOf(instant(date)) : null;
