import { dayInProse } from "../../core/dates.ts";
import type { CorpusDocument } from "../../core/document.ts";
import { escapeHtml, safeHref } from "./html.ts";

/** A document as held, with the cited stretch marked. Offsets are UTF-16 code units into `document.text`. */
export const documentPage = (document: CorpusDocument, start: number, end: number): string => {
  const marked =
    Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= document.text.length;
  const body = marked
    ? `${escapeHtml(document.text.slice(0, start))}<mark id="quote">${escapeHtml(document.text.slice(start, end))}</mark>${escapeHtml(document.text.slice(end))}`
    : escapeHtml(document.text);
  const date = document.publishedOn ? dayInProse(document.publishedOn) : "date not given";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.title)}</title><link rel="stylesheet" href="/page/style.css"></head>
<body><main class="document"><p><a href="/">Redflag</a></p>
<h1>${escapeHtml(document.title)}</h1>
<p class="note">${escapeHtml(document.publisher)}, ${escapeHtml(date)}. ${sourceLink(document)}</p>
<div class="text">${body}</div>
<p class="note">Document ${escapeHtml(document.documentId)}, sha256 ${escapeHtml(document.sha256.slice(0, 16))}…, held as a brief in our own words; the linked source has the original.</p>
</main></body></html>`;
};

const sourceLink = (document: CorpusDocument): string => {
  const href = safeHref(document.url);
  const label = document.linkedSource ? `Source read: ${document.linkedSource}` : "Source";
  return href
    ? `<a href="${escapeHtml(href)}" rel="noreferrer noopener">${escapeHtml(label)}</a>`
    : escapeHtml(document.url);
};
