import type { CorpusDocument } from "../../../core/document.ts";
import type { Reply } from "../../../core/reply.ts";
import type { SubscriptionLine, WatchLine } from "../../../ports/console.ts";
import { safeHref } from "../html.ts";
import { html, type Markup } from "../markup.ts";
import { replyHtml } from "../reply-html.ts";
import { csrfField, type Visitor } from "../shell.ts";
import { doButton, type Fields, pager, query, subjectFields, table, textField } from "./forms.ts";
import { counted, day, moment } from "./words.ts";

/** Who is told what and when. New ones are made in the conversation that they are for. */
export const subscriptionsPage = (lines: readonly SubscriptionLine[], visitor: Visitor): Markup =>
  lines.length === 0
    ? html`<p class="empty">Nobody has subscribed to anything. In Slack or Teams: <code>digest subscribe DPRK crypto weekly on monday at 9 Europe/Berlin</code>.</p>`
    : html`<p class="lead">${counted(lines.length, "subscription", "subscriptions")}. New ones are made in the conversation that they are for.</p>
${table(
  "Subscriptions",
  ["What", "Where", "By", "Since", "Next", "Last post", ""],
  lines.map((line) => subscriptionRow(line, visitor)),
)}`;

const subscriptionRow = (line: SubscriptionLine, visitor: Visitor): Markup => {
  const { subscriptionId: id, what, place } = line;
  const path = `/subscriptions/${encodeURIComponent(id)}`;
  return html`<tr><th scope="row">${what}</th><td>${place}</td><td>${line.userId}</td><td>${moment(line.createdAt)}</td><td>${line.next}</td><td>${
    line.trouble === null ? "no trouble" : html`<strong>Not delivered: ${line.trouble}</strong>`
  }</td><td class="row"><a class="button" href="${path}">Preview<span class="away"> ${what}</span></a>${doButton(visitor, path, line.paused ? "Resume" : "Pause", what, { do: line.paused ? "resume" : "pause" })}${doButton(visitor, path, "Remove", what, { do: "remove" }, "danger")}</td></tr>`;
};

export const previewPage = (reply: Reply): Markup =>
  html`<p class="note">What would be posted now. Looking at it sends nothing and moves nothing on.</p>${replyHtml(reply)}<p><a href="/subscriptions">Back to the subscriptions</a></p>`;

const PER_PAGE = 50;

export const watchlistPage = (
  all: readonly WatchLine[],
  page: number,
  visitor: Visitor,
  fields: Fields,
): Markup => html`<form method="post" action="/watchlist" class="card grid" aria-label="Watch a name">${csrfField(visitor)}${subjectFields("watch", fields)}<div class="field"><button type="submit" class="primary">Watch</button></div></form>
<p class="note">A watched name is screened again by itself whenever a list or the matching rules change. Alerts are posted in Slack and Teams; what was added here is shown here.</p>
${
  all.length === 0
    ? html`<p class="empty">No name is watched.</p>`
    : html`<p class="lead">${counted(all.length, "name is", "names are")} watched.</p>${table(
        "Watched names",
        ["Name", "Now", "Where", "By", "Since", ""],
        all.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((line) => watchRow(line, visitor)),
      )}${pager(page, Math.ceil(all.length / PER_PAGE), (n) => `/watchlist?page=${n}`)}`
}`;

const watchRow = ({ watchId, subject, place, userId, createdAt, hits }: WatchLine, visitor: Visitor): Markup =>
  html`<tr><th scope="row">${subject.text}</th><td>${
    hits.length === 0
      ? "no match found"
      : html`<ul class="plain">${hits.slice(0, 3).map(({ name, verdict }) => html`<li>${verdict === "match" ? "match" : "possible match"}: ${name}</li>`)}</ul>`
  }</td><td>${place}</td><td>${userId}</td><td>${moment(createdAt)}</td><td class="row">${doButton(visitor, `/watchlist/${encodeURIComponent(watchId)}`, "Remove", subject.text, {}, "danger")}</td></tr>`;

/** What answers are made from, the newest first. */
export const documentsPage = (all: readonly CorpusDocument[], text: string, page: number): Markup => {
  const wanted = text.toLowerCase();
  const found = all
    .filter((d) => `${d.title}\n${d.publisher}\n${d.kind}\n${d.programs.join(" ")}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => (b.publishedOn ?? "").localeCompare(a.publishedOn ?? ""));
  return html`<form method="get" action="/documents" role="search" class="card search">${textField({ id: "text", name: "text", label: "Title, publisher, kind or program", value: text, type: "search" })}<div class="field"><button type="submit" class="primary">Search</button></div></form>
<p class="lead">${counted(found.length, "document", "documents")}${text === "" ? "" : ` of ${all.length}`}, the newest first.</p>
${table("Documents", ["Title", "Publisher", "Published", "Kind", "Added here"], found.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(documentRow))}
${pager(page, Math.ceil(found.length / PER_PAGE), (n) => `/documents${query({ text, page: n })}`)}`;
};

const documentRow = (document: CorpusDocument): Markup => {
  const href = safeHref(document.url);
  return html`<tr><th scope="row"><a href="/documents/${encodeURIComponent(document.documentId)}">${document.title}</a>${
    href
      ? html`<span class="sub"><a href="${href}" rel="noreferrer noopener">source<span class="away"> of ${document.title}</span></a></span>`
      : null
  }</th><td>${document.publisher}</td><td>${day(document.publishedOn)}</td><td>${document.kind}</td><td>${moment(document.addedAt)}</td></tr>`;
};
