import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import type { Instant, IsoDate } from "../../src/core/dates.ts";
import { versionNamed } from "../../src/lists/at.ts";
import { diffVersions } from "../../src/lists/diff.ts";
import { importList } from "../../src/lists/import.ts";
import type { NamedBytes } from "../../src/lists/pick-files.ts";
import { CONS_2025, history, read, rowsOf, SDN_2021, SDN_MIXED, textOf } from "./files.ts";
import { atMost, equal, type Row } from "./report.ts";

const SDN = sourceId("ofac-sdn");
const now = (): Instant => new Date().toISOString() as Instant;
const count = (file: NamedBytes, pattern: RegExp): number => [...textOf(file).matchAll(pattern)].length;

/** Each real list: entries as counted without the parser, against what the store holds. */
const LISTS: readonly (readonly [
  string,
  string,
  () => readonly NamedBytes[],
  (files: readonly NamedBytes[]) => number,
])[] = [
  ["OFAC SDN 2021-07", "ofac-sdn", SDN_2021, (files) => rowsOf(files[0] as NamedBytes).size],
  ["OFAC SDN 2024-06 with 2025-12", "ofac-sdn", SDN_MIXED, (files) => rowsOf(files[0] as NamedBytes).size],
  ["OFAC non-SDN 2025-12", "ofac-non-sdn", CONS_2025, (files) => rowsOf(files[0] as NamedBytes).size],
  [
    "OFAC non-SDN XML 2025-03",
    "ofac-non-sdn",
    () => [read("ofac/xml/consolidated-2025-03.xml")],
    (files) => count(files[0] as NamedBytes, /<sdnEntry>/g),
  ],
  [
    "UN 2025-11",
    "un-sc",
    () => [read("un/consolidated-2025-11.xml")],
    (files) => count(files[0] as NamedBytes, /<DATAID>/g),
  ],
  [
    "UN 2026-02",
    "un-sc",
    () => [read("un/consolidated-2026-02.xml")],
    (files) => count(files[0] as NamedBytes, /<DATAID>/g),
  ],
];

export const imports = async (): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let seconds = 0;
  for (const [what, id, load, expected] of LISTS) {
    const stores = openSqlite(":memory:");
    const files = load();
    const began = performance.now();
    const { version } = await importList({ source: sourceId(id), files, store: stores.lists, now, publishedOn: null });
    const took = (performance.now() - began) / 1000;
    seconds += took;
    rows.push(equal(`${what}: entries`, expected(files), version.entries));
    if (id === "ofac-sdn" && what.includes("2024-06")) rows.push(atMost(`${what}: full load`, 3, took, "s"));
    if (what === "OFAC SDN 2021-07") {
      const listings = await Array.fromAsync(stores.lists.listings(version.list, version.sha256));
      const aliases = listings.flatMap((l) => l.names).filter((n) => n.role !== "primary" && n.strength === "strong");
      rows.push(
        equal(
          `${what}: alternate names`,
          rowsOf(files[1] as NamedBytes).size === 0
            ? 0
            : textOf(files[1] as NamedBytes)
                .split("\r\n")
                .filter((l) => /^\d/.test(l)).length,
          aliases.length,
        ),
      );
      const [sdn, comments] = [rowsOf(files[0] as NamedBytes), rowsOf(files[3] as NamedBytes)];
      const addresses = [...sdn].flatMap(([key, line]) => {
        const rest = comments.get(key);
        const joined = rest ? line.replace(/"$/, "") + rest.slice(rest.indexOf('"') + 1) : line;
        return [...joined.matchAll(/Digital Currency Address - \w+ \w+/g)];
      });
      rows.push(equal(`${what}: crypto addresses`, addresses.length, listings.flatMap((l) => l.wallets).length));
    }
    stores.close();
  }
  rows.push({
    what: "all lists one after another",
    expected: "",
    got: `${seconds.toFixed(2)} s, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    passed: null,
  });
  return rows;
};

/** Two real pairs: the diff against a comparison of the rows by hand, and what the second version costs on disk. */
export const pairs = async (): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const [from, to] of [
    ["2021-09-21", "2021-09-30"],
    ["2024-02-28", "2024-03-27"],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), "redflag-bench-"));
    const path = join(folder, "store.sqlite");
    const stores = openSqlite(path);
    const size = (): number => {
      stores.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      return statSync(path).size;
    };
    const load = async (day: string): Promise<{ bytes: number; ms: number }> => {
      const before = size();
      const began = performance.now();
      await importList({
        source: SDN,
        files: history(day),
        store: stores.lists,
        now,
        publishedOn: day as IsoDate,
        partial: true,
      });
      const ms = performance.now() - began;
      return { bytes: size() - before, ms };
    };
    const [first, second] = [await load(from), await load(to)];
    const [was, is] = [rowsOf(history(from)[0] as NamedBytes), rowsOf(history(to)[0] as NamedBytes)];
    const added = [...is.keys()].filter((id) => !was.has(id)).length;
    const removed = [...was.keys()].filter((id) => !is.has(id)).length;
    const changed = [...is.keys()].filter((id) => was.has(id) && was.get(id) !== is.get(id)).length;
    const versions = await stores.lists.versions(SDN);
    const diff = await diffVersions(stores.lists, SDN, versionNamed(versions, from), versionNamed(versions, to));
    rows.push(
      equal(
        `${from} -> ${to}: added, removed, changed`,
        `${added}, ${removed}, ${changed}`,
        `${diff.added.length}, ${diff.removed.length}, ${diff.changed.length}`,
      ),
    );
    rows.push(
      atMost(
        `${from} -> ${to}: bytes of the second version (${second.bytes})`,
        5,
        (100 * second.bytes) / first.bytes,
        "% of the first",
      ),
    );
    rows.push({
      what: `${from} -> ${to}: import`,
      expected: "",
      got: `${Math.round(first.ms)} ms, then ${Math.round(second.ms)} ms`,
      passed: null,
    });
    const gone = await stores.removals.removed(SDN, versions.at(-1)?.sha256 ?? "");
    const missing = [...was.keys()].filter((id) => !is.has(id) && !gone.some((r) => r.listing.listingId === id)).length;
    rows.push(equal(`${from} -> ${to}: removed parties still found`, removed, removed - missing));
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
};
