import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqlite } from "../../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../../src/core/brand.ts";
import type { Instant } from "../../../src/core/dates.ts";
import type { Screening, SearchedList } from "../../../src/core/screening.ts";
import { blocksOf, type RowFormat, START } from "../../../src/services/bulk/blocks.ts";
import { type BulkDeps, beginBulk, type ScreenedBlock } from "../../../src/services/bulk/bulk.ts";
import { heavyWorkHere } from "../../../src/services/heavy-work.ts";
import { makeInForce } from "../../../src/services/screening.ts";
import { sharedData } from "../../support/shared-data.ts";

const SDN = sourceId("ofac-sdn");
const row = (id: number, name: string): string =>
  `${id},"${name}","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970."\r\n`;
/** Fictional parties that stay on the list in every version, so that the changed ones are few. */
const STAYING = Array.from({ length: 40 }, (_, i) => row(100 + i, `STAYSON${"abcdefghij"[i % 10]}${i}, Fictio`)).join(
  "",
);

const worldOf = () => {
  const store = openSqlite(":memory:");
  let count = 0;
  let at = "2021-10-01T00:00:00.000Z" as Instant;
  const now = () => at;
  const heavy = heavyWorkHere({ store: store.lists, removals: store.removals, now });
  const inForce = makeInForce({
    store: store.lists,
    heavy,
    snapshots: { read: async () => null, write: async () => {} },
    matcher: "test",
    starter: [],
    now,
    newId: () => `id${++count}`,
    stopwatch: () => 0,
  });
  const deps: BulkDeps = {
    inForce,
    recorded: () => Promise.reject(new Error("no other process in this test")),
    lists: store.lists,
    differences: store.differences,
    startCrew: () => {
      throw new Error("no threads in this test");
    },
    settle: async (screening: Screening) => screening,
    threshold: null,
    now,
    newId: () => `id${++count}`,
    stopwatch: () => 0,
  };
  const take = (day: string, bytes: Uint8Array) => {
    at = `${day}T12:00:00.000Z` as Instant;
    const files = [{ name: `sdn-${day}.csv`, bytes }];
    return heavy.take({ source: SDN, files, publishedOn: null, partial: true, columns: {}, checks: null });
  };
  const screen = async (text: string, format: RowFormat, since: readonly SearchedList[] | null) => {
    const options = {
      columns: ["id", "name", "address"],
      forFile: true,
      screen: {},
      threads: 0,
      since,
      elsewhere: null,
      onReplaced: () => {},
    };
    const run = await beginBulk(deps, options);
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(text);
    };
    const earlier = new TextEncoder().encode(text);
    const read = (into: Uint8Array, at: number): number => {
      const piece = earlier.subarray(at, at + into.length);
      into.set(piece);
      return piece.length;
    };
    const screened =
      run.touched === null ? run.screen(blocksOf(source(), format, START, () => 7)) : run.rescreen(read, START);
    const blocks: (ScreenedBlock & { readonly text: string })[] = [];
    for await (const block of screened) blocks.push({ ...block, text: new TextDecoder().decode(block.bytes) });
    const out = blocks.map(({ text }) => text).join("");
    const counts = blocks
      .map((block) => block.counts)
      .reduce((sum, one) => ({
        match: sum.match + one.match,
        "possible-match": sum["possible-match"] + one["possible-match"],
        "no-match": sum["no-match"] + one["no-match"],
        "cannot-tell": sum["cannot-tell"] + one["cannot-tell"],
      }));
    const ids = out
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { screeningId?: string }).screeningId);
    let before = 0;
    const rows = blocks.flatMap((block) => {
      const first = before;
      before += block.rows;
      return block.alerts.map((alert) => first + alert.row);
    });
    return { out, counts, ids, rows, searched: run.searched, touched: run.touched };
  };
  return { take, screen, close: () => store.close() };
};
/** Lines without what differs from run to run. */
const findings = (out: string): readonly unknown[] =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => ({ ...(JSON.parse(line) as object), screeningId: "", screenedAt: "" }));

