import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instant } from "../../src/core/dates.ts";
import type { Listing } from "../../src/core/listing.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { readStarterLists } from "../../src/lists/starter.ts";
import { compileListings } from "../../src/screening/compiled.ts";
import { makeFewFilter } from "../../src/screening/few-filter.ts";
import { makeScreenerOver } from "../../src/screening/screener.ts";
import { THRESHOLDS } from "../../src/screening/weights.ts";
import { makeWordMemo } from "../../src/screening/word-memo.ts";
import { foldKey } from "../../src/text/fold.ts";
import { foldCodes } from "../../src/text/fold-codes.ts";
import { damaged, EVASIONS } from "../support/damage.ts";
import { listing } from "../support/listings.ts";
import { seeded } from "../support/mention-messages.ts";

const encoder = new TextEncoder();
type Kind = "person" | "organisation" | "unknown";
const KINDS: readonly Kind[] = ["unknown", "person", "organisation"];

/** The filter over few listings, and whether a screening against them finds anything. */
const worldOf = (listings: readonly Listing[], threshold: number = THRESHOLDS.possible) => {
  const index = compileListings(listings);
  const filter = makeFewFilter(index.names, threshold);
  const clock = { now: () => "2026-01-01T00:00:00.000Z" as Instant, newId: () => "id", stopwatch: () => 0 };
  const screener = makeScreenerOver({ ...clock, lists: [], index });
  return {
    mayHit: (name: string, kind: Kind = "unknown") => {
      const bytes = encoder.encode(` ${name} `);
      return filter.mayHit(bytes, 1, bytes.length - 1, kind);
    },
    finds: (name: string, kind: Kind = "unknown") =>
      screener.screen(subjectFrom({ text: name, kind }), { threshold }).hits.length > 0,
  };
};

describe("what a change of a few entries cannot touch", () => {
  const { mayHit, finds } = worldOf([
    listing("1", "EXAMPLOV, Testan Ficturovich"),
    listing("2", "KIM Jong Fict"),
    listing("3", "Testexport Madeup Trading LLC", { kind: "organisation" }),
    listing("4", "Fictionalia", { kind: "organisation" }),
    listing("5", "Al-Musannaf, Abd al-Rahman"),
  ]);
  it.each([
    "Maria Lopez",
    "Hans-Peter Müller",
    "Smith, John B.",
    "Anna van der Berg",
    "Łukasz Żółkiewski",
    "Мария Иванова",
    "דוד כהן",
    "محمد حسين",
    "佐藤 太郎",
    "Acme Bakery Ltd",
    "Testan Lopez Garcia",
    "Trading Company of Madrid LLC",
  ])("%s is ruled out", (name) => {
    expect(finds(name)).toBe(false);
    expect(mayHit(name)).toBe(false);
  });
  it.each([
    ["as listed", "EXAMPLOV, Testan Ficturovich"],
    ["in another order", "Testan Examplov"],
    ["with a letter lost", "Testan Exmplov"],
    ["written together", "Testan Ficturovichexamplov"],
    ["with a part left out", "Ficturovich Examplov"],
    ["in look-alike letters", "Теstan Ехаmрlоv"],
    ["in Cyrillic", "Тестан Эксамплов"],
    ["set apart", "T e s t a n  E x a m p l o v"],
    ["with digits for letters", "Test4n Ex4mplov"],
    ["by an initial", "T. Examplov"],
    ["beside another name", "Maria Lopez aka Testan Examplov"],
    ["with syllables joined", "Kim Jongfict"],
    ["with syllables cut", "Kimjong Fict"],
    ["a company without its legal form", "Testexport Madeup"],
    ["a company in one word", "Testexportmadeup Trading"],
    ["one long rare word in a longer name", "Fictionalia Holding"],
    ["a compound in one word", "Abdulrahman Musannaf"],
    ["a compound in three", "Abd ul Rahman Al Musannaf"],
  ])("a name %s is screened", (_claim, name) => {
    expect(finds(name)).toBe(true);
    expect(mayHit(name)).toBe(true);
  });
  it("nothing is ruled out below the threshold at which one common part may hit", () => {
    expect(worldOf([listing("1", "EXAMPLOV, Testan")], 0.7).mayHit("Maria Lopez")).toBe(true);
  });
});

describe("properties", () => {
  const listings = readStarterLists(
    ["ofac-sdn", "un-sc"].map((name) => ({
      name: `${name}.jsonl`,
      bytes: readFileSync(join(import.meta.dirname, "../../data/lists", `${name}.jsonl`)),
    })),
  ).flatMap((list) => list.listings);
  const strangers = ["Maria", "Otto", "Lindström", "Nguyen", "Олена", "محمد", "Smith", "de", "Garcia", "Trading", "J"];

  it("no name is ruled out that a screening finds, however it was damaged", { timeout: 120_000 }, () => {
    let [found, ruledOut] = [0, 0];
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = seeded(seed);
        const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
        const few = Array.from({ length: 60 }, () => pick(listings));
        const { mayHit, finds } = worldOf(few, pick([THRESHOLDS.possible, 0.71, 0.85]));
        for (let i = 0; i < 120; i++) {
          const kind = pick(KINDS);
          const name = changed(pick(pick(few).names).text, random, pick, strangers);
          if (name.trim() === "" || name.length > 400) continue;
          if (finds(name, kind)) {
            found++;
            expect(mayHit(name, kind), `${name} (${kind})`).toBe(true);
          } else if (!mayHit(name, kind)) ruledOut++;
        }
      }),
      { numRuns: 12 },
    );
    expect(found).toBeGreaterThan(300);
    expect(ruledOut).toBeGreaterThan(100);
  });

  it("fold keys of codes are those of the word", () => {
    const letter = fc.constantFrom(..."aeiouywhcsztkgdjpbqrlmnfvx0");
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 16 }), (letters) => {
        const word = letters.join("");
        const [codes, out] = [encoder.encode(`..${word}..`), new Uint8Array(64)];
        const length = foldCodes(codes, 2, 2 + word.length, out);
        expect(String.fromCharCode(...out.subarray(0, length))).toBe(foldKey(word));
      }),
      { numRuns: 3_000 },
    );
  });

  it("words are told apart by all of their bytes, also where their hashes are the same, and when the memo is full", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 60 }), (words) => {
        const memo = makeWordMemo<string>(8);
        for (const word of words) {
          const bytes = encoder.encode(word);
          expect(memo.of(bytes, 0, bytes.length, bytes.length % 2, (read) => read)).toBe(
            new TextDecoder().decode(bytes),
          );
        }
      }),
    );
  });
});

/** One to three changes of the kinds that a slip, a clerk, a disguise or another person's name make. */
const changed = (
  name: string,
  random: () => number,
  pick: <T>(of: readonly T[]) => T,
  strangers: readonly string[],
): string => {
  let text = name;
  for (let times = 1 + Math.floor(random() * 3); times > 0 && /\p{L}/u.test(text); times--)
    switch (Math.floor(random() * 8)) {
      case 0:
        text = text.replaceAll(",", "");
        break;
      case 1:
        text = random() < 0.5 ? `${pick(strangers)} ${text}` : `${text} ${pick(strangers)}`;
        break;
      case 2:
        text = text.replace(" ", "");
        break;
      case 3:
        text = text.toLowerCase();
        break;
      case 4:
        text = random() < 0.3 ? pick(Object.values(EVASIONS))(text, random) : text;
        break;
      case 5:
        text = text.replace(/(\p{L})\p{L}+/u, random() < 0.5 ? "$1." : "$1");
        break;
      default:
        text = damaged(text, random);
    }
  return text;
};
