import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import { importList } from "../../src/lists/import.ts";
import { history, SDN_2021 } from "./files.ts";
import type { Row } from "./report.ts";

const SDN = sourceId("ofac-sdn");
const KILLS = 50;
const BENCH = join(import.meta.dirname, "../lists.ts");
const now = (): Instant => new Date().toISOString() as Instant;
const load = (path: string, day: string) => {
  const stores = openSqlite(path);
  return importList({ source: SDN, files: history(day), store: stores.lists, now, publishedOn: null, partial: true })
    .then(({ version }) => version)
    .finally(() => stores.close());
};

/** kill -9 at 50 moments while a version is imported over another: the store opens each time on a whole one, old or new. */
export const crashes = async (): Promise<readonly Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-crash-"));
  const base = join(folder, "base.sqlite");
  const old = await load(base, "2021-09-21");
  const began = performance.now();
  const next = await load(join(folder, "next.sqlite"), "2024-03-27");
  const whole = performance.now() - began;
  const seen = { old: 0, next: 0, broken: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const path = join(folder, `${kill}.sqlite`);
    copyFileSync(base, path);
    const child = spawn(process.execPath, [BENCH, "--write", path, ...process.argv.slice(2)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * whole * 2));
    child.kill("SIGKILL");
    await closed;
    const stores = openSqlite(path);
    const [version] = await stores.lists.current();
    const listings = version ? await Array.fromAsync(stores.lists.listings(SDN, version.sha256)) : [];
    const sound = stores.database.prepare("PRAGMA quick_check").get()?.quick_check === "ok";
    if (sound && version?.sha256 === old.sha256 && listings.length === old.entries) seen.old++;
    else if (sound && version?.sha256 === next.sha256 && listings.length === next.entries) seen.next++;
    else seen.broken++;
    stores.close();
    for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
  }
  rmSync(folder, { recursive: true, force: true });
  return [
    {
      what: `kill -9 at ${KILLS} random moments of an import`,
      expected: `${KILLS} whole`,
      got: `${seen.old} old + ${seen.next} new whole, ${seen.broken} broken`,
      passed: seen.broken === 0,
    },
  ];
};

/** 20 readers at once while a new version is installed: each sees one whole version, and the longest pause is measured. */
export const parallel = async (): Promise<readonly Row[]> => {
  const stores = openSqlite(":memory:");
  const old = await importList({
    source: SDN,
    files: history("2021-09-21"),
    store: stores.lists,
    now,
    publishedOn: null,
    partial: true,
  });
  let last = performance.now();
  let pause = 0;
  let running = true;
  const watch = (): void => {
    pause = Math.max(pause, performance.now() - last);
    last = performance.now();
    if (running) setImmediate(watch);
  };
  setImmediate(watch);
  const reader = async (): Promise<boolean> => {
    const [version] = await stores.lists.current();
    if (!version) return false;
    const listings = await Array.fromAsync(stores.lists.listings(SDN, version.sha256));
    return listings.length === version.entries && new Set(listings.map((l) => l.source.sha256)).size === 1;
  };
  const [next, ...sound] = await Promise.all([
    importList({ source: SDN, files: SDN_2021(), store: stores.lists, now, publishedOn: null }),
    ...Array.from({ length: 20 }, reader),
  ]);
  running = false;
  const good = sound.filter((s) => s).length;
  stores.close();
  return [
    {
      what: `20 readers during an import (${old.version.entries} -> ${next.version.entries})`,
      expected: "20 whole",
      got: `${good} whole`,
      passed: good === 20,
    },
    { what: "longest pause of the process meanwhile", expected: "", got: `${Math.round(pause)} ms`, passed: null },
  ];
};
