import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { toMessages } from "../../src/adapters/slack/render.ts";
import { renderReply } from "../../src/adapters/teams/render.ts";
import { documentPage } from "../../src/adapters/web/document-page.ts";
import { textOfMarkup } from "../../src/adapters/web/markup.ts";
import { replyHtml } from "../../src/adapters/web/reply-html.ts";
import { answerReply } from "../../src/bot/replies/answer.ts";
import { screeningReply } from "../../src/bot/replies/screening.ts";
import { documentId } from "../../src/core/brand.ts";
import { plain, type Reply } from "../../src/core/reply.ts";
import { AT, answer, hit, screening } from "../support/records.ts";

/** Names, documents and what people write are data on every platform: nothing in them becomes a mark, a link or a mention. */
const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "</p></div><iframe src=//evil.example>",
  "<a href='javascript:alert(1)'>x</a>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "<!channel> <!here> <@U0000ADMIN> <#C0000SECRET>",
  "<https://evil.example|your bank>",
  "<mailto:x@evil.example|mail>",
  "[your bank](https://evil.example)",
  "![x](https://evil.example/p.png)",
  "<at>Everyone</at>",
  "**bold** _it_ ~no~ `code` # title",
  "> quoted\n- item\n1. item",
  "```\ncode\n```",
  "| a | b |\n|---|---|",
  "{{user}} $" + "{env} %s",
  "\u202Egnp.exe\u202C",
  "see https://evil.example/login and www.evil.example",
];
const citation = (text: string): Reply["citations"][number] => ({
  number: 1,
  documentId: documentId("d"),
  title: text,
  publisher: text,
  publishedOn: null,
  url: "javascript:alert(1)",
  linkedSource: text,
  passageId: null,
  quote: text,
  start: 0,
  end: text.length,
});
const everywhere = (text: string): Reply => ({
  summary: text,
  blocks: [
    { kind: "headline", text: [{ text, bold: true }] },
    { kind: "paragraph", text: [...plain(text), { text, href: "javascript:alert(1)" }] },
    { kind: "list", items: [plain(text), [{ text, code: true }]] },
    { kind: "fields", rows: [{ label: "Name", value: plain(text) }] },
    { kind: "quote", text: plain(text) },
    { kind: "note", text: [{ text, italic: true }] },
  ],
  citations: [citation(text)],
  audience: "everyone",
  aiGenerated: false,
  feedbackFor: null,
});
const REPLIES = (text: string): readonly Reply[] => [
  everywhere(text),
  screeningReply(
    screening({
      subject: { ...screening().subject, text },
      hits: [hit({ name: text, matchedName: text, reasons: [text] })],
    }),
    () => ({ title: text, meaning: text }),
  ),
  answerReply(answer({ text, question: text }), () => ({ title: text, meaning: text })),
];

/** Elements and attributes of a page, as a browser reads them. */
const readHtml = (html: string): { readonly tags: ReadonlySet<string>; readonly attributes: readonly string[] } => {
  const tags = new Set<string>();
  const attributes: string[] = [];
  const parser = new Parser({
    onopentag: (name, given) => {
      tags.add(name);
      for (const [key, value] of Object.entries(given)) attributes.push(`${key}=${value}`);
    },
  });
  parser.end(html);
  return { tags, attributes };
};
const DANGEROUS = ["script", "img", "svg", "iframe", "object", "style", "meta", "link", "base", "form"];

describe.each(HOSTILE.map((text) => [JSON.stringify(text), text]))("%s", (_shown, text) => {
  it("is text on a web page: no element and no attribute comes of it", () => {
    for (const reply of REPLIES(text)) {
      const { tags, attributes } = readHtml(textOfMarkup(replyHtml(reply)));
      expect(DANGEROUS.filter((tag) => tags.has(tag))).toEqual([]);
      expect(attributes.filter((one) => /^on|javascript:|srcdoc|^style=/i.test(one))).toEqual([]);
    }
  });
  it("is text in the page of a document, its title and its source too", () => {
    const document = {
      documentId: documentId("d"),
      title: text,
      publisher: text,
      publishedOn: null,
      kind: "notice",
      url: "javascript:alert(1)",
      linkedSource: text,
      programs: [],
      parties: [],
      events: [],
      text,
      sha256: "0".repeat(64),
      addedAt: AT,
    } as const;
    const visitor = { user: { userId: "web", role: null }, csrf: "c", sessionKey: null } as never;
    const shell = readHtml(
      documentPage({ ...document, title: "t", text: "t", publisher: "p", linkedSource: "l" }, 0, 1, visitor),
    );
    const { tags, attributes } = readHtml(documentPage(document, 0, text.length, visitor));
    // The page's own frame has scripts and styles by address; nothing is added to them.
    expect([...tags].filter((tag) => !shell.tags.has(tag))).toEqual([]);
    expect(attributes.filter((one) => /^on|javascript:/i.test(one))).toEqual([]);
  });
  it("mentions nobody and links nowhere in Slack", () => {
    for (const reply of REPLIES(text))
      for (const message of toMessages(reply)) {
        // `text` and blocks of the type mrkdwn are read for marks; everything else is plain by its type.
        const read = [message.text, ...mrkdwnIn(message.blocks)].join("\n");
        expect(read).not.toMatch(/<(?:[!@#]|https?:|mailto:|javascript:)/);
        expect(JSON.stringify(message.blocks)).not.toMatch(/"url":"(?!https?:)/);
        expect(JSON.stringify(message.blocks)).not.toMatch(/"type":"(?:user|usergroup|broadcast|channel)"/);
      }
  });
  it("mentions nobody and links nowhere in Teams", () => {
    for (const reply of REPLIES(text))
      for (const activity of renderReply(reply)) {
        for (const markdown of markdownIn(activity)) {
          expect(markdown).not.toMatch(/<\/?(?:at|script|img|svg|iframe|a)\b/i);
          // What stands in a code span is shown letter by letter.
          const read = markdown.replace(/`[^`]*`/g, "").replace(/\]\(https:\/\/(?!evil)[^)]*\)/g, "");
          expect(read).not.toMatch(/\]\((?!#)|:\/\/evil|www\.evil/);
        }
        expect(JSON.stringify(activity)).not.toMatch(/"type":"mention"|"(?:url|iconUrl)":"javascript:/);
      }
  });
});

const mrkdwnIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== "object" || value === null) return [];
  const record = value as Record<string, unknown>;
  if (record.type === "mrkdwn" && typeof record.text === "string") return [record.text];
  return Object.values(record).flatMap(mrkdwnIn);
};

/** Texts that Teams reads as Markdown: of the message, and of the text blocks of its cards. */
const markdownIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(markdownIn);
  if (typeof value !== "object" || value === null) return [];
  const record = value as Record<string, unknown>;
  const own =
    (record.type === "message" || record.type === "TextBlock") && typeof record.text === "string" ? [record.text] : [];
  return [...own, ...Object.values(record).flatMap(markdownIn)];
};

describe("what is ours", () => {
  it("still links and marks: a source with an address, a bold word", () => {
    const reply = { ...everywhere("x"), citations: [{ ...citation("x"), url: "https://example.org/a" }] };
    expect(readHtml(textOfMarkup(replyHtml(reply))).attributes).toContain("href=https://example.org/a");
    expect(JSON.stringify(toMessages(reply))).toContain("https://example.org/a");
    expect(JSON.stringify(renderReply(reply))).toContain("https://example.org/a");
  });
});
