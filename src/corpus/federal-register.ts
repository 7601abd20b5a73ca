import { documentId } from "../core/brand.ts";
import { dayInProse, parseIsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import { readText, sha256Of } from "./bytes.ts";
import { type Frontmatter, readFrontmatter } from "./frontmatter.ts";
import { layOut } from "./layout.ts";
import { markdownBlocks } from "./markdown.ts";
import type { Origin } from "./plain.ts";

/** A Federal Register notice as a Markdown page: the header names `source: federal_register`. */
export const looksLikeFederalRegister = (text: string): boolean =>
  /^---[ \t]*\n(?:(?!---).*\n)*source:[ \t]*["']?federal_register\b/.test(text);

/**
 * Title, number, day of publication and abstract of a notice. What the page's maker added (scores, the day of copying,
 * links) is left out. Throws `BadInput` when it has no title or no number.
 */
export const parseFederalRegister = (bytes: Uint8Array, origin: Origin): CorpusDocument => {
  const head = readFrontmatter(readText(bytes, origin.name), origin.name);
  const title = head?.values.get("title");
  const number = head && numberOf(head);
  if (!head || !title || !number)
    throw new BadInput(`${origin.name} is a Federal Register page without title or number. Nothing was added.`);
  const publishedOn = parseIsoDate((head.values.get("original_published") ?? "").slice(0, 10));
  const published = publishedOn ? `, published on ${dayInProse(publishedOn)}` : "";
  return {
    documentId: documentId(`federal-register-${number.toLowerCase()}`),
    title,
    publisher: "Federal Register",
    publishedOn,
    kind: "notice",
    url: addressIn(head.body) ?? origin.url ?? `file:${encodeURIComponent(origin.name)}`,
    linkedSource: null,
    programs: [],
    parties: [],
    events: [],
    text: layOut([
      {
        kind: "paragraph",
        text: `${title.replace(/(?<![.\s])[.\s]+$/, "")}: Federal Register document ${number}${published}.`,
      },
      ...markdownBlocks(summaryOf(head.body)),
    ]),
    sha256: sha256Of(bytes),
    addedAt: origin.now,
  };
};

const numberOf = (head: Frontmatter): string | null =>
  /^\*\*Document Number:\*\*\s*(\S+)/m.exec(head.body)?.[1] ??
  /^federal_register:(\S+)$/.exec(head.values.get("item_id") ?? "")?.[1] ??
  null;

const addressIn = (body: string): string | null =>
  /\]\((https:\/\/www\.federalregister\.gov\/documents\/[^)\s]+)\)/.exec(body)?.[1] ?? null;

const summaryOf = (body: string): string => {
  const summary = /^## Summary[ \t]*\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(body)?.[1]?.trim() ?? "";
  return /^No summary provided\.?$/.test(summary) ? "" : summary;
};
