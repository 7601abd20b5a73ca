import type { Instant } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import { parseBrief } from "./brief.ts";
import { readText } from "./bytes.ts";
import { looksLikeFederalRegister, parseFederalRegister } from "./federal-register.ts";
import { looksLikeFeed, parseFeed } from "./feed.ts";
import { parseHtml } from "./html.ts";
import { looksLikeReports, parseReports } from "./json-reports.ts";
import { isPdf, parsePdf } from "./pdf.ts";
import { type Origin, parseMarkdown, parseText } from "./plain.ts";

/**
 * Bytes of any supported form -> a document. The form is told by the content first, then by the name's ending.
 * `name` is the file name or the address; `url` is `null` for a file. Throws `BadInput` with one sentence.
 */
export const parseDocument = (bytes: Uint8Array, name: string, url: string | null, now: Instant): CorpusDocument => {
  const origin: Origin = { name, url, now };
  const document = parseByForm(bytes, origin);
  if (document.text.trim() === "")
    throw new BadInput(`${name} holds no readable text. Nothing was added. Give a file that holds text.`);
  return document;
};

/**
 * Like `parseDocument`, for files that hold several documents (STIX bundles, MISP clusters, RSS and Atom feeds) and for
 * PDF. Rejects with `BadInput` with one sentence.
 */
export const parseDocuments = async (
  bytes: Uint8Array,
  name: string,
  url: string | null,
  now: Instant,
): Promise<readonly CorpusDocument[]> => {
  if (isPdf(bytes)) return [await parsePdf(bytes, { name, url, now })];
  const text = readText(bytes, name);
  if (looksLikeReports(text)) return parseReports(bytes, name, now);
  if (looksLikeFeed(text)) return parseFeed(bytes, name, now);
  return [parseDocument(bytes, name, url, now)];
};

const parseByForm = (bytes: Uint8Array, origin: Origin): CorpusDocument => {
  const text = readText(bytes, origin.name);
  if (looksLikeFederalRegister(text)) return parseFederalRegister(bytes, origin);
  if (/^---[ \t]*\n/.test(text) && /^publisher:/m.test(text)) return parseBrief(bytes, origin.name, origin.now);
  if (/^\s*<(?:!doctype html|html|head|body)\b/i.test(text) || /\.html?$/i.test(origin.name))
    return parseHtml(bytes, origin);
  if (/\.(md|markdown)$/i.test(origin.name)) return parseMarkdown(bytes, origin);
  return parseText(bytes, origin);
};
