import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { sourceId } from "../../src/core/brand.ts";
import { instant } from "../../src/core/dates.ts";
import type { Listing, PartyKind } from "../../src/core/listing.ts";
import type { Screener, Screening, Subject } from "../../src/core/screening.ts";
import { readList } from "../../src/lists/import.ts";
import { sourceOf } from "../../src/lists/sources.ts";
import { type CompiledIndex, compileListings } from "../../src/screening/compiled.ts";
import { makeScreenerOver, type ScreenedList } from "../../src/screening/screener.ts";

/** Folder of public data: `--data` or `../shared/data`. */
export const dataFolder = (): string => {
  const at = process.argv.indexOf("--data");
  return at > 0
    ? process.argv[at + 1]!
    : (process.env.REDFLAG_SHARED_DATA ?? join(import.meta.dirname, "../../../shared/data"));
};

const now = () => instant(new Date("2026-11-22T00:00:00Z"));
const clock = { now, newId: () => "bench", stopwatch: () => performance.now() };

/** One imported list, read as `lists import` reads it. */
export const readSource = (source: string, folder: string, only?: (name: string) => boolean): ScreenedList => {
  const files = readdirSync(folder)
    .filter((name) => only?.(name) ?? true)
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
  const { version, listings } = readList(sourceOf(sourceId(source)), files, now, null, { partial: true });
  return { version, listings, stale: false };
};

export interface World {
  readonly screener: Screener;
  readonly index: CompiledIndex;
  readonly listings: readonly Listing[];
  readonly buildMs: number;
}

export const worldOf = (lists: readonly ScreenedList[]): World => {
  const start = performance.now();
  const listings = lists.flatMap((list) => list.listings);
  const index = compileListings(listings);
  return {
    screener: makeScreenerOver({ ...clock, lists, index }),
    index,
    listings,
    buildMs: performance.now() - start,
  };
};

export const benchClock = clock;

export const rowsOf = (...path: string[]): readonly Record<string, string>[] =>
  parse(readFileSync(join(dataFolder(), ...path)), { columns: true, relax_column_count: true, relax_quotes: true });

export const subject = (text: string, fields: Partial<Subject> = {}): Subject => ({
  text,
  kind: "unknown",
  birth: null,
  countries: [],
  gender: null,
  identifiers: [],
  ...fields,
});

export const isAlert = (screening: Screening): boolean =>
  screening.verdict === "match" || screening.verdict === "possible-match";

const KINDS: Readonly<Record<string, PartyKind>> = {
  Person: "person",
  Company: "organisation",
  Organization: "organisation",
  Vessel: "vessel",
  Airplane: "aircraft",
};
/** FollowTheMoney schema -> kind, as `redflag compare` reads it. */
export const kindOf = (schema: string): PartyKind => KINDS[schema] ?? "unknown";

export const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)}%`;
export const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
