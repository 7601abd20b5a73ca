import { html, type Markup } from "../markup.ts";
import { csrfField, type Visitor } from "../shell.ts";

/** What somebody typed, to be shown again beside what was wrong with it. */
export type Fields = Readonly<Record<string, string>>;

const KINDS = [
  ["", "Not known"],
  ["person", "Person"],
  ["organisation", "Organisation"],
  ["vessel", "Vessel"],
  ["aircraft", "Aircraft"],
  ["address", "Wallet address"],
] as const;

export const kindField = (id: string, chosen: string, withAddress = true): Markup =>
  html`<div class="field"><label for="${id}">Type</label><select id="${id}" name="kind">${KINDS.filter(
    ([value]) => withAddress || value !== "address",
  ).map(
    ([value, label]) => html`<option value="${value}"${value === chosen ? html` selected` : null}>${label}</option>`,
  )}</select></div>`;

interface TextField {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly wide?: boolean;
  readonly type?: "date" | "search" | "text";
}

export const textField = ({ id, name, label, value, hint, required, wide, type = "text" }: TextField): Markup =>
  html`<div class="field${wide ? " wide" : ""}"><label for="${id}">${label}</label><input id="${id}" name="${name}" type="${type}" value="${value}" autocomplete="off"${type === "text" ? html` maxlength="500"` : null}${
    required ? html` required` : null
  }${hint ? html` aria-describedby="${id}-hint"` : null}>${hint ? html`<span class="note" id="${id}-hint">${hint}</span>` : null}</div>`;

/** The subject of a screening or a watch. */
export const subjectFields = (prefix: string, fields: Fields): Markup =>
  html`${textField({ id: `${prefix}-text`, name: "text", label: "Name or address", value: fields.text ?? "", required: true, wide: true })}
${kindField(`${prefix}-kind`, fields.kind ?? "")}
${textField({ id: `${prefix}-birth`, name: "birth", label: "Date of birth", value: fields.birth ?? "", hint: "Year, or 1984-02-03" })}
${textField({ id: `${prefix}-country`, name: "country", label: "Country", value: fields.country ?? "", hint: "Two letters, such as KP" })}`;

/** A button that changes something: a form of its own with its token. */
export const doButton = (
  visitor: Visitor,
  action: string,
  label: string,
  about: string,
  hidden: Fields = {},
  style: "" | "danger" | "primary" = "",
): Markup =>
  html`<form method="post" action="${action}" class="do">${csrfField(visitor)}${Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button type="submit" class="${style}">${label}<span class="away"> ${about}</span></button></form>`;

/** "?a=b&page=2": what is not empty. */
export const query = (fields: Readonly<Record<string, string | number | null>>): string => {
  const parts = Object.entries(fields).filter(([, value]) => value !== null && value !== "");
  return parts.length === 0
    ? ""
    : `?${new URLSearchParams(parts.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
};

/** Earlier and later pages. `page` counts from 1. */
export const pager = (page: number, pages: number, href: (page: number) => string): Markup =>
  pages <= 1
    ? html``
    : html`<nav class="pager" aria-label="Pages of the table">${page > 1 ? html`<a href="${href(page - 1)}" rel="prev">Previous</a>` : html`<span class="soft">Previous</span>`}<span>Page ${page} of ${pages}</span>${
        page < pages ? html`<a href="${href(page + 1)}" rel="next">Next</a>` : html`<span class="soft">Next</span>`
      }</nav>`;

/** A table that scrolls inside itself on a narrow screen. */
export const table = (label: string, columns: readonly string[], rows: readonly Markup[]): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><caption class="away">${label}</caption><thead><tr>${columns.map(
    (name) => html`<th scope="col">${name === "" ? html`<span class="away">What can be done</span>` : name}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>`;
