import { describe, expect, it } from "vitest";
import { figuresOf, unsupportedFigures } from "../../src/ask/figures.ts";

const lacks = (claim: string, passage: string): readonly string[] =>
  unsupportedFigures(figuresOf(claim), figuresOf(passage));

describe("figures of a claim", () => {
  const held: readonly (readonly [string, string, string])[] = [
    ["a scale in letters and in short", "$1.6 billion", "about $1.6bn"],
    ["a scale and its digits", "$2 million", "$2,000,000"],
    ["percent and its sign", "70 percent", "70%"],
    ["a small number in words", "six parties", "6 parties"],
    ["dollars in words and their sign", "28 million dollars", "$28 million"],
    ["US dollars", "US$5 million", "$5 million"],
    ["a day in two orders", "July 8, 2025", "on 8 July 2025"],
    ["an ISO day", "2025-07-08", "on 8 July 2025"],
    ["a month by its day", "in July 2025", "on 8 July 2025"],
    ["a year by its day", "in 2025", "on 8 July 2025"],
    [
      "an address",
      "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
      "to 0x098B716B8Aaf21512996dC57EB0615e2383E2f96 and others",
    ],
    ["thousands with commas", "1155 bitcoin", "1,155 wrapped bitcoin"],
  ];
  it.each(held)("hold: %s", (_claim, claim, passage) => {
    expect(lacks(claim, passage)).toEqual([]);
  });

  const notHeld: readonly (readonly [string, string, string])[] = [
    ["another scale", "$1.6 million", "$1.6 billion"],
    ["another digit", "$1.7 billion", "$1.6 billion"],
    ["another currency", "€1.6 billion", "$1.6 billion"],
    ["a percent sign that is not there", "51%", "51 addresses"],
    ["another day", "9 July 2025", "8 July 2025"],
    ["a finer day than the passage has", "8 July 2025", "in July 2025"],
    ["another year", "8 July 2024", "8 July 2025"],
    [
      "an address that differs in one character",
      "0x098B716B8Aaf21512996dC57EB0615e2383E2f97",
      "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
    ],
    ["an address in short", "0x098B716B…2f96", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"],
    ["a number out of nothing", "seven companies", "some companies"],
  ];
  it.each(notHeld)("do not hold: %s", (_claim, claim, passage) => {
    expect(lacks(claim, passage)).not.toEqual([]);
  });
});
