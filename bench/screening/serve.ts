/** Child of the benchmark: serves look-ups from a snapshot file alone and prints what it took as one JSON line. */
import { readFileSync } from "node:fs";
import type { NameForm } from "../../src/screening/name-form.ts";
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
const overIndex = () => makeScreenerOver({ ...benchClock, lists: [{ version, stale: false }], index });
overIndex();
const loadMs = performance.now() - loading;

/** Every pass begins with nothing remembered but the names to warm up with. */
const times = task.names.map(() => Number.POSITIVE_INFINITY);
let perCpuSecond = 0;
let rssMb = 0;
for (let pass = 0; pass < task.passes; pass++) {
  const screener = overIndex();
  for (const name of task.warmUp) screener.screen(subject(name));
  const cpu = process.cpuUsage();
  task.names.forEach((name, i) => {
    const before = performance.now();
    screener.screen(subject(name));
    times[i] = Math.min(times[i]!, performance.now() - before);
  });
  const used = process.cpuUsage(cpu);
  perCpuSecond = Math.max(perCpuSecond, times.length / ((used.user + used.system) / 1e6));
  if (pass === 0) rssMb = process.memoryUsage().rss / 1e6;
}

/** How long scoring every listed name takes for the same names, as persons. */
const everyName = (): number => {
  const pool = makeTokenPool(Number.POSITIVE_INFINITY);
  const parser = makeNameParser(pool, backgroundRarity);
  const forms = task.scoredInFull.flatMap((name) => parser.forms(name, true));
  const timed = (search: (form: NameForm) => unknown): number => {
    const start = performance.now();
    for (const form of forms) search(form);
    return performance.now() - start;
  };
  // A search begins with nothing remembered; the least of several passes
  const fast = Array.from({ length: 2 * task.passes }, () => {
    const search = makeNameSearch(index.names, pool);
    return timed((form) => search.search(form, THRESHOLDS.possible));
  });
  const search = makeNameSearch(index.names, pool);
  return timed((form) => search.bruteForce(form, THRESHOLDS.possible)) / Math.min(...fast);
};

const sorted = times.toSorted((a, b) => a - b);
const served: Served = {
  loadMs,
  p50: at(sorted, 0.5),
  p99: at(sorted, 0.99),
  perSecond: times.length / (times.reduce((sum, t) => sum + t, 0) / 1000),
  perCpuSecond,
  rssMb,
  timesFaster: everyName(),
};
console.log(JSON.stringify(served));
