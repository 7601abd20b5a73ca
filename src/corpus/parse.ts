import type { Instant } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import { parseBrief } from "./brief.ts";
import { readText } from "./bytes.ts";
import { parseHtml } from "./html.ts";
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

const parseByForm = (bytes: Uint8Array, origin: Origin): CorpusDocument => {
  const text = readText(bytes, origin.name);
  if (/^---[ \t]*\n/.test(text) && /^publisher:/m.test(text)) return parseBrief(bytes, origin.name, origin.now);
  if (/^\s*<(?:!doctype html|html|head|body)\b/i.test(text) || /\.html?$/i.test(origin.name))
    return parseHtml(bytes, origin);
  if (/\.(md|markdown)$/i.test(origin.name)) return parseMarkdown(bytes, origin);
  return parseText(bytes, origin);
};
