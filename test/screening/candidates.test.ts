import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
const word = (): string =>
  Array.from(
    { length: 2 + Math.floor(random() * 2) },
    () => "kar mo sul tan bek ra ni ov ham id za ur".split(" ")[Math.floor(random() * 12)],
  ).join("");
const LISTINGS = Array.from({ length: 400 }, (_, i) => listing(String(i), `${word()} ${word()} ${word()}`));

describe("candidates", () => {
  const pool = makeTokenPool();
  const parser = makeNameParser(pool, backgroundRarity);
  const search = makeNameSearch(buildNameIndex(LISTINGS, parser), pool);

  it("lose nothing that scoring every name finds", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LISTINGS), fc.nat(), (l, seed) => {
        for (const form of parser.forms(damaged(l.names[0]!.text, seeded(seed)), true)) {
          const fast = new Set(search.search(form, THRESHOLDS.possible).hits.map((h) => h.name));
          for (const hit of search.bruteForce(form, THRESHOLDS.possible).hits) expect(fast).toContain(hit.name);
        }
      }),
      { numRuns: 150 },
    );
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
