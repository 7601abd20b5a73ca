import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import { isoDate } from "../../src/core/dates.ts";
import { importList } from "../../src/lists/import.ts";
import { makeDigestService } from "../../src/services/digest.ts";
import { makeListHistory } from "../../src/services/list-history.ts";
import { fakeClock } from "../support/clock.ts";
import { memoryExpiring } from "../support/memory-stores.ts";
import { sharedData } from "../support/shared-data.ts";

/** Everything on a real pair of publications, compared with a reading of the same files that shares no code with it. */
const digestOf = async (source: string, files: readonly (readonly [name: string, day: string])[], folder: string[]) => {
  const stores = openSqlite(":memory:");
  const { now } = fakeClock("2026-11-20T09:00:00Z");
  for (const [name, day] of files)
    await importList({
      source: sourceId(source),
      files: [{ name, bytes: readFileSync(sharedData(...folder, name) ?? "") }],
      store: stores.lists,
      now,
      publishedOn: isoDate(day),
      partial: true,
    });
  const history = makeListHistory(stores.lists, stores.differences, (list) => list);
  const service = makeDigestService({
    history,
    documents: stores.documents,
    expiring: memoryExpiring(),
    outbox: stores.outbox,
    now,
  });
  const digest = await service.sinceDay(isoDate(files[0]?.[1] ?? ""), [], null);
  const [list] = digest.lists;
  if (!list) throw new Error("no list");
  stores.close();
  const name = (l: (typeof list.added)[number]): string => `${l.listingId} ${l.names[0]?.text}`;
  return {
    added: list.added.map(name).sort(),
    removed: list.removed.map(name).sort(),
    changed: list.changed.map(({ after }) => name(after)).sort(),
  };
};

const HISTORY = ["ofac", "history"];

/** ent_num -> the row without the blanks that the publisher pads with. */
const ofacRows = (name: string): ReadonlyMap<string, readonly string[]> => {
  const text = readFileSync(sharedData(...HISTORY, name) ?? "", "latin1").replace("\u001a", "");
  const rows = parse(text, { relax_column_count: true, relax_quotes: true, skip_empty_lines: true }) as string[][];
  return new Map(rows.map((row) => [row[0]?.trim() ?? "", row.map((cell) => cell.trim())]));
};

const plain = (row: readonly string[] | undefined): string => `${row?.[0]} ${row?.[1]}`;

describe.skipIf(!sharedData(...HISTORY))(
  "a digest over two real OFAC publications equals an independent comparison",
  () => {
    it.each([
      ["sdn-2021-09-21.csv", "sdn-2021-09-30.csv"],
      ["sdn-2024-02-28.csv", "sdn-2024-03-27.csv"],
    ])("%s -> %s", async (from, to) => {
      const files = [from, to].map((name) => [name, name.slice(4, 14)] as const);
      const found = await digestOf("ofac-sdn", files, HISTORY);
      const [before, after] = [ofacRows(from), ofacRows(to)];
      const added = [...after].filter(([id]) => !before.has(id)).map(([, row]) => plain(row));
      const removed = [...before].filter(([id]) => !after.has(id)).map(([, row]) => plain(row));
      const changed = [...after]
        .filter(([id, row]) => before.has(id) && JSON.stringify(before.get(id)) !== JSON.stringify(row))
        .map(([, row]) => plain(row));
      expect(added.length + removed.length + changed.length).toBeGreaterThan(20);
      expect(found).toEqual({ added: added.sort(), removed: removed.sort(), changed: changed.sort() });
    });
  },
);

/** DATAID -> the text of the record without the blanks between its tags. */
const unRecords = (name: string): ReadonlyMap<string, string> => {
  const text = readFileSync(sharedData("un", name) ?? "", "utf8");
  const records = text.match(/<(INDIVIDUAL|ENTITY)>[\s\S]*?<\/\1>/g) ?? [];
  return new Map(
    records.map((record) => [
      /<DATAID>(\d+)/.exec(record)?.[1] ?? "",
      record.replace(/>\s+</g, "><").replace(/\s+/g, " "),
    ]),
  );
};

describe.skipIf(!sharedData("un"))("a digest over two real UN publications equals an independent comparison", () => {
  it("names every party that was added, removed or changed", async () => {
    const files = [
      ["consolidated-2025-11.xml", "2025-11-01"],
      ["consolidated-2026-02.xml", "2026-02-28"],
    ] as const;
    const found = await digestOf("un-sc", files, ["un"]);
    const [before, after] = files.map(([name]) => unRecords(name));
    if (!before || !after) throw new Error("no records");
    const ids = (names: readonly string[]): readonly string[] => names.map((name) => name.split(" ")[0] ?? "").sort();
    expect(ids(found.added)).toEqual([...after.keys()].filter((id) => !before.has(id)).sort());
    expect(ids(found.removed)).toEqual([...before.keys()].filter((id) => !after.has(id)).sort());
    const differ = new Set(
      [...after].filter(([id, record]) => before.has(id) && before.get(id) !== record).map(([id]) => id),
    );
    expect(ids(found.changed)).toEqual([...differ].sort());
    expect(found.added.length + found.removed.length + found.changed.length).toBeGreaterThan(0);
  });
});
