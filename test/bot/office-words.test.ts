import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { typedCommand } from "../../src/bot/command-words.ts";
import { applicantFrom } from "../../src/bot/commands/vet.ts";
import { splitReply } from "../../src/bot/replies/split.ts";
import { plain, type ReplyBlock, textOf } from "../../src/core/reply.ts";
import { sentence } from "../scenarios/bots.ts";
import { answer } from "../support/records.ts";

describe("a message is a command", () => {
  it.each([
    ["digest", "digest", ""],
    ["digest subscribe DPRK weekly", "digest", "subscribe DPRK weekly"],
    ["Digest preview since 2026-07-01", "digest", "preview since 2026-07-01"],
    ["watch Kim Example --dob 1984", "watch", "Kim Example --dob 1984"],
    ["watchlist", "watch", ""],
    ["cases", "cases", ""],
    ["case 12 false-positive other person", "cases", "12 false-positive other person"],
    ["vet Kim Example", "vet", "Kim Example"],
    ["vet", "vet", ""],
    ["drill", "drill", ""],
    ["settings zone Asia/Seoul", "settings", "zone Asia/Seoul"],
  ])("“%s”", (message, command, text) => {
    expect(typedCommand(message)).toEqual({ command, text });
  });
  it.each([
    "digest of what happened in the Bybit case?",
    "watch out for address poisoning",
    "case law on strict liability",
    "Case against Chapman?",
    "drill down into the Lazarus numbers",
    "settings that OFAC expects from a screening tool",
    "What is a watchlist?",
  ])("“%s” is none", (message) => {
    expect(typedCommand(message)).toBeNull();
  });
});

describe("the options of a hiring check", () => {
  it("may come several times and hold several items", () => {
    expect(
      applicantFrom(
        "Kim Example --alias K. Example --email a@example.org, b@example.org —wallet 0x1 --seen no-camera --location Austin --dob 1990",
      ),
    ).toEqual({
      name: "Kim Example",
      aliases: ["K. Example"],
      emails: ["a@example.org", "b@example.org"],
      phones: [],
      handles: [],
      wallets: ["0x1"],
      seen: ["no-camera"],
      location: "Austin",
      documents: null,
      birth: "1990",
    });
  });
  it.each([
    ["--email a@example.org", /needs a name|no option/],
    ["Kim --colour red", /no option --colour/],
  ])("“%s” is refused", (text, why) => {
    expect(() => applicantFrom(` ${text}`)).toThrow(why);
  });
});

describe("a reply cut into parts", () => {
  const block = fc.oneof(
    fc.string({ maxLength: 900 }).map((text): ReplyBlock => ({ kind: "paragraph", text: plain(text) })),
    fc
      .array(fc.string({ maxLength: 400 }), { minLength: 1, maxLength: 40 })
      .map((items): ReplyBlock => ({ kind: "list", items: items.map((text) => plain(text)) })),
    fc
      .integer({ min: 1, max: 12 })
      .map((n): ReplyBlock => ({ kind: "paragraph", text: [{ text: "Cited " }, { text: `[${n}]`, cite: n }] })),
  );
  const words = (blocks: readonly ReplyBlock[]): string =>
    blocks.map((b) => (b.kind === "list" ? b.items.map(textOf).join("") : "text" in b ? textOf(b.text) : "")).join("");
  const reply = (blocks: readonly ReplyBlock[]) =>
    sentence("", {
      blocks,
      citations: Array.from({ length: 12 }, (_, i) => answer().citations.map((c) => ({ ...c, number: i + 1 }))).flat(),
    });

  it("keeps a heading with the list it stands over, and a list in one piece where it fits", () => {
    const filler = { kind: "paragraph", text: plain("x".repeat(4_900)) } as const;
    const heading = { kind: "paragraph", text: [{ text: "Notices and reports 7", bold: true }] } as const;
    const list = {
      kind: "list",
      items: Array.from({ length: 7 }, (_, i) => plain(`Report ${i} ${"y".repeat(90)}`)),
    } as const;
    expect(splitReply(reply([filler, heading, list])).map(({ blocks }) => blocks)).toEqual([[filler], [heading, list]]);
  });

  it("says everything once and in order, each part below the limits with the sources it cites", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 60 }), (blocks) => {
        const parts = splitReply(reply(blocks));
        expect(parts.map((part) => words(part.blocks)).join("")).toBe(words(blocks));
        for (const part of parts) {
          expect(part.blocks.length).toBeLessThanOrEqual(20);
          expect(part.citations.length).toBeLessThanOrEqual(8);
          const cited = JSON.stringify(part.blocks).match(/"cite":\d+/g) ?? [];
          expect(new Set(part.citations.map(({ number }) => `"cite":${number}`))).toEqual(new Set(cited));
        }
      }),
    );
  });
});
