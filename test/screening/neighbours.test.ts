import { describe, expect, it } from "vitest";
import { buildNameIndex, type NameIndex } from "../../src/screening/name-index.ts";
import { makeTokenPool, type NameToken } from "../../src/screening/name-token.ts";
import { EXACT_FROM, makeNeighbours } from "../../src/screening/neighbours.ts";
import { makeNameParser } from "../../src/screening/parse-name.ts";
import { backgroundRarity } from "../../src/screening/rarity.ts";
import { compareTokens, similarityOf, slipSimilarity, WHY, whyOf } from "../../src/screening/similarity.ts";
import { makeSlips } from "../../src/screening/slips.ts";
import { CONCEPTS, GENERIC, NICKNAMES, VARIANTS } from "../../src/screening/vocabulary.ts";
import { SIMILARITY } from "../../src/screening/weights.ts";
import { damaged } from "../support/damage.ts";
import { listing } from "../support/listings.ts";
import { seeded } from "../support/mention-messages.ts";

const random = seeded(11);
const sample = (from: Iterable<string>, count: number): string[] => {
  const words = [...from].filter((word) => word.length > 1);
  return Array.from({ length: count }, () => words[Math.floor(random() * words.length)]!);
};
const VOCABULARY = [CONCEPTS.keys(), GENERIC, NICKNAMES.keys(), VARIANTS.keys()];
const NATIVE = "محمد حسين عبدالرحمن قذافي שלמה נתניהו Владимир Зарваняненко Χρήστος ソロキン".split(" ");
/** Words of every kind, long ones made by joining, and slips of them. */
const plain = VOCABULARY.flatMap((words) => sample(words, 220));
const LISTED = [
  ...new Set([...plain, ...plain.map((w, i) => `${w}${plain[(i + 1) % plain.length]!.slice(0, 5)}`), ...NATIVE]),
];
const twice = (word: string): string => damaged(damaged(word, random), random);
const ASKED = [
  ...sample(LISTED, 120),
  ...sample(LISTED, 120).map((w) => damaged(w, random)),
  ...sample(LISTED, 160).map(twice),
  ...NATIVE,
  "scs",
  "trdg",
  "mgmt",
  "qadhafi",
  "netanyahu",
];

describe.each([
  ["persons", true],
  ["organisations", false],
] as const)("neighbours of a part among parts of %s", (_, person) => {
  const pool = makeTokenPool();
  const parser = makeNameParser(pool, backgroundRarity);
  const kind = person ? "person" : "organisation";
  const index: NameIndex = buildNameIndex(
    LISTED.map((word, i) => listing(String(i), word, { kind })),
    parser,
  );
  const tokens = index.tokenTexts.map(pool);
  const neighboursOf = makeNeighbours(index, (id) => tokens[id]!);
  const asked: readonly NameToken[] = ASKED.flatMap((word) =>
    parser.forms(word, person).flatMap((form) => form.tokens),
  );

  it("are all that compare at the floor or above, and none is taken for less alike than it is", () => {
    let compared = 0;
    for (const token of asked) {
      const { ids, similarities } = neighboursOf(token, person, false);
      const found = new Map(Array.from(ids, (id, k) => [id, similarities[k]!]));
      for (const [id, other] of tokens.entries()) {
        const packed = compareTokens(token, other, person, false);
        const s = similarityOf(packed);
        // Single letters stand for whole words; `score-bound.ts` sees to them
        if (s < SIMILARITY.floor || whyOf(packed) === WHY.initial) continue;
        compared++;
        const taken = found.get(id) ?? 0;
        expect(taken, `${token.text} and ${other.text}`).toBeGreaterThanOrEqual(s - 1e-9);
        if (taken >= EXACT_FROM) expect(taken, `${token.text} and ${other.text}`).toBeCloseTo(s, 9);
      }
    }
    expect(compared).toBeGreaterThan(500);
  });
});

describe("slips counted on bytes", () => {
  const pool = makeTokenPool();
  const index = buildNameIndex(
    LISTED.map((word, i) => listing(String(i), word)),
    makeNameParser(pool, backgroundRarity),
  );
  const slips = makeSlips(index);

  it("are those counted on words", () => {
    let alike = 0;
    for (const word of ASKED) {
      const token = pool(word.toLowerCase());
      if (!/^[a-z]+$/.test(token.text) || !slips.take(token)) continue;
      for (const [id, text] of index.tokenTexts.entries()) {
        if (!/^[a-z]+$/.test(text)) continue;
        const [most, exact] = [slips.most(id), slipSimilarity(token, pool(text))];
        if (exact > 0) alike++;
        if (text !== token.text && !readsAsOcr(exact)) expect(most, `${word} and ${text}`).toBeCloseTo(exact, 12);
      }
    }
    expect(alike).toBeGreaterThan(300);
  });
});
const readsAsOcr = (similarity: number): boolean => similarity === SIMILARITY.ocr;
