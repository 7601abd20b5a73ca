import { describe, expect, it } from "vitest";
import type { IsoDate } from "../../src/core/dates.ts";
import { instant } from "../../src/core/dates.ts";
import type { Listing } from "../../src/core/listing.ts";
import type { Subject } from "../../src/core/screening.ts";
import { compileListings } from "../../src/screening/compiled.ts";
import { makeScreener, makeScreenerOver } from "../../src/screening/screener.ts";
import { compileIndex, loadIndex } from "../../src/screening/snapshot.ts";
import { listing } from "../support/listings.ts";

const born = (day: string) => ({ from: day as IsoDate, to: day as IsoDate, approximate: false, text: day });
/** Fictional parties, named after no real person or ship. */
const LISTINGS: readonly Listing[] = [
  listing("1", "ZARVANOV, Ostromir Velizarovich", {
    births: [born("1961-03-04")],
    nationalities: ["RU"],
    gender: "male",
    names: [
      {
        text: "ZARVANOV, Ostromir Velizarovich",
        role: "primary",
        strength: "strong",
        parts: { family: "ZARVANOV", given: "Ostromir Velizarovich" },
      },
      { text: "THE KESTREL HAND", role: "alias", strength: "weak", parts: null },
    ],
    identifiers: [{ kind: "passport", value: "N00341211", country: "RU", label: "Passport" }],
  }),
  listing("2", "ORDUBEK SHIPPING LLC", { kind: "organisation" }),
  listing("3", "QUILLMERE", {
    kind: "vessel",
    identifiers: [{ kind: "imo", value: "9187629", country: null, label: "IMO number" }],
  }),
  listing("4", "DERVISHI, Ulkan", { removedOn: "2024-05-01" as IsoDate }),
];
const version = {
  list: LISTINGS[0]!.list,
  sha256: "0".repeat(64),
  publishedOn: null,
  retrievedAt: instant(new Date(0)),
  entries: LISTINGS.length,
  caveat: null,
};
const clock = { now: () => instant(new Date(0)), newId: () => "id", stopwatch: () => 0 };
const screener = makeScreener({ ...clock, lists: [{ version, listings: LISTINGS, stale: false }] });
const subject = (text: string, fields: Partial<Subject> = {}): Subject => ({
  text,
  kind: "unknown",
  birth: null,
  countries: [],
  gender: null,
  identifiers: [],
  ...fields,
});

describe("a screening", () => {
  it("matches a listed name and says why", () => {
    const found = screener.screen(subject("Ostromir Zarvanov"));
    expect(found.verdict).toBe("match");
    expect(found.hits[0]?.listingId).toBe("1");
    expect(found.hits[0]?.reasons.join(" ")).toContain("Family name agrees: Zarvanov.");
  });

  it("shows a strong name with a contradicting date of birth, lower and as possible", () => {
    const found = screener.screen(subject("Ostromir Zarvanov", { birth: born("1990-01-01") }));
    expect(found.verdict).toBe("possible-match");
    expect(found.hits[0]?.contradictions.join(" ")).toContain("Date of birth contradicts");
    expect(found.hits[0]!.score).toBeLessThan(found.hits[0]!.nameScore);
  });

  it("takes a date with day and month swapped for the same", () => {
    const found = screener.screen(subject("Ostromir Zarvanov", { birth: born("1961-04-03") }));
    expect(found.verdict).toBe("match");
    expect(found.hits[0]?.contradictions).toEqual([]);
  });

  it("lets a weak alias alone be at most a possible match", () => {
    const found = screener.screen(subject("The Kestrel Hand"));
    expect(found.verdict).toBe("possible-match");
    expect(found.hits[0]?.reasons.join(" ")).toContain("weak");
  });

  it("finds nothing for another name and names the nearest", () => {
    const found = screener.screen(subject("Ostromir Belgradov"));
    expect(found.verdict).toBe("no-match");
    expect(found.nearest?.listingId).toBe("1");
  });

  it.each([
    ["IMO 9187629", "3"],
    ["9187629", "3"],
    ["n-00341211", "1"],
    ["NOO341211", "1"],
  ])("finds the identifier %s", (text, id) => {
    expect(screener.screen(subject(text)).hits.map((h) => h.listingId)).toContain(id);
  });

  it("says a near miss of an identifier aloud and makes it no hit", () => {
    const found = screener.screen(subject("Somebody Else", { identifiers: ["N00341212"] }));
    expect(found.hits).toEqual([]);
    expect(found.warnings.join(" ")).toContain("differs in one character from the Passport N00341211");
  });

  it("says that the check digit of an IMO number fails", () => {
    expect(screener.screen(subject("IMO 9187620")).warnings.join(" ")).toContain("check digit");
  });

  it("reports a disguise that it undid", () => {
    const found = screener.screen(subject("Оstromir Zаrvanov"));
    expect(found.verdict).toBe("match");
    expect(found.warnings.join(" ")).toContain("look-alike letters");
  });

  it("does not count a removed listing, and says that it was removed", () => {
    const found = screener.screen(subject("Ulkan Dervishi"));
    expect(found.verdict).toBe("no-match");
    expect(found.warnings.join(" ")).toContain("removed on 1 May 2024");
    expect(screener.screen(subject("Ulkan Dervishi"), { asOf: "2024-01-01" as IsoDate }).verdict).toBe("match");
  });

  it("cannot tell from a stale list without a hit, or from no list", () => {
    const stale = makeScreener({ ...clock, lists: [{ version, listings: LISTINGS, stale: true }] });
    expect(stale.screen(subject("Nobody Known Here")).verdict).toBe("cannot-tell");
    expect(makeScreener({ ...clock, lists: [] }).screen(subject("Ostromir Zarvanov")).verdict).toBe("cannot-tell");
  });
});

describe("a snapshot", () => {
  const index = compileListings(LISTINGS);
  const bytes = compileIndex(index, "key");

  it("gives the same findings as the index it was made of", () => {
    const loaded = makeScreenerOver({ ...clock, lists: [{ version, stale: false }], index: loadIndex(bytes, "key") });
    for (const text of [
      "Ostromir Zarvanov",
      "Ordubek Shipping",
      "IMO 9187629",
      "The Kestrel Hand",
      "Nobody Known Here",
    ])
      expect(loaded.screen(subject(text))).toEqual(screener.screen(subject(text)));
  });

  it.each([
    ["one changed byte", () => bytes.map((b, i) => (i === bytes.length >> 1 ? b ^ 1 : b)), "damaged"],
    ["a torn end", () => bytes.slice(0, bytes.length - 64), "damaged"],
    ["another file", () => new TextEncoder().encode("not a snapshot at all, but long enough"), "no index snapshot"],
    ["nothing", () => new Uint8Array(0), "cut off"],
  ] as const)("refuses %s", (_, make, why) => {
    expect(() => loadIndex(make(), "key")).toThrow(why);
  });

  it("refuses the snapshot of other lists", () => {
    expect(() => loadIndex(bytes, "other")).toThrow("other lists");
  });
});
