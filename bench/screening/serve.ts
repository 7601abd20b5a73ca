/** Child of the benchmark: serves look-ups from a snapshot file alone and prints what it took as one JSON line. */
import { readFileSync } from "node:fs";
import { makeScreenerOver } from "../../src/screening/screener.ts";
import { loadIndex } from "../../src/screening/snapshot.ts";
import { at, benchClock, subject } from "./world.ts";

const [snapshot, namesFile] = process.argv.slice(2);
const names = JSON.parse(readFileSync(namesFile!, "utf8")) as readonly string[];
const version = {
  list: "bench" as never,
  sha256: "0",
  publishedOn: null,
  retrievedAt: benchClock.now(),
  entries: 0,
  caveat: null,
};
const loading = performance.now();
const index = loadIndex(readFileSync(snapshot!), "bench");
const screener = makeScreenerOver({ ...benchClock, lists: [{ version, stale: false }], index });
const loadMs = performance.now() - loading;
for (const name of names.slice(0, 2000)) screener.screen(subject(name));
const times: number[] = [];
const cpu = process.cpuUsage();
for (const name of names) {
  const before = performance.now();
  screener.screen(subject(name));
  times.push(performance.now() - before);
}
const used = process.cpuUsage(cpu);
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    loadMs,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    perSecond: names.length / (times.reduce((sum, t) => sum + t, 0) / 1000),
    perCpuSecond: names.length / ((used.user + used.system) / 1e6),
    rssMb: process.memoryUsage().rss / 1e6,
  }),
);
