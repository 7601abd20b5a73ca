import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import type { IsoDate } from "../../src/core/dates.ts";
import type { Listing } from "../../src/core/listing.ts";
import { makeShelfBuilder, shelfOver } from "../../src/screening/listing-shelf.ts";
import { lookUp, makePostingsBuilder } from "../../src/screening/postings.ts";
import { linesOf, textsOf } from "../../src/screening/text-lines.ts";
import { listing } from "../support/listings.ts";

describe("postings", () => {
  it("give every value under its key, and next to nothing under a key that was not filed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 0xffffffff }), fc.nat({ max: 70_000 })), { maxLength: 2000 }),
        (entries) => {
          const builder = makePostingsBuilder();
          for (const [key, value] of entries) builder.add(key, value);
          const postings = builder.pack();
          for (const [key, value] of entries) {
            const found: number[] = [];
            lookUp(postings, key, (v) => found.push(v));
            expect(found).toContain(value);
          }
          let strangers = 0;
          for (let key = 1; key < 2 ** 32; key += 40_000_003) {
            // Many values under one key are one stranger.
            let met = false;
            lookUp(postings, key, () => {
              met = true;
            });
            if (met) strangers++;
          }
          expect(strangers).toBeLessThan(5 + entries.length / 50);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("hold more entries than one chunk", () => {
    const builder = makePostingsBuilder();
    for (let i = 0; i < 600_000; i++) builder.add(Math.imul(i, 0x9e3779b1) >>> 0, i);
    const postings = builder.pack();
    expect(postings.entries).toHaveLength(600_000);
    for (const i of [0, 262_143, 262_144, 599_999]) {
      const found: number[] = [];
      lookUp(postings, Math.imul(i, 0x9e3779b1) >>> 0, (v) => found.push(v));
      expect(found).toContain(i);
    }
  });

  it("tell keys apart that lie beside each other", () => {
    // Spread at random (MurmurHash3's last steps), so that many keys share a group and a bit of the filter.
    const mixed = (i: number): number => {
      const once = Math.imul(i ^ (i >>> 16), 0x85ebca6b);
      const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
      return (twice ^ (twice >>> 16)) >>> 0;
    };
    const builder = makePostingsBuilder();
    for (let i = 1; i <= 100_000; i++) builder.add(mixed(i), i);
    const postings = builder.pack();
    let strangers = 0;
    for (let i = 100_001; i <= 110_000; i++)
      lookUp(postings, mixed(i), () => {
        strangers++;
      });
    expect(strangers).toBeLessThan(100);
  });
});

describe("a shelf of listings", () => {
  const full: Listing = listing("2", "ORDUBEK, Ulkan", {
    list: sourceId("other-list"),
    names: [
      { text: "ORDUBEK, Ulkan", role: "primary", strength: "strong", parts: { family: "ORDUBEK", given: "Ulkan" } },
      { text: "Ulkan O.", role: "alias", strength: "weak", parts: null },
      { text: "Улкан", role: "alias", strength: "strong", parts: null },
      { text: "ORDU", role: "former", strength: "strong", parts: { family: null, given: null } },
    ],
    listedOn: "2024-05-01" as IsoDate,
    births: [{ from: "1961-03-04" as IsoDate, to: "1961-03-04" as IsoDate, approximate: false, text: "1961" }],
    gender: "female",
    identifiers: [{ kind: "passport", value: "N1", country: null, label: "Passport" }],
    wallets: [{ code: "XBT", address: "1Fictional" }],
    remarks: 'Says "no";\nand more.',
    source: { url: "test:other", publishedOn: "2024-05-02" as IsoDate, sha256: "f".repeat(64), pointer: "b.csv@1-2" },
  });
  const listings: readonly Listing[] = [listing("1", "ZARVANOV, Ostromir"), full, listing("3", "KESTREL")];
  const shelf = (() => {
    const builder = makeShelfBuilder();
    for (const one of listings) builder.add(one);
    return shelfOver(builder.take());
  })();

  it("gives back every field of every listing", () => {
    expect(shelf.all()).toEqual(listings);
    expect(shelf.count).toBe(3);
    expect(shelf.at(1)).toEqual(full);
  });

  it("knows which listings have wallets", () => {
    expect(shelf.withWallets()).toEqual([full]);
  });
});

it("lines of text come back as they were, in any script", () => {
  for (const texts of [[], [""], ["zarvan", "", "петров", "習|xi", "#44"]]) {
    const lines = linesOf(texts);
    expect(textsOf(lines)).toEqual(texts);
    expect(lines.starts).toHaveLength(texts.length + 1);
  }
});