describe("a delta over earlier results", () => {
  const world = worldOf();
  const names = [
    ["a party that will be removed", "Testan Examplov"],
    ["a party that will be added", "Madeup Novelton"],
    ["one with a slip", "Madeup Noveltton"],
    ["a party that stays", "Fictio Staysona0"],
    ["nobody listed", "Someone Else"],
    ["nobody listed, in another script", "Кто-то Другой"],
    ["a row without a name", ""],
    ["a disguised name", "M a d e u p N o v e l t o n"],
    ["quotes and a JSON key in a name", 'Kim ""score"":0,""hits"":[] Jo'],
  ] as const;
  const customers = names.map(([, name], i) => `${i},"${name}",\n`).join("");
  let old: Awaited<ReturnType<typeof world.screen>>;
  beforeAll(async () => {
    await world.take("2021-09-21", Buffer.from(STAYING + row(1, "EXAMPLOV, Testan")));
    old = await world.screen(customers, "csv", null);
    await world.take("2021-09-30", Buffer.from(STAYING + row(3, "NOVELTON, Madeup")));
  });
  afterAll(() => world.close());
  it("says of every row what a full screening says", async () => {
    const [full, delta] = [
      await world.screen(customers, "csv", null),
      await world.screen(old.out, "jsonl", old.searched),
    ];
    expect(delta.touched).toBe(2);
    expect(findings(delta.out)).toEqual(findings(full.out));
    expect(delta.counts).toEqual(full.counts);
    expect(delta.rows).toEqual(full.rows);
    expect(findings(full.out)).not.toEqual(findings(old.out));
  });
  it("screens only what a changed entry can touch, and names the new versions in every line", async () => {
    const delta = await world.screen(old.out, "jsonl", old.searched);
    const again = names.filter((_, i) => delta.ids[i] !== old.ids[i]).map(([claim]) => claim);
    expect(again).toEqual(
      expect.arrayContaining(["a party that will be removed", "a party that will be added", "a party that stays"]),
    );
    for (const [i, claim] of [
      [4, "nobody listed"],
      [5, "nobody listed, in another script"],
      [6, "a row without a name"],
    ] as const)
      expect(delta.ids[i], claim).toBe(old.ids[i]);
    for (const line of delta.out.trimEnd().split("\n")) {
      const { searched } = JSON.parse(line) as { searched: readonly SearchedList[] };
      if (searched.length > 0) expect(searched).toEqual(delta.searched);
    }
  });
  it("is not taken where a version it rests on is no longer kept", async () => {
    const gone = old.searched.map((list) => ({ ...list, sha256: "0".repeat(64) }));
    expect((await world.screen(customers, "csv", gone)).touched).toBeNull();
  });
});

const [first, second, population] = [
  sharedData("ofac", "history", "sdn-2024-02-28.csv"),
  sharedData("ofac", "history", "sdn-2024-03-27.csv"),
  sharedData("matching", "population.csv"),
];
describe.skipIf(!first || !second || !population)("a delta over the real change of March 2024", () => {
  it("says what a full screening says of people, of changed entries and of those with a letter lost", {
    timeout: 60_000,
  }, async () => {
    const world = worldOf();
    const listed = (path: string): readonly string[] =>
      readFileSync(path, "latin1")
        .split("\r\n")
        .flatMap((line) => /^\d+,"([^"]+)"/.exec(line)?.[1] ?? []);
    const [before, after] = [listed(first ?? ""), listed(second ?? "")];
    const [was, is] = [new Set(before), new Set(after)];
    const moved = [...before.filter((name) => !is.has(name)), ...after.filter((name) => !was.has(name))].slice(0, 120);
    const people = readFileSync(population ?? "", "utf8")
      .split("\n")
      .slice(1, 150)
      .map((line) => line.split(",")[1] ?? "");
    const slips = moved.map((name, i) => name.slice(0, 2 + (i % 4)) + name.slice(3 + (i % 4)));
    const all = [...moved, ...slips, ...people];
    const customers = all.map((name, i) => `${i},"${name.replaceAll('"', '""')}",\n`).join("");
    await world.take("2024-02-28", readFileSync(first ?? ""));
    const old = await world.screen(customers, "csv", null);
    await world.take("2024-03-27", readFileSync(second ?? ""));
    const [full, delta] = [
      await world.screen(customers, "csv", null),
      await world.screen(old.out, "jsonl", old.searched),
    ];
    expect(delta.touched).toBeGreaterThan(200);
    expect(findings(delta.out)).toEqual(findings(full.out));
    expect(delta.counts).toEqual(full.counts);
    world.close();
  });
});
