import type { ConsoleUser } from "../../ports/console.ts";
import { html, type Markup, NOTHING, textOfMarkup } from "./markup.ts";

/** The pages of the console in the order of the navigation. */
const PAGES = [
  { path: "/", name: "Chat" },
  { path: "/screening", name: "Screening" },
  { path: "/lists", name: "Lists" },
  { path: "/cases", name: "Cases" },
  { path: "/watchlist", name: "Watchlist" },
  { path: "/subscriptions", name: "Subscriptions" },
  { path: "/documents", name: "Documents" },
  { path: "/audit", name: "Audit" },
] as const;

export type PagePath = (typeof PAGES)[number]["path"];

/** Somebody who was let in, with the token that every form carries. */
export interface Visitor {
  readonly user: ConsoleUser;
  readonly csrf: string;
  /** `null` where no login is needed. */
  readonly sessionKey: string | null;
}

export interface Sheet {
  readonly title: string;
  /** The page of the navigation that is open; `null` on a page below or outside of it. */
  readonly path: PagePath | null;
  /** `null` before the login. */
  readonly visitor: Visitor | null;
  readonly main: Markup;
  /** What has just been done or refused; read out by screen readers. */
  readonly notice?: { readonly kind: "done" | "trouble"; readonly text: string } | null;
  readonly script?: "app.js" | "console.js";
  /** Width of a page that is read, not scanned. */
  readonly narrow?: boolean;
}

const FOOT =
  "An aid to a decision that a person makes. No match found does not mean that a party is not sanctioned elsewhere.";

/** A whole page: navigation, notice, content. No inline script and no inline style: the policy forbids both. */
export const sheet = ({ title, path, visitor, main, notice = null, script, narrow = false }: Sheet): string =>
  textOfMarkup(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${visitor ? html`<meta name="csrf" content="${visitor.csrf}">` : null}
<title>${path === "/" ? "Redflag" : `${title} · Redflag`}</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page/style.css">
<link rel="stylesheet" href="/page/console.css">
<link rel="stylesheet" href="/page/data.css">
${script ? html`<script type="module" src="/page/${script}"></script>` : null}
</head>
<body class="${narrow ? "narrow" : "wide"}">
<a class="skip" href="#main">Skip to the content</a>
<header>
<p class="brand"><a href="/">Redflag</a></p>
${visitor ? navigation(path) : null}
${visitor?.sessionKey ? signOut(visitor) : null}
</header>
<main id="main" tabindex="-1">
${path === "/" ? html`<h1 class="away">${title}</h1>` : html`<h1>${title}</h1>`}
${notice ? html`<p class="notice ${notice.kind}" role="${notice.kind === "trouble" ? "alert" : "status"}">${notice.text}</p>` : NOTHING}
${main}
</main>
<footer>${FOOT}</footer>
</body>
</html>`);

const navigation = (path: PagePath | null): Markup =>
  html`<nav aria-label="Pages"><ul>${PAGES.map(
    (page) =>
      html`<li><a href="${page.path}"${page.path === path ? html` aria-current="page"` : null}>${page.name}</a></li>`,
  )}</ul></nav>`;

const signOut = (visitor: Visitor): Markup =>
  html`<form method="post" action="/logout" class="who"><span>${visitor.user.userId}</span>${csrfField(visitor)}<button type="submit">Sign out</button></form>`;

/** Every form that changes something carries it. */
export const csrfField = ({ csrf }: Visitor): Markup => html`<input type="hidden" name="csrf" value="${csrf}">`;
