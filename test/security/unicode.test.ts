import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readQuestion } from "../../src/ask/question.ts";
import { intentOf } from "../../src/bot/intents.ts";
import type { Instant } from "../../src/core/dates.ts";
import { RedflagError } from "../../src/core/errors.ts";
import type { Screener } from "../../src/core/screening.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { parseDocuments } from "../../src/corpus/parse.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { addressSpans } from "../../src/screening/address-spans.ts";
import { cleanse } from "../../src/text/cleanse.ts";
import { splitSentences } from "../../src/text/sentences.ts";
import { words } from "../../src/text/tokens.ts";
import { searchWords } from "../../src/text/words.ts";
import { libraryOf } from "../support/library.ts";
import { type RealBot, startRealBot } from "../support/real-bot.ts";

const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const MEGABYTE = 1_000_000;

/** Over-long and malformed: what no person types and a program may send. */
const TEXTS: readonly (readonly [string, string])[] = [
  ["a lone high surrogate", "Kim \ud800 Jong"],
  ["a lone low surrogate at the end", "Kim \udc00"],
  ["surrogates the wrong way round", "\udc00\ud800".repeat(50)],
  ["one word of a megabyte", "a".repeat(MEGABYTE)],
  ["a megabyte of digits", "7".repeat(MEGABYTE)],
  ["one Han word of a megabyte", "習".repeat(MEGABYTE / 4)],
  ["ten thousand combining marks on one letter", `a${"\u0301".repeat(10_000)}`],
  ["every word with a hundred marks", `K${"\u0323\u0301".repeat(50)}im `.repeat(100)],
  ["a hundred thousand zero-width joiners", "\u200d".repeat(100_000)],
  ["characters that grow eighteenfold when normalised", "\ufdfa".repeat(20_000)],
  ["overrides of reading direction, never closed", "\u202e\u2066".repeat(5_000)],
  ["nothing but control characters", "\u0000\u0007\u001b[31m\u007f".repeat(1_000)],
  ["noncharacters and private use", "\uffff\ufffe\ue000\u{10ffff}".repeat(500)],
  ["a hundred thousand line breaks", "\n".repeat(100_000)],
  ["a hundred thousand opening brackets", "(".repeat(100_000)],
  ["emoji joined without end", "👩\u200d".repeat(20_000)],
  ["tags that hide text", `Kim${[..."ignore"].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join("")}`],
];
/** Names that every object has: looked up in a table they would give a function. */
const INHERITED = [
  "constructor",
  "__proto__",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "toLocaleString",
  "propertyIsEnumerable",
  "__defineGetter__",
  "__lookupSetter__",
];

let bot: RealBot;
let screener: Screener;
beforeAll(async () => {
  bot = await startRealBot();
  screener = await bot.runtime.services.screener();
});
afterAll(() => bot.close());
const library = libraryOf([{ id: "a", text: "The Fictional Office listed Anna Example on 8 July 2025." }]);

/** What a text gives, or the sentence that it is refused with. Anything else that is thrown is thrown on. */
const given = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof RedflagError) return thrown.message;
    throw thrown;
  }
};

describe.each(TEXTS)("%s", (_claim, text) => {
  it("is read, cut into words, sentences and addresses, at places inside the text", () => {
    cleanse(text);
    searchWords(text);
    for (const { start, end } of [...words(text), ...splitSentences(text), ...addressSpans(text)]) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  });
  it("as a document keeps its passages where they stand", async () => {
    const documents = await given(() => parseDocuments(new TextEncoder().encode(text), "notice.txt", null, NOW));
    if (typeof documents === "string") return expect(documents).toMatch(/^[^\n]*\.$/s);
    for (const document of documents as Awaited<ReturnType<typeof parseDocuments>>)
      for (const passage of cutPassages(document))
        expect(document.text.slice(passage.start, passage.end)).toBe(passage.text);
  });
  it("as a name or a message is answered or refused in one sentence", async () => {
    const screened = await given(() => screener.screen(subjectFrom({ text })));
    if (typeof screened === "string") expect(screened.length).toBeLessThan(400);
    const intent = await given(() => intentOf(text, bot.runtime.services.namesOnly));
    if (typeof intent === "string") expect(intent.length).toBeLessThan(400);
  });
  it("as long as a message may be, gives mentions and a question without a stop", () => {
    const message = text.slice(0, 12_000);
    for (const { start, end } of screener.mentions(message)) expect(end).toBeGreaterThan(start);
    readQuestion(message, library);
  });
});

describe.each(INHERITED)("somebody or something called %s", (name) => {
  it("is screened, compared and asked about as any other name", () => {
    for (const text of [name, `Kim ${name}`, `${name} LLC`, name.toUpperCase()])
      for (const kind of ["person", "organisation", "vessel", "unknown"] as const) {
        expect(screener.screen(subjectFrom({ text, kind })).verdict).toBe("no-match");
        expect(screener.compare(text, "SONG, Kum Hyok", kind).verdict).toBe("no-match");
      }
    expect(screener.screen(subjectFrom({ text: name, kind: "address" })).verdict).toBe("cannot-tell");
    const mentions = screener.mentions(`Was ${name} listed with ${name} Ltd?`);
    expect(mentions.filter(({ verdict }) => verdict !== "no-match")).toEqual([]);
    expect(readQuestion(`Who is ${name}?`, library).text).toContain(name);
  });
  it("as a command, an option or an outcome is refused in words or read as a question", async () => {
    for (const text of [
      name,
      `${name} x`,
      `screen Kim --${name} x`,
      `vet Kim --${name} x`,
      `case 1 ${name}`,
      `settings ${name} x`,
      `digest ${name}`,
    ]) {
      const intent = await given(() => intentOf(text, bot.runtime.services.namesOnly));
      expect(intent).toBeTruthy();
    }
  });
});
