import { dayInProse } from "../../core/dates.ts";
import type { CorpusDocument } from "../../core/document.ts";
import { safeHref } from "./html.ts";
import { html, type Markup } from "./markup.ts";
import { sheet, type Visitor } from "./shell.ts";

/** A document as held, with the cited stretch marked. Offsets are UTF-16 code units into `document.text`. */
export const documentPage = (document: CorpusDocument, start: number, end: number, visitor: Visitor): string => {
  const { text } = document;
  const marked = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length;
  const body = marked
    ? html`${text.slice(0, start)}<mark id="quote">${text.slice(start, end)}</mark>${text.slice(end)}`
    : html`${text}`;
  const date = document.publishedOn ? dayInProse(document.publishedOn) : "date not given";
  return sheet({
    title: document.title,
    path: null,
    visitor,
    narrow: true,
    main: html`<p class="note">${document.publisher}, ${date}. ${sourceLink(document)}</p>
<div class="text">${body}</div>
<p class="note">Document ${document.documentId}, sha256 ${document.sha256.slice(0, 16)}…, held as a brief in our own words; the linked source has the original.</p>`,
  });
};

const sourceLink = (document: CorpusDocument): Markup => {
  const href = safeHref(document.url);
  const label = document.linkedSource ? `Source read: ${document.linkedSource}` : "Source";
  return href ? html`<a href="${href}" rel="noreferrer noopener">${label}</a>` : html`${document.url}`;
};
