import { Parser } from "htmlparser2";

/** Addresses on a page that match a pattern, absolute, without fragment, in the page's order, each once. */
export const linksOn = (html: string, base: string, pattern: RegExp): readonly string[] => {
  const found = new Set<string>();
  const parser = new Parser({
    onopentag: (name, { href }) => {
      if (name !== "a" || !href || !URL.canParse(href, base)) return;
      const url = new URL(href, base);
      url.hash = "";
      // A page leads to pages of its own site only.
      if (url.host === new URL(base).host && pattern.test(url.pathname)) found.add(url.href);
    },
  });
  parser.end(html);
  return [...found];
};
