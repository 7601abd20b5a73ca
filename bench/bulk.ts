/** Bulk screening figures: npm run bench:bulk [-- --rows 1000000] [--workers 2] [--data ../shared/data]. */
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { writeCustomers } from "./bulk/customers.ts";
import { type Ran, redflag } from "./bulk/run.ts";
import { makeTally } from "./tally.ts";

const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? fallback) : fallback;
};
const DATA = option("data", join(import.meta.dirname, "../../shared/data"));
const ROWS = Number(option("rows", "1000000"));
const WORKERS = Number(option("workers", "2"));
const KILLS = 10;
const MOST_MB = 500;
const DELTA_GOAL = 50;

const folder = mkdtempSync(join(tmpdir(), "redflag-bulk-"));
const at = (name: string): string => join(folder, name);
const tally = makeTally();
const say = (what: string, said: string): void => console.log(`${what.padEnd(52)} ${said}`);
const grouped = (value: number): string => Math.round(value).toLocaleString("en-GB");

const take = (source: string, ...path: string[]): Promise<Ran> =>
  redflag(at("var"), ["lists", "import", source, join(DATA, ...path), "--partial"]);
const screen = (output: string, more: readonly string[] = [], killWhen?: () => boolean): Promise<Ran> =>
  redflag(
    at("var"),
    ["screen", "--input", at("customers.csv"), "--output", at(output), "--workers", String(WORKERS), ...more],
    killWhen,
  );
const linesOf = (name: string): AsyncIterable<string> => createInterface({ input: createReadStream(at(name)) });
/** What a line says, without what differs from run to run. */
const finding = (line: string): string => {
  const { screeningId: _id, screenedAt: _at, elapsedMs: _ms, ...rest } = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify(rest);
};
const shown = (ran: Ran): string =>
  `${ran.seconds.toFixed(1)} s, ${ran.cpuSeconds?.toFixed(1) ?? "?"} s of processor time, peak ${ran.peakMb?.toFixed(0) ?? "?"} MB`;

/** The job killed at random moments and begun again each time with the same command. */
const killed = async (): Promise<void> => {
  const part = at("earlier.jsonl.part");
  let kills = 0;
  let ran: Ran;
  do {
    const reached = existsSync(part) ? statSync(part).size : 0;
    const wanted = reached + Math.random() * ((ROWS * 1_100) / KILLS);
    ran = await screen("earlier.jsonl", [], () => kills < KILLS && existsSync(part) && statSync(part).size > wanted);
    if (ran.killed) kills++;
  } while (ran.killed);
  let [expected, lost, doubled] = [0, 0, 0];
  for await (const line of linesOf("earlier.jsonl")) {
    const id = Number((JSON.parse(line) as { id: string }).id);
    if (id < expected) doubled++;
    else lost += id - expected;
    expected = Math.max(expected, id + 1);
  }
  lost += ROWS - expected;
  say(`kill -9 at ${kills} random moments, gone on each time`, `${lost} rows lost, ${doubled} doubled`);
  tally.check("killed and gone on: none lost, none doubled", kills > 0 && lost === 0 && doubled === 0);
};

const compare = async (): Promise<void> => {
  const full = await screen("full.jsonl");
  say(`full rescreen, ${WORKERS} workers`, shown(full));
  say("  rows a second of one worker", grouped(ROWS / full.seconds / WORKERS));
  if (full.cpuSeconds) say("  rows a second of processor time", grouped(ROWS / full.cpuSeconds));
  if (full.peakMb !== null) tally.check(`peak memory <= ${MOST_MB} MB`, full.peakMb <= MOST_MB);
  const delta = await screen("delta.jsonl", ["--delta", at("earlier.jsonl")]);
  say(`delta rescreen, ${WORKERS} workers`, shown(delta));
  const others = linesOf("delta.jsonl")[Symbol.asyncIterator]();
  let [rows, differ] = [0, 0];
  for await (const line of linesOf("full.jsonl")) {
    const other = await others.next();
    rows++;
    if (other.done || finding(other.value) !== finding(line)) differ++;
  }
  const more = !(await others.next()).done;
  tally.check(`the delta says the same of all ${grouped(rows)} rows`, rows === ROWS && differ === 0 && !more);
  const ratio = full.seconds / delta.seconds;
  say("full against delta", `${ratio.toFixed(1)} times as long (goal ${DELTA_GOAL})`);
  tally.check(`delta is at least ${DELTA_GOAL} times as fast`, ratio >= DELTA_GOAL);
};

try {
  writeCustomers(at("customers.csv"), ROWS, DATA);
  say("customers", grouped(ROWS));
  await take("un-sc", "un", "consolidated-2026-02.xml");
  await take("ofac-sdn", "ofac", "history", "sdn-2024-02-28.csv");
  await killed();
  await take("ofac-sdn", "ofac", "history", "sdn-2024-03-27.csv");
  await compare();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
tally.close();
