/** How long a new replica takes to screen from the snapshot that another one left in the shared store, all lists at hand imported. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseConfig } from "../../src/config.ts";
import { openRuntime } from "../../src/runtime.ts";
import { hasPostgres, startPostgres } from "../../test/support/postgres.ts";
import { CONS_2025, hasData, read, SDN_MIXED } from "../lists/files.ts";
import { makeTally, percentile } from "../tally.ts";
import type { ReadyFigures } from "./ready.ts";

const STARTS = 7;
const GOAL_MS = 1_500;

if (!hasPostgres || !hasData()) {
  console.error("Postgres or the folder of public data is not there (--data). Nothing was measured.");
  process.exit(1);
}
const folders: string[] = [];
const settings = (url: string): Record<string, string> => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-ready-"));
  folders.push(folder);
  return { DATABASE_URL: url, REDFLAG_DATA_DIR: folder };
};
const start = async (url: string, cache: string): Promise<ReadyFigures> => {
  const program = [join(import.meta.dirname, "ready.ts"), JSON.stringify(settings(url))];
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  const { stdout } = await promisify(execFile)(process.execPath, program, { env });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as ReadyFigures;
};
const row = (what: string, one: ReadyFigures): void =>
  console.log(
    `${what.padEnd(30)} program loaded ${one.loadedMs.toFixed(0).padStart(5)} ms, stores open ${one.openedMs.toFixed(0).padStart(5)} ms, first screening ${one.screenedMs.toFixed(0).padStart(6)} ms after the start; processor ${one.loadingMs.toFixed(0)} + ${one.processorMs.toFixed(0)} ms, memory ${one.rssMb.toFixed(0)} MB, ${one.verdict}`,
  );

const tally = makeTally();
const server = await startPostgres();
try {
  const url = await server.database();
  const runtime = await openRuntime(parseConfig({ ...settings(url), LOG_LEVEL: "silent" }));
  const { lists } = runtime.services;
  for (const [source, files] of [
    ["ofac-sdn", SDN_MIXED()],
    ["ofac-non-sdn", CONS_2025()],
    ["un-sc", [read("un/consolidated-2026-02.xml")]],
  ] as const)
    console.log(`${source}: ${(await lists.importFiles(source, files, null)).entries} listings`);
  // Compiles the index and leaves it in the shared store.
  await runtime.services.screener();
  await runtime.close();
  const several = async (what: string, cache: string): Promise<readonly ReadyFigures[]> => {
    const starts: ReadyFigures[] = [];
    for (let i = 0; i < STARTS; i++) starts.push(await start(url, cache));
    for (const one of starts) row(what, one);
    return starts;
  };
  const starts = await several("new replica, shared snapshot", "");
  const cache = mkdtempSync(join(tmpdir(), "redflag-compiled-"));
  folders.push(cache);
  await start(url, cache);
  const cached = await several("the same, NODE_COMPILE_CACHE", cache);
  const middle = (all: readonly ReadyFigures[], of: (one: ReadyFigures) => number): number =>
    percentile(all.map(of), 50);
  const ready = middle(starts, (one) => one.screenedMs - one.loadedMs);
  console.log(
    `a new replica screens ${ready.toFixed(0)} ms after it began to open its stores (middle of ${STARTS}; ${middle(starts, (one) => one.processorMs).toFixed(0)} ms of processor time); after its process began ${middle(starts, (one) => one.screenedMs).toFixed(0)} ms, with Node's compile cache ${middle(cached, (one) => one.screenedMs).toFixed(0)} ms`,
  );
  tally.check(`stores open and a name screened within ${GOAL_MS} ms, took ${ready.toFixed(0)} ms`, ready <= GOAL_MS);
  tally.check(
    "and finds who is listed",
    [...starts, ...cached].every((one) => one.verdict === "match"),
  );
} finally {
  await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
tally.close();
