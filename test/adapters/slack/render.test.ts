import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../src/adapters/slack/limits.ts";
import { charactersOf, toMessages, toViewBlocks } from "../../../src/adapters/slack/render.ts";
import type { Citation } from "../../../src/core/answer.ts";
import { documentId, passageId } from "../../../src/core/brand.ts";
import { isoDate } from "../../../src/core/dates.ts";
import type { Reply, ReplyBlock } from "../../../src/core/reply.ts";
import { plain, textOf } from "../../../src/core/reply.ts";
import { blockProblems, textTotal } from "../../support/slack/block-kit.ts";
import { BLOCK_KIT } from "../../support/slack/limits.ts";
import { reply } from "./harness.ts";

const citation = (number: number, more: Partial<Citation> = {}): Citation => ({
  number,
  documentId: documentId(`doc-${number}`),
  title: `Example notice ${number}`,
  publisher: "Example Publisher",
  publishedOn: isoDate("2025-07-08"),
  url: `https://example.org/notices/${number}`,
  linkedSource: null,
  passageId: passageId(documentId(`doc-${number}`), 0),
  quote: `The quoted passage ${number}.`,
  start: 0,
  end: 10,
  ...more,
});

const of = (...blocks: ReplyBlock[]): Reply => reply("Summary", { blocks });
/** Every text that Slack would show, in order. */
const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(shown).join("");
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .map(([key, one]) => (key === "text" && typeof one === "string" ? one : shown(one)))
    .join("");
};

const HOSTILE = [
  "<!channel>",
  "<!here|here>",
  "<@U0VICTIM>",
  "<https://evil.example|Treasury>",
  "@everyone",
  "*bold* _it_ ~no~ `code`",
  ":rotating_light:",
  "&lt;!channel&gt;",
  "![x](https://evil.example/x.png)",
];

describe("text from documents, lists and people", () => {
  it.each(HOSTILE)("%s stays letters in every kind of block", (text) => {
    const rich = plain(text);
    const blocks: ReplyBlock[] = [
      { kind: "headline", text: rich },
      { kind: "paragraph", text: rich },
      { kind: "list", items: [rich] },
      { kind: "fields", rows: [{ label: "Name", value: rich }] },
      { kind: "quote", text: rich },
      { kind: "note", text: rich },
    ];
    const [message] = toMessages({
      ...of(...blocks),
      citations: [citation(1, { title: text, quote: text, publisher: text })],
    });
    const sent = JSON.stringify(message?.blocks);
    expect(sent).not.toContain('"mrkdwn"');
    expect(sent).not.toContain('"type":"user"');
    expect(sent).not.toContain('"url":"https://evil.example');
    expect(shown(message?.blocks).split(text).length - 1).toBeGreaterThanOrEqual(blocks.length);
  });

  it.each(["<!channel>", "<@U0VICTIM>", "<https://evil.example|x>"])("%s is escaped in the fallback text", (text) => {
    const [message] = toMessages(reply(text));
    expect(message?.text).not.toMatch(/[<>]/);
  });

  it("@everyone in the fallback text mentions nobody", () => {
    expect(toMessages(reply("ask @everyone now"))[0]?.text).toBe("ask @\u2060everyone now");
  });

  it("only http addresses become links", () => {
    const [message] = toMessages(of({ kind: "paragraph", text: [{ text: "press", href: "javascript:alert(1)" }] }));
    expect(JSON.stringify(message?.blocks)).not.toContain("link");
  });

  it("removes the overrides that show text backwards and keeps right-to-left letters", () => {
    const [message] = toMessages(of({ kind: "paragraph", text: plain("محمد \u202e0x21cba\u202c אבג") }));
    expect(shown(message?.blocks)).toBe("محمد 0x21cba\u202c אבג");
  });
});

describe("citations", () => {
  it("[1] links to its source, which is listed with title, publisher and date", () => {
    const [message] = toMessages({
      ...of({ kind: "paragraph", text: [{ text: "He was designated " }, { text: "[1]", cite: 1 }] }),
      citations: [citation(1)],
    });
    expect(JSON.stringify(message?.blocks)).toContain(
      '{"type":"link","url":"https://example.org/notices/1","text":"[1]"}',
    );
    expect(shown(message?.blocks)).toContain("[1] Example notice 1 — Example Publisher, 8 July 2025");
  });

  it("a source without a date says so", () => {
    const [message] = toMessages({ ...of(), citations: [citation(1, { publishedOn: null })] });
    expect(shown(message?.blocks)).toContain("Example Publisher, no date given");
  });

  it("the quoted passages are folded away", () => {
    const [message] = toMessages({ ...of(), citations: [citation(1), citation(2)] });
    expect(message?.blocks.at(-1)).toMatchObject({ type: "container", is_collapsible: true, default_collapsed: true });
    expect(shown(message?.blocks.at(-1))).toContain("[2] “The quoted passage 2.”");
  });
});

