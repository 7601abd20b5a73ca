/** Bulk screening figures: npm run bench:bulk [-- --rows 1000000] [--workers 2] [--only kill,delta,queue] [--data ../shared/data]. */
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCustomers } from "./bulk/customers.ts";
import { differing, lostAndDoubled } from "./bulk/lines.ts";
import { queueFigures } from "./bulk/queue.ts";
import { type Place, type Ran, redflag } from "./bulk/run.ts";
import { makeTally } from "./tally.ts";

const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? fallback) : fallback;
};
const DATA = option("data", join(import.meta.dirname, "../../shared/data"));
const ROWS = Number(option("rows", "1000000"));
const WORKERS = Number(option("workers", "2"));
const ONLY = option("only", "kill,delta,queue").split(",");
const KILLS = ONLY.includes("kill") ? 10 : 0;
const MOST_MB = 500;
const DELTA_GOAL = 50;

const folder = mkdtempSync(join(tmpdir(), "redflag-bulk-"));
const at = (name: string): string => join(folder, name);
const tally = makeTally();
const say = (what: string, said: string): void => console.log(`${what.padEnd(52)} ${said}`);
const grouped = (value: number): string => Math.round(value).toLocaleString("en-GB");

const HERE: Place = { dataDir: at("var"), databaseUrl: null };
const take = (place: Place, source: string, ...path: string[]): Promise<Ran> =>
  redflag(place, ["lists", "import", source, join(DATA, ...path), "--partial"]);
const takeBoth = async (place: Place): Promise<void> => {
  await take(place, "un-sc", "un", "consolidated-2026-02.xml");
  await take(place, "ofac-sdn", "ofac", "history", "sdn-2024-02-28.csv");
};
const screen = (output: string, more: readonly string[] = [], killWhen?: () => boolean): Promise<Ran> =>
  redflag(
    HERE,
    ["screen", "--input", at("customers.csv"), "--output", at(output), "--workers", String(WORKERS), ...more],
    killWhen,
  );
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
  if (KILLS === 0) return;
  const { lost, doubled } = await lostAndDoubled(at("earlier.jsonl"), ROWS);
  say(`kill -9 at ${kills} random moments, gone on each time`, `${lost} rows lost, ${doubled} doubled`);
  tally.check("killed and gone on: none lost, none doubled", kills > 0 && lost === 0 && doubled === 0);
};

/** Seconds of a plain copy that ends on the disk, as results do. */
const copied = (): number => {
  const began = performance.now();
  copyFileSync(at("earlier.jsonl"), at("copy.jsonl"));
  const file = openSync(at("copy.jsonl"), "r+");
  fsyncSync(file);
  closeSync(file);
  return (performance.now() - began) / 1000;
};

const compare = async (): Promise<void> => {
  const full = await screen("full.jsonl");
  say(`full rescreen, ${WORKERS} workers`, shown(full));
  say("  rows a second of one worker", grouped(ROWS / full.seconds / WORKERS));
  if (full.cpuSeconds) say("  rows a second of processor time", grouped(ROWS / full.cpuSeconds));
  if (full.peakMb !== null) tally.check(`peak memory <= ${MOST_MB} MB`, full.peakMb <= MOST_MB);
  const delta = await screen("delta.jsonl", ["--delta", at("earlier.jsonl")]);
  say(`delta rescreen, ${WORKERS} workers`, shown(delta));
  const differ = await differing(at("full.jsonl"), at("delta.jsonl"));
  tally.check(`the delta says the same of all ${grouped(ROWS)} rows`, differ === 0);
  say("  floor: the earlier results copied", `${copied().toFixed(1)} s`);
  const ratio = full.seconds / delta.seconds;
  say("full against delta", `${ratio.toFixed(1)} times as long (goal ${DELTA_GOAL})`);
  tally.check(`delta is at least ${DELTA_GOAL} times as fast`, ratio >= DELTA_GOAL);
};

try {
  writeCustomers(at("customers.csv"), ROWS, DATA);
  say("customers", grouped(ROWS));
  if (ONLY.includes("kill") || ONLY.includes("delta")) {
    await takeBoth(HERE);
    await killed();
    await take(HERE, "ofac-sdn", "ofac", "history", "sdn-2024-03-27.csv");
  }
  if (ONLY.includes("delta")) await compare();
  if (ONLY.includes("queue"))
    await queueFigures({ folder, customers: at("customers.csv"), rows: ROWS, prepare: takeBoth, tally, say });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
tally.close();
