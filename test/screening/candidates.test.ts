import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PartyKind } from "../../src/core/listing.ts";
import { buildNameIndex } from "../../src/screening/name-index.ts";
import { makeNameSearch } from "../../src/screening/name-search.ts";
import { makeTokenPool } from "../../src/screening/name-token.ts";
import { jaroWinkler, ofacScore, soundex } from "../../src/screening/ofac-score.ts";
import { makeNameParser } from "../../src/screening/parse-name.ts";
import { backgroundRarity } from "../../src/screening/rarity.ts";
import { THRESHOLDS } from "../../src/screening/weights.ts";
import { damaged } from "../support/damage.ts";
import { listing } from "../support/listings.ts";
import { seeded } from "../support/mention-messages.ts";

/** Fictional names over common syllables, so that many are near each other. */
const random = seeded(3);
const pick = (from: string): string => {
  const words = from.split(" ");
  return words[Math.floor(random() * words.length)]!;
};
const word = (): string =>
  Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick("kar mo sul tan bek ra ni ov ham id za ur")).join("");
const generic = (): string => pick("Trading Shipping Company Bank of the Industrial Services Group Foundation Holding");
const PEOPLE = Array.from({ length: 300 }, (_, i) => {
  const parts = [word(), pick("al bin abu Muhammad Ali J. Ibrahim"), word(), word()].slice(0, 1 + (i % 4));
  return listing(`p${i}`, parts.join(" "));
});
const COMPANIES = Array.from({ length: 300 }, (_, i) => {
  const parts = [generic(), word(), generic(), generic(), pick("LLC JSC Ltd 7 II")];
  return listing(`o${i}`, (i % 5 === 0 ? parts.toSpliced(1, 1) : parts).join(" "), { kind: "organisation" });
});

const searchOver = (listings: typeof PEOPLE) => {
  const pool = makeTokenPool();
  const parser = makeNameParser(pool, backgroundRarity);
  return { parser, search: makeNameSearch(buildNameIndex(listings, parser), pool) };
};
const lost = ({ parser, search }: ReturnType<typeof searchOver>, text: string, person: boolean): number =>
  parser.forms(text, person).reduce((sum, form) => {
    const fast = new Map(search.search(form, THRESHOLDS.possible).hits.map((h) => [h.name, h.score]));
    const { hits } = search.bruteForce(form, THRESHOLDS.possible);
    return sum + hits.filter((hit) => fast.get(hit.name) !== hit.score).length + fast.size - hits.length;
  }, 0);

describe("candidates", () => {
  const world = searchOver([...PEOPLE, ...COMPANIES]);

  it.each([
    ["people", PEOPLE, true],
    ["organisations, some of common words alone", COMPANIES, false],
  ] as const)("lose nothing that scoring every name finds, and add nothing: %s", (_, listings, person) => {
    fc.assert(
      fc.property(fc.constantFrom(...listings), fc.nat(), (l, seed) => {
        expect(lost(world, damaged(l.names[0]!.text, seeded(seed)), person)).toBe(0);
      }),
      { numRuns: 120 },
    );
  });

  it.each([
    ["three listed words written as one, with a slip", "person", "KARZOV TRANS BEKAT", "arzovtransbekat"],
    ["a name cut into two short words", "person", "CHOE, Song Nam", "CH OE, Song Nam"],
    ["a common word cut in two", "organisation", "ZURHAM HOLDING GROUP", "ZURHAM HO LDING COMPANY"],
    ["particles that are parts there", "person", "YUSUF, Hani al-Sayid Al-Sibai", "hhani al sayyid al sabai"],
    ["common words alone, in another order", "organisation", "Military Security Bureau", "Security Bureau Military"],
    ["an abbreviated common word", "organisation", "ZURHAM TRADING SERVICES", "Zurham Trdg Srvcs"],
    ["a translated common word", "organisation", "ZURHAM BANK", "Banque Zurham"],
    ["an initial for a listed part", "person", "Karzan Bekarov Qwelborghin", "K. Bekarov Qwelborghin"],
    [
      "a text cut at a field's length",
      "person",
      "Karzan Zurhamov Bekniraza Sultankarov",
      "Karzan Zurhamov Bekniraza Sult",
    ],
    ["an m that a scanner took for rn", "person", "Zuramov Tekin Karsal", "Zurarnov Tekin Karsal"],
    ["three slips in a long word", "person", "Zurhamovanikel Karzan Qwelborghin", "Zirhamuvanigel Karzan Qwelborghin"],
  ] as const)("find %s when scoring does", (_, kind, listed, asked) => {
    const person = kind === "person";
    const small = searchOver([...PEOPLE, ...COMPANIES, listing("x", listed, { kind: kind as PartyKind })]);
    expect(lost(small, asked, person)).toBe(0);
    const hits = small.parser
      .forms(asked, person)
      .flatMap((form) => small.search.search(form, THRESHOLDS.possible).hits);
    expect(hits.length).toBeGreaterThan(0);
  });

  it("tell the nearest name where none is near enough", () => {
    const [form] = world.parser.forms(`${PEOPLE[3]!.names[0]!.text.split(" ")[0]!} Qwelborough`, true);
    const { hits, nearest } = world.search.search(form!, THRESHOLDS.possible);
    expect(hits).toEqual([]);
    expect(nearest!.score).toBeGreaterThan(0);
  });
});
describe("the OFAC-style score", () => {
  it.each([
    ["VLADIMIR PUTIN", "PUTIN, Vladimir", 100],
    ["KIM JONG UN", "KIM, Jong Man", 100],
    ["PUTIN", "PUTINA, Maria", 97],
  ])("gives %s against %s about %i", (query, listed, score) => {
    expect(Math.abs(ofacScore(query, listed) - score)).toBeLessThanOrEqual(5);
  });

  it("knows the textbook values", () => {
    expect(jaroWinkler("MARTHA", "MARHTA")).toBeCloseTo(0.961, 3);
    expect(jaroWinkler("DIXON", "DICKSONX")).toBeCloseTo(0.813, 3);
    expect(soundex("robert")).toBe("r163");
    expect(soundex("rupert")).toBe("r163");
  });
});
