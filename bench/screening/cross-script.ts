import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Listing } from "../../src/core/listing.ts";
import { makeNameToken } from "../../src/screening/name-token.ts";
import { compareTokens, similarityOf } from "../../src/screening/similarity.ts";
import { listing } from "../../test/support/listings.ts";
import type { BenchRow } from "./wallets.ts";
import { dataFolder, isAlert, percent, rowsOf, subject, type World, worldOf } from "./world.ts";

const CYRILLIC = /\p{Script=Cyrillic}/u;

/** EU persons with Cyrillic names: the Cyrillic spelling finds the Latin listing, and the Latin one a listing in Cyrillic. */
export const euRows = (tell: (line: string) => void): readonly BenchRow[] => {
  const people = rowsOf("matching", "cross-script", "eu-269-2014.csv").flatMap((row) => {
    const native = row
      .alias!.split(";")
      .map((a) => a.trim())
      .filter((a) => CYRILLIC.test(a) && !/\p{Script=Latin}{2}/u.test(a));
    return row.schema === "Person" && native.length > 0
      ? [{ id: row.recordId!, latin: row.name!.split(" / ")[0]!, native }]
      : [];
  });
  const ways: readonly [string, (p: (typeof people)[number]) => string, (p: (typeof people)[number]) => string][] = [
    ["Cyrillic finds Latin", (p) => p.latin, (p) => p.native[0]!],
    ["Latin finds Cyrillic", (p) => p.native[0]!, (p) => p.latin],
  ];
  return ways.map(([name, listed, asked]) => {
    const world = worldFrom(people.map((p) => listing(p.id, listed(p))));
    const hits = people.filter((p) => {
      const found = world.screener.screen(subject(asked(p), { kind: "person" }));
      const ok = isAlert(found) && found.hits.some((h) => h.listingId === p.id);
      if (!ok) tell(`${name}: ${asked(p)} | ${listed(p)} ${found.nearest?.score}`);
      return ok;
    }).length;
    return {
      name: `EU persons, ${name}`,
      target: ">= 98%",
      got: `${percent(hits / people.length)} of ${people.length}`,
      ok: hits / people.length >= 0.98,
    };
  });
};

const worldFrom = (listings: readonly Listing[]): World =>
  worldOf([
    {
      version: {
        list: listings[0]!.list,
        sha256: "0",
        publishedOn: null,
        retrievedAt: "2026-11-22T00:00:00.000Z" as never,
        entries: listings.length,
        caveat: null,
      },
      listings,
      stale: false,
    },
  ]);

const SCRIPTS = ["arabic", "chinese", "hebrew", "japanese", "katakana", "korean", "russian"] as const;

/** Single name tokens per script: same Latin spelling, and similar enough to be paired. */
export const tokenRows = (): readonly BenchRow[] =>
  SCRIPTS.map((script) => {
    const lines = readFileSync(join(dataFolder(), "matching", "cross-script", `tokens-${script}.tsv`), "utf8")
      .trim()
      .split("\n");
    let [exact, scored] = [0, 0];
    for (const line of lines) {
      const [latin, native] = line.split("\t").map((t) => makeNameToken(t.toLowerCase().replace(/[' -]/g, "")));
      if (latin!.latin === native!.latin || latin!.fold === native!.fold) exact++;
      if (similarityOf(compareTokens(latin!, native!, true, false)) >= 0.6) scored++;
    }
    return {
      name: `tokens ${script}`,
      target: "-",
      got: `same spelling class ${percent(exact / lines.length, 1)}, paired after scoring ${percent(scored / lines.length, 1)}`,
      ok: true,
    };
  });