describe("limits", () => {
  it("a 14,000-character answer with 30 sources becomes messages that Slack takes, with every citation in them", () => {
    const citations = Array.from({ length: 30 }, (_, index) => citation(index + 1));
    const sentence = "A sentence of the answer that goes on for a while and names its source. ";
    const text = sentence.repeat(Math.ceil(14_000 / sentence.length));
    const messages = toMessages({ ...of({ kind: "paragraph", text: plain(text) }), citations });
    expect(messages.length).toBeGreaterThan(1);
    for (const message of messages) {
      expect(blockProblems(message.blocks, "message")).toEqual([]);
      expect(textTotal(message.blocks)).toBeLessThanOrEqual(BLOCK_KIT.messageText);
    }
    const everything = messages.map((message) => shown(message.blocks)).join("");
    for (const { number } of citations) expect(everything).toContain(`[${number}] Example notice ${number} —`);
    expect(everything).toContain(text.trimEnd());
  });

  it("cuts at the end of a sentence", () => {
    const text = `${"a".repeat(2_000)}. ${"b".repeat(2_000)}`;
    const [message] = toMessages(of({ kind: "paragraph", text: plain(text) }));
    expect(message?.blocks.map((block) => shown(block))).toEqual([`${"a".repeat(2_000)}.`, ` ${"b".repeat(2_000)}`]);
  });

  it("30 buttons are spread over blocks of at most 25", () => {
    const actions = Array.from({ length: 30 }, (_, index) => ({
      id: "watch",
      label: `Watch ${index}`,
      value: String(index),
    }));
    const [message] = toMessages(of({ kind: "actions", actions }));
    expect(message?.blocks).toHaveLength(2);
    expect(blockProblems(message?.blocks, "message")).toEqual([]);
  });

  it("more than 100 blocks on a page are cut, and the page says so", () => {
    const blocks = toViewBlocks(of(...Array.from({ length: 150 }, (): ReplyBlock => ({ kind: "divider" }))));
    expect(blocks).toHaveLength(100);
    expect(shown(blocks)).toContain("Shortened");
  });

  const span = fc.record({ text: fc.string({ unit: "grapheme", maxLength: 400 }), bold: fc.boolean() });
  const rich = fc.array(span, { maxLength: 20 });
  const block: fc.Arbitrary<ReplyBlock> = fc.oneof(
    rich.map((text) => ({ kind: "paragraph", text }) as const),
    rich.map((text) => ({ kind: "headline", text }) as const),
    rich.map((text) => ({ kind: "quote", text }) as const),
    rich.map((text) => ({ kind: "note", text }) as const),
    fc.array(rich, { maxLength: 30 }).map((items) => ({ kind: "list", items }) as const),
    fc
      .array(fc.record({ label: fc.string({ minLength: 1 }), value: rich }), { maxLength: 30 })
      .map((rows) => ({ kind: "fields", rows }) as const),
  );

  const textsOf = (one: ReplyBlock): readonly string[] => {
    const rows =
      one.kind === "list"
        ? one.items
        : one.kind === "fields"
          ? one.rows.map(({ value }) => value)
          : "text" in one
            ? [one.text]
            : [];
    return rows.map((row) => textOf(row).replaceAll("\0", ""));
  };

  it("any reply becomes messages that Slack takes, and no letter of it is lost", () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), (blocks) => {
        const messages = toMessages({ ...reply("Summary", { blocks }), feedbackFor: "q1" });
        for (const message of messages) {
          if (message.blocks.length > 0) expect(blockProblems(message.blocks, "message")).toEqual([]);
          expect(charactersOf(message.blocks)).toBeLessThanOrEqual(
            LIMITS.charactersPerMessage + LIMITS.charactersPerBlock,
          );
        }
        const everything = messages.map((message) => shown(message.blocks)).join("");
        for (const one of blocks) for (const text of textsOf(one)) expect(everything).toContain(text);
      }),
      { numRuns: 60 },
    );
  });
});
