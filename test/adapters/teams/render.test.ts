import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, LIMITS } from "../../../src/adapters/teams/limits.ts";
import { renderReply } from "../../../src/adapters/teams/render.ts";
import type { OutgoingActivity } from "../../../src/adapters/teams/wire.ts";
import { plain, type ReplyBlock } from "../../../src/core/reply.ts";
import { citation, citedAnswer, reply, screeningReply } from "../../support/teams/replies.ts";

interface RootEntity {
  readonly additionalType?: readonly string[];
  readonly citation?: readonly { readonly position: number; readonly appearance: Record<string, string> }[];
}

const entityOf = (activity: OutgoingActivity | undefined): RootEntity | undefined =>
  activity?.entities?.[0] as RootEntity | undefined;

/** Every object inside a value. */
const objectsIn = (value: unknown): readonly Record<string, unknown>[] => {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
};

const typesIn = (value: unknown): ReadonlySet<unknown> => new Set(objectsIn(value).map(({ type }) => type));

describe("a cited answer", () => {
  const [message, card, ...more] = renderReply(citedAnswer());

  it("is one message of text with [n] and its sources, then a card that holds nothing but the buttons", () => {
    expect(more).toEqual([]);
    expect(message!.text).toBe(
      "**Example Person** was listed on 8 July 2025 [1] for an example scheme [2].\n\n_As of lists of 20 November 2026._\n\n" +
        "[1] [Example notice 1](https://notices.example/1), Example Treasury, 8 July 2025\n\n" +
        "[2] [Example notice 2](https://notices.example/2), Example Treasury, 8 July 2025",
    );
    expect(message!.attachments).toBeUndefined();
    expect(card!.text).toBeUndefined();
    expect(typesIn(card!.attachments)).toEqual(new Set(["AdaptiveCard", "ActionSet", "Action.Submit", undefined]));
  });

  it("names each source at the position printed in the text", () => {
    expect(entityOf(message)!.citation).toEqual([
      expect.objectContaining({ "@type": "Claim", position: 1 }),
      expect.objectContaining({ "@type": "Claim", position: 2 }),
    ]);
  });

  it("asks for Teams' own thumbs and gives one line for notifications", () => {
    expect(message!.channelData).toEqual({ feedbackLoop: { type: "default" } });
    expect(message!.summary).toBe("Example Person was listed on 8 July 2025");
  });

  it("is labelled as written by AI only when a model wrote it", () => {
    expect(entityOf(message)!.additionalType).toBeUndefined();
    expect(entityOf(renderReply(citedAnswer({ aiGenerated: true }))[0])!.additionalType).toEqual([
      "AIGeneratedContent",
    ]);
  });

  it("keeps the limits of a citation", () => {
    const long = citation(1, { title: "t ".repeat(100), quote: "q ".repeat(200), url: "javascript:alert(1)" });
    const { appearance } = entityOf(renderReply(citedAnswer({ citations: [long] }))[0])!.citation![0]!;
    expect(appearance.name!.length).toBeLessThanOrEqual(LIMITS.citationName);
    expect(appearance.abstract!.length).toBeLessThanOrEqual(LIMITS.citationAbstract);
    expect(appearance.url).toBeUndefined();
  });

  it("names at most ten sources natively and all of them in its lines", () => {
    const numbers = Array.from({ length: 14 }, (_, n) => n + 1);
    const text = numbers.map((n) => ({ text: `[${n}]`, cite: n }));
    const [only] = renderReply(
      citedAnswer({ blocks: [{ kind: "paragraph", text }], citations: numbers.map((n) => citation(n)) }),
    );
    expect(entityOf(only)!.citation!.map(({ position }) => position)).toEqual(numbers.slice(0, 10));
    for (const n of numbers) expect(only!.text).toContain(`[${n}] [Example notice ${n}]`);
  });
});

