import { documentId } from "../core/brand.ts";
import { type Instant, parseIsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { readText, sha256Of } from "./bytes.ts";
import { type Frontmatter, readFrontmatter } from "./frontmatter.ts";
import { type Block, layOut } from "./layout.ts";
import { markdownBlocks } from "./markdown.ts";

/** What is known of a document before it is read. `url` is the address it came from, `null` for a file. */
export interface Origin {
  /** File name or web address, for messages and for the id. */
  readonly name: string;
  readonly url: string | null;
  readonly now: Instant;
}

/** Plain text. Title: its first sentence, shortened. Blocks are lines, or paragraphs where empty lines part them. */
export const parseText = (bytes: Uint8Array, origin: Origin): CorpusDocument =>
  undatedDocument(textBlocks(readText(bytes, origin.name)), bytes, origin, null);

/**
 * Markdown without a brief's header. Title: its first heading of level 1, else its first sentence. A header of another
 * make (as of static sites) gives title, day, publisher and address where it has them.
 */
export const parseMarkdown = (bytes: Uint8Array, origin: Origin): CorpusDocument => {
  const text = readText(bytes, origin.name);
  const head = otherHeader(text, origin.name);
  const blocks = markdownBlocks(head?.body ?? text);
  const first = blocks.find((block) => block.kind === "heading" && block.level === 1);
  const title = head?.values.get("title") ?? (first?.kind === "heading" ? first.text : null);
  const document = undatedDocument(
    blocks.filter((block) => block !== first),
    bytes,
    origin,
    title,
  );
  if (!head) return document;
  const day = head.values.get("original_published") ?? head.values.get("published") ?? head.values.get("date") ?? "";
  const link = head.values.get("url") ?? firstLink(head.body);
  return {
    ...document,
    publisher: head.values.get("source_name") ?? head.values.get("publisher") ?? document.publisher,
    publishedOn: parseIsoDate(day.slice(0, 10)),
    url: origin.url ?? (link && /^https?:/.test(link) ? link : document.url),
  };
};

const otherHeader = (text: string, name: string): Frontmatter | null => {
  try {
    return readFrontmatter(text, name);
  } catch {
    // "---" opens plain Markdown too, as a rule across the page.
    return null;
  }
};

const firstLink = (markdown: string): string | null => /\]\((https?:\/\/[^)\s]+)\)/.exec(markdown)?.[1] ?? null;

/** A document whose file says nothing about publisher and date. */
export const undatedDocument = (
  blocks: readonly Block[],
  bytes: Uint8Array,
  origin: Origin,
  title: string | null,
): CorpusDocument => documentFromBlocks(blocks, sha256Of(bytes), origin, title);

export const documentFromBlocks = (
  blocks: readonly Block[],
  sha256: string,
  origin: Origin,
  title: string | null,
): CorpusDocument => {
  const text = layOut(blocks);
  const file = fileName(origin.name);
  return {
    documentId: documentId(idFrom(origin.url ?? file)),
    title: title ?? titleFrom(text, file),
    publisher: origin.url ? hostOf(origin.url) : `added from file ${file}`,
    publishedOn: null,
    kind: "other",
    url: origin.url ?? `file:${encodeURIComponent(file)}`,
    linkedSource: null,
    programs: [],
    parties: [],
    events: [],
    text,
    sha256,
    addedAt: origin.now,
  };
};

const TITLE_LENGTH = 90;

/** "In an era where digital … threats and their global implications." -> its first words, cut at a space. */
const titleFrom = (text: string, file: string): string => {
  const line = /^.+$/m.exec(text)?.[0].replace(/^• /, "") ?? file;
  const sentence = /^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line;
  if (sentence.length <= TITLE_LENGTH) return sentence.replace(/(?<![.\s])[.\s]+$/, "");
  return `${sentence.slice(0, TITLE_LENGTH).replace(/\s+\S*$/, "")} …`;
};

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
const hostOf = (url: string): string => URL.parse(url)?.hostname.replace(/^www\./, "") ?? url;

/** "https://example.org/a b" -> "example.org-a-b": what a person can type after `corpus remove`. */
const idFrom = (name: string): string =>
  name
    .replace(/^https?:\/\/(www\.)?/, "")
    .replace(/\.(txt|md|html?|pdf)$/i, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._]+/gu, "-")
    .replace(/^-+|(?<!-)-+$/g, "")
    .slice(0, 120);

export const textBlocks = (text: string): readonly Block[] => {
  const paragraphs = text.split(/\n[ \t]*\n/).map((part) => part.trim());
  const lines = wrapped(text) ? paragraphs : text.split("\n");
  const kept = lines.map((line) => line.replace(/\s+/g, " ").trim()).filter((line) => line !== "");
  const blocks: Block[] = [];
  kept.forEach((line, i) => {
    const item = /^(?:[-*•]|\d{1,2}[.)])\s+(.*)$/.exec(line);
    const last = blocks.at(-1);
    if (item && last?.kind === "list")
      blocks[blocks.length - 1] = { kind: "list", items: [...last.items, item[1] ?? ""] };
    else if (item) blocks.push({ kind: "list", items: [item[1] ?? ""] });
    else if (isTitleLine(line) && i + 1 < kept.length)
      blocks.push({ kind: "heading", level: isTitleLine(kept[i + 1] ?? "") ? 1 : 2, text: line });
    else blocks.push({ kind: "paragraph", text: line });
  });
  return blocks;
};

/** Lines broken at a margin belong to one paragraph: a third of the breaks stand before a small letter. */
const wrapped = (text: string): boolean => {
  const breaks = text.match(/\S[ \t]*\n[ \t]*(?=\S)/g)?.length ?? 0;
  const inside = text.match(/[^.!?:\s][ \t]*\n[ \t]*(?=\p{Ll})/gu)?.length ?? 0;
  return breaks > 0 && inside * 3 >= breaks;
};

/** A short line without a closing mark, or a short question on its own line. */
const isTitleLine = (line: string): boolean => line.length <= 120 && !/[.!:;,…"”]$/.test(line) && !/^[-*•]/.test(line);
