import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanse, type Undone } from "../../src/text/cleanse.ts";

const HIDDEN: readonly (readonly [string, string, string, Undone])[] = [
  ["a zero-width space is taken out", "Pu\u200btin", "Putin", "invisible characters"],
  ["a soft hyphen is taken out", "Pu\u00adtin", "Putin", "invisible characters"],
  ["a Hangul filler is taken out", "Pu\u3164tin", "Putin", "filler letters"],
  ["a right-to-left override is taken out", "\u202ePutin", "Putin", "direction overrides"],
  ["fullwidth letters become plain", "Ｐｕｔｉｎ", "Putin", "fullwidth letters"],
  ["mathematical letters become plain", "𝐏𝐮𝐭𝐢𝐧", "Putin", "styled letters"],
  ["strike-through marks are taken off", "P\u0336u\u0336tin", "Putin", "combining marks"],
  ["Cyrillic letters inside a Latin word become Latin", "Рutin", "putin", "look-alike letters"],
  ["Latin letters inside a Cyrillic word become Cyrillic", "Пyтин", "Путин", "look-alike letters"],
  ["small capitals become letters", "ᴘᴜᴛɪɴ", "putin", "look-alike letters"],
  ["UTF-8 read as Latin-1 is read again", "Nicol\u00c3\u00a1s", "Nicolás", "broken encoding"],
];

const HONEST: readonly (readonly [string, string])[] = [
  ["accents of a language stay", "Nicolás Maduro"],
  ["Cyrillic stays", "Владимир Путин"],
  ["Han and Hangul stay", "习近平 김정은"],
  ["the joiner of Persian is no disguise", "پزشک\u200cفر"],
  ["voiced kana stay voiced", "バラク・オバマ"],
  ["Devanagari vowel signs stay", "नरेन्द्र मोदी"],
];

describe("undoing disguises", () => {
  it.each(HIDDEN)("%s", (_, hidden, plain, what) => {
    const found = cleanse(hidden);
    expect(found.text).toBe(plain);
    expect(found.undone).toContain(what);
  });

  it.each(HONEST)("%s and nothing is reported", (_, text) => {
    expect(cleanse(text).undone).toEqual([]);
  });

  it.each([
    ["a spacing accent", "\u02d8"],
    ["halfwidth Hangul that composes", "\uffa1\uffc2"],
    ["a control character between a mark and its letter", "\u1e00\u0000\u1a55"],
  ])("comes to rest in one call: %s", (_claim, text) => {
    const once = cleanse(text).text;
    expect(cleanse(once).text).toBe(once);
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
        const once = cleanse(text).text;
        expect(cleanse(once).text).toBe(once);
      }),
    );
  });

  it("gives the source of every character", () => {
    const { text, offsets } = cleanse("A\u200bＢ");
    expect(text).toBe("AB");
    expect(offsets).toEqual([0, 2, 3]);
  });
});
