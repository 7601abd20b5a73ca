import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PartyKind } from "../../src/core/listing.ts";
import { compareNames } from "../../src/screening/compare.ts";
import { makeTokenPool } from "../../src/screening/name-token.ts";
import { makeNameParser } from "../../src/screening/parse-name.ts";
import { backgroundRarity } from "../../src/screening/rarity.ts";
import { EVASIONS } from "../support/damage.ts";
import { seeded } from "../support/mention-messages.ts";

const parser = makeNameParser(makeTokenPool(), backgroundRarity);
const compare = (a: string, b: string, kind: PartyKind = "person") => compareNames(parser, a, b, kind);

type Row = readonly [claim: string, a: string, b: string];

const SAME_PEOPLE: readonly Row[] = [
  ["order is free", "Putin Vladimir", "Vladimir Putin"],
  ["comma order is read", "PUTIN, Vladimir", "Vladimir Putin"],
  ["a patronymic may be missing", "Sergey Viktorovich Lavrov", "Sergey Lavrov"],
  ["a kunya may be missing", "Abu Ubaydah Yusuf al-Anabi", "Yusuf al-Anabi"],
  ["an initial stands for a name", "N. Nazarbayev", "Nursultan Nazarbayev"],
  ["a short form stands for a name", "Bibi Netanyahu", "Benjamin Netanyahu"],
  ["a slip is forgiven", "Vladmir Putin", "Vladimir Putin"],
  ["words written together are read apart", "VladimirPutin", "Vladimir Putin"],
  ["words written apart are read together", "Nikolai Plat Ono Vich Patrushev", "Nikolai Platonovich Patrushev"],
  ["a title is not a name", "Dr. Rami Makhlouf", "Rami Makhlouf"],
  ["a legal form that strayed in is not a name", "Nicolás Maduro SA", "Nicolás Maduro"],
  ["abd al- is one name however written", "Abdurrahman Salim", "Abd al-Rahman SALIM"],
  ["-uddin is one name however written", "Saif ud Din HAKIMZADEH", "Sayfuddin Hakimzadeh"],
  [
    "a name cut at 35 characters is recognised",
    "NOUREDDINE BEN ALI BEN BELKASSEM DR",
    "Noureddine Ben Ali Ben Belkassem DRISSI",
  ],
  ["Wade-Giles meets pinyin", "Hsi Chin-ping", "Xi Jinping"],
  ["Korean spellings meet", "Song Geum-hyeok", "SONG, Kum Hyok"],
  ["Hangul meets Latin", "김정은", "KIM, Jong Un"],
  ["Cyrillic meets Latin", "Сергей Викторович Лавров", "Sergei Lavrov"],
  ["Ukrainian meets Latin", "Володимир Зеленський", "Volodymyr Zelenskyy"],
  ["Arabic meets Latin", "محمد بن سلمان", "Mohammed bin Salman"],
  ["kana meets Latin", "バラク・オバマ", "Barack Obama"],
  ["Armenian meets Latin", "Բարակ Օբամա", "Barack Obama"],
  ["leet is read", "I9or Sech1n", "Igor Sechin"],
  ["letters set apart are read", "P u t i n   V l a d i m i r", "Vladimir Putin"],
];

const DIFFERENT_PEOPLE: readonly Row[] = [
  ["another patronymic contradicts", "Sergey Viktorovich Lavrov", "Sergey Borisovitch Lavrov"],
  ["another nisbah contradicts", "Saddam Hussein al-Dulaimi", "Saddam Hussein al-Tikriti"],
  ["a chain of fathers keeps its order", "Salman bin Muhammad al-Rawi", "Muhammad bin Salman al-Rawi"],
  ["another given name contradicts", "Michelle Obama", "Barack Obama"],
  ["another initial contradicts", "Frost, William G.", "William W Frost"],
  ["another Korean syllable is another name", "KIM SOK JIN", "KIM SOK CHOL"],
  ["Korean syllables keep their order", "Kim Un Jong", "Kim Jong Un"],
  ["another Han character is another name", "习近朋", "习近平"],
  ["another Hangul block is another name", "김종은", "김정은"],
  ["Li is not Lu", "Li Wei", "Lu Wei"],
  ["Mahmud is not Muhammad", "Mahmud Yehya Moalla", "Yehya Moalla, Mohammad"],
  ["an initial alone does not carry a common name", "A. Khan", "Khan, Asad"],
  ["a listed single name is not a fuller one", "Julia Glenn Brown", "JULIA"],
];

