import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
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

/** Imports two real versions by turns until it is killed. */
const WRITER = join(import.meta.dirname, "writer.ts");

/** kill -9 at 50 moments of an import: the store opens each time on a whole version. */
export const crashes = async (): Promise<readonly Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-crash-"));
  const path = join(folder, "store.sqlite");
  const days = ["2021-09-21", "2021-09-30"];
  const entries = new Map<string, number>();
  const first = openSqlite(path);
  for (const day of days) {
    const { version } = await importList({
      source: SDN,
      files: history(day),
      store: first.lists,
      now: () => new Date().toISOString() as Instant,
      publishedOn: null,
      partial: true,
    });
    entries.set(version.sha256, version.entries);
  }
  first.close();
  let whole = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, [WRITER, path, ...process.argv.slice(2)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const started = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    await started;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 700));
    child.kill("SIGKILL");
    await closed;
    const stores = openSqlite(path);
    const [version] = await stores.lists.current();
    const listings = version ? await Array.fromAsync(stores.lists.listings(SDN, version.sha256)) : [];
    const check = stores.database.prepare("PRAGMA quick_check").get()?.quick_check;
    if (version && entries.get(version.sha256) === listings.length && check === "ok") whole++;
    stores.close();
  }
  rmSync(folder, { recursive: true, force: true });
  return [
    {
      what: `kill -9 at ${KILLS} moments of an import`,
      expected: `${KILLS} whole`,
      got: `${whole} whole`,
      passed: whole === KILLS,
    },
  ];
};

/** 20 readers at once while a new version is installed: each sees one whole version, and the longest pause is measured. */
export const parallel = async (): Promise<readonly Row[]> => {
  const stores = openSqlite(":memory:");
  const now = (): Instant => new Date().toISOString() as Instant;
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
