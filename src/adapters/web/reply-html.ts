import { chartInWords, chartLines } from "../../core/chart.ts";
import type { Reply, ReplyBlock, Rich, Span } from "../../core/reply.ts";
import { safeHref } from "./html.ts";
import { html, type Markup, NOTHING } from "./markup.ts";

/** A reply as the console shows it. Its buttons are left out: the page has forms of its own for what can be done. */
export const replyHtml = ({ blocks, citations }: Pick<Reply, "blocks" | "citations">): Markup =>
  html`<div class="reply">${blocks.map(blockHtml)}${
    citations.length === 0
      ? null
      : html`<ol class="sources">${citations.map(
          (citation) =>
            html`<li value="${citation.number}">${linked(citation.url, citation.title)} — ${citation.publisher}<blockquote>${citation.quote}</blockquote></li>`,
        )}</ol>`
  }</div>`;

const blockHtml = (block: ReplyBlock): Markup => {
  switch (block.kind) {
    case "headline":
      return html`<h3>${rich(block.text)}</h3>`;
    case "paragraph":
      return html`<p>${rich(block.text)}</p>`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${rich(item)}</li>`)}</ul>`;
    case "fields":
      return html`<dl>${block.rows.map((row) => html`<dt>${row.label}</dt><dd>${rich(row.value)}</dd>`)}</dl>`;
    case "quote":
      return html`<blockquote>${rich(block.text)}</blockquote>`;
    case "note":
      return html`<p class="note">${rich(block.text)}</p>`;
    case "chart":
      return html`<figure><figcaption>${block.chart.title}</figcaption><pre aria-hidden="true">${chartLines(block.chart).join("\n")}</pre><p class="away">${chartInWords(block.chart)}</p></figure>`;
    case "divider":
      return html`<hr>`;
    default:
      return NOTHING;
  }
};

const rich = (spans: Rich): readonly Markup[] => spans.map(spanHtml);

const spanHtml = (span: Span): Markup => {
  if (span.href) return linked(span.href, span.text);
  if (span.bold) return html`<strong>${span.text}</strong>`;
  if (span.italic) return html`<em>${span.text}</em>`;
  return span.code ? html`<code>${span.text}</code>` : html`${span.text}`;
};

const linked = (url: string, text: string): Markup => {
  const href = safeHref(url);
  return href ? html`<a href="${href}" rel="noreferrer noopener">${text}</a>` : html`${text}`;
};
