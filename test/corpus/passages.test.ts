import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instant } from "../../src/core/dates.ts";
import { parseDocument } from "../../src/corpus/parse.ts";
import { cutPassages } from "../../src/corpus/passages.ts";

const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const expectExact = (name: string, bytes: Uint8Array): number => {
  const document = parseDocument(bytes, name, null, NOW);
  const passages = cutPassages(document);
  for (const [i, passage] of passages.entries()) {
    expect(document.text.slice(passage.start, passage.end), name).toBe(passage.text);
    expect(passage.passageId).toBe(`${document.documentId}#${i}`);
    expect(passage.text.trim()).toBe(passage.text);
    expect(passage.text).not.toBe("");
    expect(passage.start).toBeGreaterThanOrEqual(passages[i - 1]?.end ?? 0);
  }
  return passages.length;
};

describe("cutPassages", () => {
  it("gives back the text of every starter brief at its offsets, without footnotes and Markdown marks", () => {
    const folder = join(import.meta.dirname, "../../data/corpus");
    const files = readdirSync(folder).filter((file) => file.endsWith(".md"));
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      expect(expectExact(file, bytes), file).toBeGreaterThan(0);
      const { text } = parseDocument(bytes, file, null, NOW);
      expect(text, file).not.toMatch(/\[\^|\*\*|^#|\]\(http/m);
    }
  });

  it("keeps headings as section paths and out of the passages", () => {
    const text =
      "# Outer\n\nOpening words here.\n\n## What to do\n\n- Check papers.\n- Call back.\n\n### Banks\n\nTell the bank.\n";
    const document = parseDocument(bytesOf(text), "a.md", null, NOW);
    expect(cutPassages(document).map((p) => [p.section, p.text])).toEqual([
      [[], "Opening words here."],
      [["What to do"], "Check papers.\n• Call back."],
      [["What to do", "Banks"], "Tell the bank."],
    ]);
  });

  it("cuts a long section between sentences and an endless sentence at spaces", () => {
    const long = `${"A sentence of some words stands here. ".repeat(60)}\n\n${"word ".repeat(900)}`;
    const document = parseDocument(bytesOf(long), "a.txt", null, NOW);
    const passages = cutPassages(document);
    expect(passages.length).toBeGreaterThan(3);
    expect(Math.max(...passages.map((p) => p.text.length))).toBeLessThanOrEqual(1500);
    expect(passages.map((p) => p.text.replace(/\s/g, "")).join("")).toBe(document.text.replace(/\s/g, ""));
  });

  it("is exact for any text", () => {
    const line = fc.constantFrom(
      "Heading",
      "A sentence. Another one?",
      "• item",
      "- item two.",
      "",
      "金 amount 5.",
      "Is it?",
      "x".repeat(1600),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 25 }), (lines) => {
        fc.pre(lines.some((l) => /\w/.test(l)));
        expectExact("a.txt", bytesOf(lines.join("\n")));
        expectExact("a.md", bytesOf(lines.join("\n\n")));
      }),
      { numRuns: 60 },
    );
  });
});
