import { describe, expect, it } from "vitest";
import { checkClaim, findQuote, isRefusal } from "../../src/ask/cite.ts";
import type { Passage } from "../../src/core/document.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { documentOf } from "../support/library.ts";

const TEXT = [
  "On 8 July 2025 the Fictional Office listed Anna Example and two companies that she owns.",
  "Anna Example is accused of moving $1.6 million for the Example Bank.",
  "Bela Sample, her brother, is not on any list.",
  "According to the Example Herald, Anna Example used the “Blue Door” office in Vienna.",
  "The funds went to 0x098B716B8Aaf21512996dC57EB0615e2383E2f96.",
].join(" ");
const document = documentOf({ id: "d1", text: `Opening line of the page.\n\n${TEXT}` });
const passages = cutPassages(document);
const passage = passages.find((p) => p.text.includes("Anna Example")) as Passage;
const given = new Map([[passage.passageId as string, passage]]);

const check = (text: string, quote: string, passageId: string = passage.passageId) =>
  checkClaim({ text, passageId, quote }, given);

describe("a claim is kept", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      "word for word",
      "On 8 July 2025 the Fictional Office listed Anna Example and two companies that she owns.",
      "the Fictional Office listed Anna Example and two companies",
    ],
    [
      "in other words with the same facts",
      "The Fictional Office listed Anna Example on 8 July 2025.",
      "On 8 July 2025 the Fictional Office listed Anna Example",
    ],
    [
      "with the accusation kept",
      "Anna Example is accused of moving $1.6 million for the Example Bank.",
      "accused of moving $1.6 million for the Example Bank",
    ],
    [
      "with straight quotation marks in the quote",
      'According to the Example Herald, Anna Example used the "Blue Door" office.',
      'Anna Example used the "Blue Door" office in Vienna',
    ],
    [
      "with other spaces and capitals in the quote",
      "The Fictional Office listed Anna Example on 8 July 2025.",
      "on 8 july 2025  the fictional\noffice listed anna example",
    ],
    ["with the denial kept", "Bela Sample is not on any list.", "Bela Sample, her brother, is not on any list"],
  ];
  it.each(rows)("%s", (_claim, text, quote) => {
    const outcome = check(text, quote);
    expect(isRefusal(outcome) ? outcome.why : "kept").toBe("kept");
    if (isRefusal(outcome)) return;
    const quoted = document.text.slice(outcome.start, outcome.end);
    expect(TEXT).toContain(quoted);
    expect(quoted).toMatch(/^[A-Z].*\.$/);
  });
});

describe("a claim is dropped", () => {
  const quote = "On 8 July 2025 the Fictional Office listed Anna Example";
  const rows: readonly (readonly [string, string, string, RegExp])[] = [
    [
      "with a quote that does not stand there",
      "The office listed Anna Example.",
      "the office never listed Anna Example at all",
      /does not stand/,
    ],
    [
      "with a quote put together from two places",
      "The office listed Anna Example.",
      "On 8 July 2025 Anna Example is accused",
      /does not stand/,
    ],
    [
      "with a quote too short to prove anything",
      "The Fictional Office listed Anna Example.",
      "Anna Example",
      /too short/,
    ],
    [
      "with another number",
      "On 8 July 2025 the Fictional Office listed Anna Example and three companies that she owns.",
      quote,
      /not in the passage/,
    ],
    ["with another day", "On 9 July 2025 the Fictional Office listed Anna Example.", quote, /not in the passage/],
    ["with another name", "On 8 July 2025 the Fictional Office listed Carla Example.", quote, /carla/],
    ["with a name more", "On 8 July 2025 the Fictional Office of Atlantis listed Anna Example.", quote, /atlantis/],
    [
      "that turns an accusation into a fact",
      "Anna Example moved $1.6 million for the Example Bank.",
      "accused of moving $1.6 million for the Example Bank",
      /charged|attributes/,
    ],
    [
      "that turns a listing into a conviction",
      "On 8 July 2025 the Fictional Office convicted Anna Example.",
      quote,
      /convicted/,
    ],
    ["that leaves out a denial", "Bela Sample is on a list.", "Bela Sample, her brother, is not on any list", /denial/],
    ["that adds a denial", "The Fictional Office never listed Anna Example.", quote, /denies/],
    [
      "that leaves out who says so",
      "Anna Example used the Blue Door office in Vienna.",
      "Anna Example used the “Blue Door” office in Vienna",
      /attributes/,
    ],
    [
      "with an address of its own",
      "The funds went to 0x098B716B8Aaf21512996dC57EB0615e2383E2f97.",
      "The funds went to 0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
      /not in the passage/,
    ],
    ["with a link", "The Fictional Office listed Anna Example, see https://evil.example/x.", quote, /link/],
    ["with a Markdown image", "The Fictional Office listed Anna Example ![x](y).", quote, /link/],
    ["with a mention", "The Fictional Office listed Anna Example <@U123>.", quote, /link/],
    [
      "about something else altogether",
      "The weather was pleasant and everybody enjoyed swimming near beaches.",
      quote,
      /words do not stand/,
    ],
    ["with nothing in it", "  ", quote, /empty/],
  ];
  it.each(rows)("%s", (_claim, text, quoted, why) => {
    const outcome = check(text, quoted);
    expect(isRefusal(outcome) ? outcome.why : "kept").toMatch(why);
  });
  it("with a passage that was not given", () => {
    const outcome = check("The Fictional Office listed Anna Example on 8 July 2025.", quote, "d9#0");
    expect(isRefusal(outcome) ? outcome.why : "kept").toMatch(/not among those given/);
  });
});

describe("findQuote", () => {
  it("maps back to the exact characters", () => {
    const text = "He  said “no – never” in\nVienna.";
    const place = findQuote('said "no - never" in Vienna', text);
    expect(place && text.slice(place.start, place.end)).toBe("said “no – never” in\nVienna");
  });
  it("finds nothing for an empty quote", () => {
    expect(findQuote(" “” ", "text")).toBeNull();
  });
});