describe("a screening", () => {
  const [message] = renderReply(screeningReply());

  it("is one Adaptive Card of version 1.5 without text or entity", () => {
    expect(message!.text).toBeUndefined();
    expect(message!.entities).toBeUndefined();
    expect(message!.attachments).toEqual([
      expect.objectContaining({
        contentType: "application/vnd.microsoft.card.adaptive",
        content: expect.objectContaining({ type: "AdaptiveCard", version: "1.5" }),
      }),
    ]);
  });

  it("carries its buttons with their id and value, and asks Teams not to report the press", () => {
    const buttons = objectsIn(message).filter(({ type }) => type === "Action.Submit");
    expect(buttons.map(({ title, data }) => [title, data])).toEqual([
      ["Details", { redflag: { id: "screening.details", value: "s-1" }, msteams: { feedback: { hide: true } } }],
      ["Why?", { redflag: { id: "screening.why-not", value: "s-1" }, msteams: { feedback: { hide: true } } }],
    ]);
  });

  it("shows no text through an element that reads Markdown", () => {
    const blocks: readonly ReplyBlock[] = [
      { kind: "headline", text: plain("[a](https://evil.example)") },
      { kind: "paragraph", text: plain("**a**") },
      { kind: "list", items: [plain("- a")] },
      { kind: "fields", rows: [{ label: "_a_", value: plain("`a`") }] },
      { kind: "quote", text: plain("> a") },
      { kind: "note", text: plain("# a") },
      { kind: "divider" },
      {
        kind: "chart",
        chart: { title: "# a", columns: ["*6 Oct*"], rows: [{ label: "_a_", counts: [1] }], note: null },
      },
    ];
    const types = typesIn(renderReply(reply({ blocks })));
    expect(types.has("TextBlock")).toBe(false);
    expect(types.has("FactSet")).toBe(false);
    expect(types.has("RichTextBlock")).toBe(true);
  });
});

describe("what does not fit one message", () => {
  it("is split, every part under the limit, nothing lost, thumbs under the last text, buttons after it", () => {
    const items = Array.from({ length: 900 }, (_, n) =>
      plain(`Entry ${n}: a line of some length about an example party`),
    );
    const parts = renderReply(citedAnswer({ blocks: [...citedAnswer().blocks, { kind: "list", items }] }));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(LIMITS.activityBytes);
    const text = parts.map((part) => part.text).join("\n");
    for (let n = 0; n < 900; n++) expect(text).toContain(`Entry ${n}:`);
    const at = (has: (part: OutgoingActivity) => boolean): readonly number[] =>
      [...parts.keys()].filter((n) => has(parts[n]!));
    expect(at((part) => part.attachments !== undefined)).toEqual([parts.length - 1]);
    expect(at((part) => part.channelData !== undefined)).toEqual([parts.length - 2]);
    expect(at((part) => part.summary !== undefined)).toEqual([0]);
  });

  it("gives each part the citations that its own text prints", () => {
    const filler = (n: number): ReplyBlock => ({
      kind: "paragraph",
      text: [{ text: `${"word ".repeat(4_000)} ` }, { text: `[${n}]`, cite: n }],
    });
    const parts = renderReply(citedAnswer({ blocks: [filler(1), filler(2)] }));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts)
      for (const { position } of entityOf(part)?.citation ?? []) expect(part.text).toContain(`[${position}]`);
  });

  it("cuts even one word of 60,000 letters, never inside an entity or a pair", () => {
    for (const letter of ["a", "*", "😀", "<"]) {
      const parts = renderReply(
        reply({ blocks: [{ kind: "paragraph", text: plain(letter.repeat(60_000 / letter.length)) }] }),
      );
      for (const part of parts) {
        expect(bytesOf(part)).toBeLessThanOrEqual(LIMITS.activityBytes);
        expect(part.text!.isWellFormed()).toBe(true);
        expect(part.text).not.toMatch(/^[#\d]+;|&#?\w*$/);
      }
    }
  });

  it("splits a card between its elements", () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({
      label: `Reason ${n}`,
      value: plain("a sentence of some length about an example"),
    }));
    const parts = renderReply(screeningReply({ blocks: [{ kind: "fields", rows }, ...screeningReply().blocks] }));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(LIMITS.activityBytes);
    const runs = parts.flatMap(objectsIn).filter(({ type }) => type === "TextRun");
    for (let n = 0; n < 400; n++) expect(runs.some(({ text }) => text === `Reason ${n}: `)).toBe(true);
  });

  it("any reply fits, whatever its text and however long", () => {
    const rich = fc.string({ unit: "binary", maxLength: 9_000 }).map(plain);
    const block = fc.oneof(
      rich.map((text): ReplyBlock => ({ kind: "paragraph", text })),
      rich.map((text): ReplyBlock => ({ kind: "note", text })),
      rich.map((text): ReplyBlock => ({ kind: "quote", text })),
      rich.map((text): ReplyBlock => ({ kind: "fields", rows: [{ label: "Row", value: text }] })),
      fc.array(rich, { maxLength: 3 }).map((items): ReplyBlock => ({ kind: "list", items })),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.boolean(), (blocks, cited) => {
        const parts = renderReply(cited ? citedAnswer({ blocks }) : screeningReply({ blocks }));
        expect(parts.length).toBeGreaterThan(0);
        for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(LIMITS.activityBytes);
      }),
      { numRuns: 40 },
    );
  });
});
