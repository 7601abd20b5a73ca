import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arabicSkeletons,
  hebrewSkeleton,
  latinAsArabic,
  latinAsArabicAll,
  latinAsHebrew,
} from "../../src/text/abjad.ts";
import { editDistance } from "../../src/text/edit-distance.ts";
import { foldKey } from "../../src/text/fold.ts";
import { koreanClass, mandarinClass } from "../../src/text/syllables.ts";
import { words } from "../../src/text/tokens.ts";
import { toLatin } from "../../src/text/transliterate.ts";

const texts = (text: string): readonly string[] => words(text).map((w) => w.text);

describe("cutting into words", () => {
  it.each([
    ["apostrophes vanish inside a word", "Al Qa'ida", ["al", "qaida"]],
    ["hyphens part words", "Kim Jong-un", ["kim", "jong", "un"]],
    ["dotted letters are one word", "S.A.R.L. Foo", ["sarl", "foo"]],
    ["a question mark stands for a lost letter", "Mus?ab", ["musab"]],
    ["an ampersand is a word", "Procter & Gamble", ["procter", "and", "gamble"]],
    ["percent is read out", "3%ers", ["3", "percenters"]],
    ["Han parts from Latin", "习近平Xi", ["习近平", "xi"]],
  ] as const)("%s", (_, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it("keeps offsets into the text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        for (const w of words(text)) {
          expect(w.start).toBeGreaterThanOrEqual(0);
          expect(w.end).toBeGreaterThan(w.start);
          expect(w.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe("spelling habits", () => {
  it.each([
    ["mohammed", "muhamed"],
    ["yevgeniy", "evgeny"],
    ["husayn", "hussein"],
    ["scholze", "scholz"],
    ["sergei", "sergej"],
    ["cherkasov", "tscherkassow"],
    ["osama", "usama"],
  ])("%s and %s share a fold key", (a, b) => {
    expect(foldKey(a)).toBe(foldKey(b));
  });

  it.each([
    ["petrov", "pavlov"],
    ["hasan", "husayn"],
    ["karim", "karam"],
  ])("%s and %s do not", (a, b) => {
    expect(foldKey(a)).not.toBe(foldKey(b));
  });
});

describe("scripts", () => {
  it.each([
    ["Русский г is g", "григорий", "grigoriy"],
    ["Ukrainian г is h", "григорій", "hryhoriy"],
    ["Greek", "κυριακος", "kyriakos"],
    ["Armenian", "բարակ", "barak"],
    ["Han by its reading", "习近平", "xijinping"],
    ["traditional as simplified", "習近平", "xijinping"],
  ])("%s", (_, word, latin) => {
    expect(toLatin(word)).toBe(latin);
  });

  it("Arabic and Latin share a consonant skeleton", () => {
    expect(arabicSkeletons("قذافي")).toContain(latinAsArabic("gaddafi"));
    expect(arabicSkeletons("كاظم")).toContain(latinAsArabic("kazim"));
    expect(arabicSkeletons("محمد")).toContain(latinAsArabic("muhammad"));
    expect(arabicSkeletons("صالح")).not.toContain(latinAsArabic("salim"));
  });

  it.each([
    ["abd ends where the name begins", "abdhamid", "عبدحميد"],
    ["sh may be two letters", "ishaq", "إسحاق"],
    ["kh may be two letters", "lakhal", "لكحل"],
    ["a final h may be heard", "salih", "صالح"],
    ["a final h may be silent", "fatimah", "فاطمة"],
    ["the Urdu h at the end is silent", "halima", "حلیمہ"],
    ["the h of a short word is heard", "taha", "طه"],
    ["a Persian v is written as w", "vahid", "وحید"],
    ["ou before a vowel is w", "ouali", "والي"],
    ["the ending of a construct is t", "harakat", "حركة"],
    ["tsh is one ch", "chavez", "تشافيز"],
  ])("%s: %s, %s", (_, latin, arabic) => {
    expect(latinAsArabicAll(latin).some((bones) => arabicSkeletons(arabic).includes(bones))).toBe(true);
  });

  it.each([
    ["Hamid is not Hadi", "abdhamid", "عبدهادي"],
    ["Ishaq is not Ishan", "ishaq", "إحسان"],
    ["Salih is not Salim", "salih", "سالم"],
    ["Vahid is not Hamid", "vahid", "حميد"],
  ])("%s: %s, %s", (_, latin, arabic) => {
    expect(latinAsArabicAll(latin).some((bones) => arabicSkeletons(arabic).includes(bones))).toBe(false);
  });

  it("Hebrew and Latin share a consonant skeleton", () => {
    expect(hebrewSkeleton("אברהם")).toBe(latinAsHebrew("avraham"));
    expect(hebrewSkeleton("דוד")).not.toBe(latinAsHebrew("dan"));
  });

  it.each([
    ["jeong", "jong"],
    ["kim", "gim"],
    ["hyeok", "hyok"],
  ])("Korean %s and %s are one syllable", (a, b) => {
    expect(koreanClass(a, false)).toBe(koreanClass(b, false));
  });

  it("Wade-Giles and pinyin meet, other syllables do not", () => {
    expect(mandarinClass("hsi")).toBe(mandarinClass("xi"));
    expect(mandarinClass("chin")).toBe(mandarinClass("jin"));
    expect(mandarinClass("li")).not.toBe(mandarinClass("lu"));
  });
});

describe("edit distance", () => {
  const slow = (a: string, b: string): number => {
    const d = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    for (let i = 1; i <= a.length; i++)
      for (let j = 1; j <= b.length; j++) {
        const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? d[i - 2]![j - 2]! + 1 : 99;
        d[i]![j] = Math.min(
          d[i - 1]![j]! + 1,
          d[i]![j - 1]! + 1,
          d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
          swap,
        );
      }
    return d[a.length]![b.length]!;
  };
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

  it("agrees with the textbook within its limit", () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(slow(a, b), limit + 1));
      }),
    );
  });
});
