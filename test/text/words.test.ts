import { describe, expect, it } from "vitest";
import { searchWords } from "../../src/text/words.ts";

describe("searchWords", () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ["case and marks go", "OFAC, the (US) Treasury!", ["ofac", "the", "us", "treasury"]],
    ["stops between single letters join them", "U.S. law, E.O. 13694", ["us", "law", "eo", "13694"]],
    ["the possessive goes", "Treasury's and Song’s list", ["treasury", "and", "song", "list"]],
    ["diacritics go", "Petrović Müller", ["petrovic", "muller"]],
    ["an address is one word", "to 0x098B716B8Aaf", ["to", "0x098b716b8aaf"]],
    ["a hyphen parts", "Song Kum-hyok", ["song", "kum", "hyok"]],
    ["other scripts are words", "Путин 金正恩", ["путин", "金正恩"]],
    ["nothing gives nothing", " … ", []],
  ];
  it.each(rows)("%s", (_claim, text, expected) => {
    expect(searchWords(text)).toEqual(expected);
  });
});
