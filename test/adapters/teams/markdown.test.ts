import fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { escapeText, lineOf, paragraphsOf, safeUrl, shortened } from "../../../src/adapters/teams/markdown.ts";
import { plain } from "../../../src/core/reply.ts";
import { shownBy } from "../../support/teams/shown.ts";

const tagsIn = (markdown: string): readonly string[] =>
  (marked.parse(markdown, { async: false, gfm: true }) as string).match(/<[a-z0-9]+/gi) ?? [];

describe("text of documents and people in Teams markdown", () => {
  it.each([
    ["bold and italic marks", "*not* _marks_ ~~here~~ **no**"],
    ["a link", "[press](https://evil.example)"],
    ["a picture", "![x](https://evil.example/p.png)"],
    ["HTML", '<img src="https://evil.example/p.png"> <b>x</b>'],
    ["a mention", "<at>everyone</at>"],
    ["a bare address", "see https://evil.example/a?b=1 and www.evil.example"],
    ["a list", "- one"],
    ["a numbered list", "1. one"],
    ["a heading", "# head"],
    ["a quotation", "> said"],
    ["a code fence", "```js"],
    ["a rule", "---"],
    ["a table", "| a | b |"],
    ["an entity", "&lt;at&gt; AT&T"],
  ])("%s is shown as it was written and is no markup", (_, text) => {
    const markdown = paragraphsOf(plain(text));
    expect(shownBy(markdown)).toBe(text);
    expect(tagsIn(markdown)).toEqual(["<p"]);
  });

  it.each([
    ["of any characters", fc.string({ unit: "binary", maxLength: 60 })],
    ["of nothing but marks", fc.string({ unit: fc.constantFrom(..."*_~`[]()<>!#|-+=.:/\\&; 1ax\"'"), maxLength: 40 })],
  ])("a line %s is shown as it is and makes nothing but a paragraph", (_, lines) => {
    fc.assert(
      fc.property(
        lines.filter((text) => /\S/.test(text)),
        (text) => {
          const flat = text
            .replace(/[^\P{Cc}]|\p{Bidi_Control}|[\u2028\u2029\u2060\u0085\ud800-\udfff]/gu, "")
            .replace(/\s+/g, " ")
            .trim();
          fc.pre(flat !== "" && !/\[\d+\]/.test(flat));
          const markdown = lineOf(plain(flat));
          expect(tagsIn(markdown)).toEqual(["<p"]);
          expect(shownBy(markdown).replace(/\s+/g, " ")).toBe(flat);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a stretch of data that looks like a citation is not one, a citation of the reply is", () => {
    expect(escapeText("see [1]")).not.toContain("[1]");
    expect(lineOf([{ text: "see " }, { text: "[1]", cite: 1 }])).toBe("see [1]");
  });

  it.each([
    ["bold", [{ text: " Match: ", bold: true }, { text: "x" }], " **Match:** x"],
    ["italic over two paragraphs", [{ text: "a\nb", italic: true }], "_a_\n\n_b_"],
    ["code", [{ text: "0x09", code: true }], "`0x09`"],
    ["code with a mark in it is plain text", [{ text: "a`b", code: true }], "a&#96;b"],
    [
      "a link of our own",
      [{ text: "source", href: "https://notices.example/1(a)" }],
      "[source](https://notices.example/1%28a%29)",
    ],
    ["a link that is no web address is text", [{ text: "source", href: "javascript:alert(1)" }], "source"],
  ])("%s", (_, rich, markdown) => {
    expect(paragraphsOf(rich)).toBe(markdown.trim());
  });

  it("marks that reorder what is read are dropped", () => {
    expect(paragraphsOf(plain("no\u202ehctam\u2066 x\u0007"))).toBe("nohctam x");
  });

  it.each([
    ["https://notices.example/a b", "https://notices.example/a%20b"],
    ["http://notices.example/", "http://notices.example/"],
    ["data:text/html,x", null],
    ["not an address", null],
  ])("%s as a link is %s", (url, safe) => {
    expect(safeUrl(url)).toBe(safe);
  });

  it("cuts at a word, never inside a surrogate pair, never above the limit", () => {
    expect(shortened("one two three", 9)).toBe("one two…");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 2, max: 80 }), (text, limit) => {
        const short = shortened(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});
