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
const start = async (url: string): Promise<ReadyFigures> => {
  const program = [join(import.meta.dirname, "ready.ts"), JSON.stringify(settings(url))];
  const { stdout } = await promisify(execFile)(process.execPath, program);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as ReadyFigures;
};
const row = (what: string, one: ReadyFigures): void =>
  console.log(
    `${what.padEnd(30)} program loaded ${one.loadedMs.toFixed(0).padStart(5)} ms, stores open ${one.openedMs.toFixed(0).padStart(5)} ms, first screening ${one.screenedMs.toFixed(0).padStart(6)} ms after the start; processor ${one.processorMs.toFixed(0)} ms, memory ${one.rssMb.toFixed(0)} MB, ${one.verdict}`,
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
  await runtime.close();
  row("first replica, compiles", await start(url));
  const starts: ReadyFigures[] = [];
  for (let i = 0; i < STARTS; i++) starts.push(await start(url));
  for (const one of starts) row("new replica, shared snapshot", one);
  const ready = percentile(
    starts.map((one) => one.screenedMs),
    50,
  );
  const processor = percentile(
    starts.map((one) => one.processorMs),
    50,
  );
  console.log(
    `a new replica screens ${ready.toFixed(0)} ms after its process began (middle of ${STARTS}), ${processor.toFixed(0)} ms of processor time`,
  );
  tally.check(`at most ${GOAL_MS} ms`, ready <= GOAL_MS);
  tally.check(
    "and finds who is listed",
    starts.every((one) => one.verdict === "match"),
  );
} finally {
  await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
tally.close();