const SAME_ORGANISATIONS: readonly Row[] = [
  ["legal forms are one class", "OAO Gazprom", "Open Joint Stock Company Gazprom"],
  [
    "a slip in a legal form is forgiven",
    "TACTICAL MISSILES CORPORATION JOINT STOCK COMPANY",
    "TACTICAL MISSILES CORPORATION JOYNT STOCK COMPANY",
  ],
  ["company and corporation differ little", "HOMS REFINERY CORPORATION", "The Homs Refinery Company"],
  ["& is and", "Procter & Gamble Co.", "Procter and Gamble Co."],
  ["dots do not matter", "ABC Co.", "A.B.C. Company"],
  ["number words are numbers", "Brigade Forty 4", "Brigade 44"],
  ["No. is no part of the name", "OFFICE 39", "OFFICE NO. 39"],
  ["words may be joined", "Goodwill Company", "Good Will Company"],
  ["abbreviations of common words are read", "ROYAL PEARL GENERAL T.R.D.", "ROYAL PEARL GENERAL TRADING"],
];

const DIFFERENT_ORGANISATIONS: readonly Row[] = [
  ["common words alone do not agree", "Management Company", "Westminister Management Company"],
  ["sibling companies differ", "Bowne of Atlanta, Inc.", "Bowne of Boston, Inc."],
  ["another number is another fund", "Carlyle Partners 5", "Carlyle Partners 6"],
  [
    "a number on one side only contradicts",
    "Bowne Global Solutions Denmark, A/S",
    "Bowne Global Solutions II Denmark A/S",
  ],
  ["the legal form does not agree for two names", 'ООО "БАЙ"', 'ООО "БАЗО"'],
];

describe("people", () => {
  it.each(SAME_PEOPLE)("%s: %s = %s", (_, a, b) => {
    expect(compare(a, b).verdict).not.toBe("no-match");
  });
  it.each(DIFFERENT_PEOPLE)("%s: %s, %s", (_, a, b) => {
    expect(compare(a, b).verdict).toBe("no-match");
  });
});

describe("organisations", () => {
  it.each(SAME_ORGANISATIONS)("%s: %s = %s", (_, a, b) => {
    expect(compare(a, b, "organisation").verdict).not.toBe("no-match");
  });
  it.each(DIFFERENT_ORGANISATIONS)("%s: %s, %s", (_, a, b) => {
    expect(compare(a, b, "organisation").verdict).toBe("no-match");
  });
});

const NAMES = [
  "Vladimir Putin",
  "Muhammad Jamal al-Kashif",
  "KIM, Jong Un",
  "Ramzan Kadyrov",
  "Wang Zhiqing",
  "Nursultan Nazarbayev",
];

describe("properties", () => {
  it("two names of several words score the same both ways", () => {
    const name = fc.constantFrom(...NAMES, "Usama bin Ladin", "Sergey Viktorovich Lavrov", "Saddam Hussein al-Tikriti");
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compare(a, b).score).toBeCloseTo(compare(b, a).score, 6);
      }),
    );
  });

  it("a name agrees wholly with itself", () => {
    for (const name of NAMES) expect(compare(name, name).score).toBe(1);
  });

  it("scores stay within 0 and 1 for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.constantFrom(...NAMES), (a, b) => {
        const { score } = compare(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("a disguise never lowers the verdict", () => {
    const classes = Object.keys(EVASIONS).filter((name) => name !== "letters set apart");
    fc.assert(
      fc.property(fc.constantFrom(...classes), fc.constantFrom(...NAMES), fc.nat(), (evasion, name, seed) => {
        expect(compare(EVASIONS[evasion]!(name, seeded(seed)), name).verdict).toBe("match");
      }),
      { numRuns: 300 },
    );
  });
});
