import { escapeHtml } from "./html.ts";

const MARKUP = Symbol("markup");

/** Markup that this program wrote. Cannot be made from JSON, so text of lists and people never passes for it. */
export interface Markup {
  readonly [MARKUP]: string;
}

type Part = Markup | number | string | null | readonly Part[];

/** html`<p>${text}</p>`: texts and numbers are escaped, markup and lists of it are put in as they are, `null` is nothing. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  [MARKUP]: strings.map((text, i) => text + (i < parts.length ? written(parts[i] ?? null) : "")).join(""),
});

const written = (part: Part): string => {
  if (part === null) return "";
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return MARKUP in part ? part[MARKUP] : part.map(written).join("");
};

export const textOfMarkup = (markup: Markup): string => markup[MARKUP];

export const NOTHING: Markup = html``;
