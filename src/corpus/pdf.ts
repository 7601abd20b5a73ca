import { type IsoDate, parseIsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput, messageOf } from "../core/errors.ts";
import { assertSize, sha256Of } from "./bytes.ts";
import { documentFromBlocks, type Origin, textBlocks } from "./plain.ts";

/** Pages past this one are not read. */
const MOST_PAGES = 400;
/** A gap of this many line heights parts two paragraphs. */
const PARAGRAPH_GAP = 1.6;

export const isPdf = (bytes: Uint8Array): boolean =>
  bytes.length > 4 && String.fromCharCode(...bytes.subarray(0, 5)) === "%PDF-";

/** The text of a PDF in reading order, lines joined to paragraphs. Rejects with `BadInput` for a torn, locked or scanned one. */
export const parsePdf = async (bytes: Uint8Array, origin: Origin): Promise<CorpusDocument> => {
  const refuse = (why: string, cause?: unknown): BadInput =>
    new BadInput(`${origin.name} ${why}. Nothing was added. Give a PDF with text, or the text itself.`, { cause });
  assertSize(bytes, origin.name);
  // 2.6 MB of PDF.js: loaded when the first PDF comes.
  const { getDocumentProxy, getMeta } = await import("unpdf");
  const proxy = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((thrown: unknown) => {
    const locked = /password/i.test(messageOf(thrown));
    throw refuse(locked ? "is locked with a password" : "cannot be read as a PDF", thrown);
  });
  try {
    const pages: string[] = [];
    for (let n = 1; n <= Math.min(proxy.numPages, MOST_PAGES); n++) {
      const page = await proxy.getPage(n);
      pages.push(pageText((await page.getTextContent()).items as readonly PdfItem[]));
    }
    const text = pages.join("\n\n");
    if (!/\p{L}{2}/u.test(text)) throw refuse("holds no text, only images");
    const info = (await getMeta(proxy).catch(() => null))?.info;
    const title = typeof info?.["Title"] === "string" ? info["Title"].trim() : "";
    const document = documentFromBlocks(textBlocks(text), sha256Of(bytes), origin, title || null);
    return { ...document, publishedOn: dayFrom(info?.["CreationDate"]) };
  } catch (thrown) {
    throw thrown instanceof BadInput ? thrown : refuse("is torn", thrown);
  } finally {
    await proxy.loadingTask.destroy();
  }
};

/** "D:20250708101500Z" -> 2025-07-08; anything else is unknown. */
const dayFrom = (date: unknown): IsoDate | null => {
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(typeof date === "string" ? date : "") ?? [];
  return year ? parseIsoDate(`${year}-${month}-${day}`) : null;
};

interface PdfItem {
  readonly str?: string;
  readonly hasEOL?: boolean;
  /** [a, b, c, d, x, y] */
  readonly transform?: readonly number[];
  readonly height?: number;
}

/** Pieces of text -> lines, an empty line where the gap is larger than between lines. "compli-\nance" -> "compliance". */
const pageText = (items: readonly PdfItem[]): string => {
  let text = "";
  let lastY: number | null = null;
  let height = 10;
  for (const item of items) {
    if (item.str === undefined) continue;
    const y = item.transform?.[5] ?? null;
    if (item.str.trim() !== "") {
      if (lastY !== null && y !== null && lastY - y > height * PARAGRAPH_GAP && !text.endsWith("\n\n"))
        text = `${text.trimEnd()}\n\n`;
      lastY = y;
      if (item.height && item.height > 0) height = item.height;
    }
    text += item.str;
    if (item.hasEOL) text += "\n";
  }
  return text.replace(/(\p{Ll})-\n(?=\p{Ll})/gu, "$1");
};
