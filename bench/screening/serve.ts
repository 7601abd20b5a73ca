/** Child of the benchmark: serves look-ups from a snapshot file alone and prints what it took as one JSON line. */
import { readFileSync } from "node:fs";
import { makeNameSearch } from "../../src/screening/name-search.ts";
import { makeTokenPool } from "../../src/screening/name-token.ts";
import { makeNameParser } from "../../src/screening/parse-name.ts";
import { backgroundRarity } from "../../src/screening/rarity.ts";
import { makeScreenerOver } from "../../src/screening/screener.ts";
import { loadIndex } from "../../src/screening/snapshot.ts";
import { THRESHOLDS } from "../../src/screening/weights.ts";
import type { Served, ServeTask } from "./serving.ts";
import { at, benchClock, subject } from "./world.ts";

const task = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as ServeTask;
const version = {
  list: "bench" as never,
  sha256: "0",
  publishedOn: null,
  retrievedAt: benchClock.now(),
  entries: 0,
  caveat: null,
};
const loading = performance.now();
const index = loadIndex(readFileSync(task.snapshot), "bench");
const screener = makeScreenerOver({ ...benchClock, lists: [{ version, stale: false }], index });
const loadMs = performance.now() - loading;

for (const name of task.warmUp) screener.screen(subject(name));
const times: number[] = [];
const cpu = process.cpuUsage();
for (const name of task.names) {
  const before = performance.now();
  screener.screen(subject(name));
  times.push(performance.now() - before);
}
const used = process.cpuUsage(cpu);
const rssMb = process.memoryUsage().rss / 1e6;

/** How long scoring every listed name takes for the same names, as persons. */
const everyName = (): number => {
  const pool = makeTokenPool(Number.POSITIVE_INFINITY);
  const parser = makeNameParser(pool, backgroundRarity);
  const search = makeNameSearch(index.names, pool);
  const forms = task.scoredInFull.flatMap((name) => parser.forms(name, true));
  for (const form of forms) search.search(form, THRESHOLDS.possible);
  const start = performance.now();
  for (const form of forms) search.search(form, THRESHOLDS.possible);
  const middle = performance.now();
  for (const form of forms) search.bruteForce(form, THRESHOLDS.possible);
  return (performance.now() - middle) / (middle - start);
};

const sorted = times.toSorted((a, b) => a - b);
const served: Served = {
  loadMs,
  p50: at(sorted, 0.5),
  p99: at(sorted, 0.99),
  perSecond: times.length / (times.reduce((sum, t) => sum + t, 0) / 1000),
  perCpuSecond: times.length / ((used.user + used.system) / 1e6),
  rssMb,
  timesFaster: everyName(),
};
console.log(JSON.stringify(served));
