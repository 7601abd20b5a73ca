import { describe, expect, it } from "vitest";
import type { Run } from "../../src/screening/joined-search.ts";
import { type NameForm, ROLE } from "../../src/screening/name-form.ts";
import { buildNameIndex } from "../../src/screening/name-index.ts";
import { makeNameSearch } from "../../src/screening/name-search.ts";
import { makeTokenPool } from "../../src/screening/name-token.ts";
import { makeNeighbours } from "../../src/screening/neighbours.ts";
import { makeNameParser } from "../../src/screening/parse-name.ts";
import { backgroundRarity } from "../../src/screening/rarity.ts";
import { makeScoreBound } from "../../src/screening/score-bound.ts";
import { damaged } from "../support/damage.ts";
import { listing } from "../support/listings.ts";
import { seeded } from "../support/mention-messages.ts";

const random = seeded(29);
const pick = (from: string): string => {
  const words = from.split(" ");
  return words[Math.floor(random() * words.length)]!;
};
const word = (): string =>
  Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick("kar mo sul tan bek ra ni ov ham id")).join("");
const people = Array.from({ length: 120 }, (_, i) =>
  [word(), pick("al bin abu Muhammad Ali J. Kim"), word(), word()].slice(0, 2 + (i % 3)).join(" "),
);
const generic = "Trading Shipping Company Bank of the Industrial Group Holding";
const companies = Array.from({ length: 120 }, () =>
  [pick(generic), word(), pick(generic), pick("LLC JSC 7 II")].join(" "),
);

describe.each([
  ["persons", true, people],
  ["organisations", false, companies],
] as const)("the bound of a score, names of %s", (_, person, names) => {
  const pool = makeTokenPool();
  const parser = makeNameParser(pool, backgroundRarity);
  const kind = person ? "person" : "organisation";
  const index = buildNameIndex(
    names.map((name, i) => listing(String(i), name, { kind })),
    parser,
  );
  const search = makeNameSearch(index, pool);
  const neighboursOf = makeNeighbours(index, (id) => pool(index.tokenTexts[id]!));
  const bound = makeScoreBound(index);
  const everyRun = (form: NameForm): readonly Run[] =>
    form.tokens
      .flatMap((__, first) => [0, 1, 2, 3].map((more) => ({ first, last: first + more })))
      .filter((run) => run.last < form.tokens.length);
  /** How far the bound, taken at the score itself, lies above it. */
  const marginAt = (form: NameForm, name: number, score: number): number => {
    bound.begin(form, score);
    form.tokens.forEach((token, i) => {
      bound.near(i, neighboursOf(token, person, (form.roles[i]! & ROLE.syllable) !== 0));
    });
    const margin = bound.margin(name, everyRun(form));
    bound.end();
    return margin;
  };

  it("is never below the score, and meets it where every part has its equal", () => {
    let [judged, exact] = [0, 0];
    for (const text of names.slice(0, 100).flatMap((name) => [name, damaged(name, random), damaged(name, random)]))
      for (const form of parser.forms(text, person))
        for (let name = 0; name < index.nameListings.length; name++) {
          const { score } = search.compare(form, name).score;
          if (score < 0.6 || score >= 1) continue;
          judged++;
          const margin = marginAt(form, name, score);
          expect(margin, `${text} | ${names[index.nameListings[name]!]}`).toBeGreaterThan(-1e-6);
          if (margin < 0.01) exact++;
        }
    expect(judged).toBeGreaterThan(60);
    expect(exact).toBeGreaterThan(10);
  });
});
