import type { AuditPage, AuditQuery } from "../../../ports/console.ts";
import type { ChainedEntry } from "../../../ports/stores.ts";
import { html, type Markup } from "../markup.ts";
import { csrfField, type Visitor } from "../shell.ts";
import { pager, query, table, textField } from "./forms.ts";
import { counted, moment } from "./words.ts";

export const AUDIT_PER_PAGE = 50;

export interface AuditView {
  readonly visitor: Visitor;
  readonly query: AuditQuery;
  readonly page: number;
  /** `null` where the search was refused. */
  readonly result: AuditPage | null;
}

/** The record by period, kind, actor and text, newest first, and its export. */
export const auditPage = ({ visitor, query: asked, page, result }: AuditView): Markup => {
  const kinds = [...new Set([...(result?.kinds ?? []), ...(asked.kind === null ? [] : [asked.kind])])];
  const fields = { from: asked.from, to: asked.to, kind: asked.kind, actor: asked.actor, text: asked.text };
  return html`<form method="get" action="/audit" role="search" class="card grid">
${textField({ id: "from", name: "from", label: "From", value: asked.from ?? "", type: "date" })}
${textField({ id: "to", name: "to", label: "To", value: asked.to ?? "", type: "date" })}
<div class="field"><label for="kind">Kind</label><select id="kind" name="kind"><option value="">All</option>${kinds.map(
    (kind) => html`<option value="${kind}"${kind === asked.kind ? html` selected` : null}>${kind}</option>`,
  )}</select></div>
${textField({ id: "actor", name: "actor", label: "Actor", value: asked.actor ?? "" })}
${textField({ id: "text", name: "text", label: "Text", value: asked.text ?? "", type: "search" })}
<div class="field"><button type="submit" class="primary">Search</button></div></form>
${result === null ? null : found(result, page, (n) => `/audit${query({ ...fields, page: n })}`)}
<form method="post" action="/audit/export" class="row">${csrfField(visitor)}${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value ?? ""}">`,
  )}<span>What was found, as a file:</span><button type="submit" name="format" value="csv">CSV</button><button type="submit" name="format" value="jsonl">JSON lines</button></form>`;
};

const found = (result: AuditPage, page: number, href: (page: number) => string): Markup =>
  html`<p class="lead">${counted(result.found, "entry", "entries")}, the newest first. Days are UTC.</p>
${result.found === 0 ? null : table("Audit record", ["No.", "When", "Kind", "Actor", "Where", "Detail"], result.entries.map(entryRow))}
${pager(page, Math.ceil(result.found / AUDIT_PER_PAGE), href)}`;

const entryRow = (entry: ChainedEntry): Markup =>
  html`<tr><th scope="row">${entry.sequence}</th><td>${moment(entry.at)}</td><td>${entry.kind}</td><td>${entry.actor}</td><td>${entry.place}</td><td><details><summary>Show<span class="away"> entry ${entry.sequence}</span></summary><pre>${JSON.stringify(entry.detail, null, 2)}</pre>${Object.entries(
    entry.parts ?? {},
  ).map(
    ([name, { kept }]) => html`<p class="note">${name}: ${kept === null ? "erased" : JSON.stringify(kept.value)}</p>`,
  )}<p class="note">hash ${entry.hash.slice(0, 16)}…</p></details></td></tr>`;
