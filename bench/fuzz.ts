import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { FuzzMessage, FuzzOrder, TargetReport } from "./fuzz/worker.ts";

/**
 * Generated inputs, made of real snippets and of what breaks them, through the parsers of lists and documents, the
 * normaliser, names, mentions, addresses, questions and commands. Only errors of the program's own family may come out, and no
 * input may cost more than 50 ms of processor time a kilobyte.
 *
 *     node bench/fuzz.ts [--inputs 1000000] [--seed 1] [--only <part of a target's name>] [--number <one input>] [--data <folder>]
 *
 * What it finds is named by seed, target and number, and comes again with `--seed`, `--only` and `--number`.
 */
const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    number: { type: "string" },
    data: { type: "string", default: join(import.meta.dirname, "../../shared/data") },
  },
});
const MOST_MS_PER_KB = 50;
/** One input that takes more processor time than this hangs. */
const HANG_MS = 60_000;

const at = new SharedArrayBuffer(12);
const order: FuzzOrder = {
  seed: Number(values.seed),
  inputs: Number(values.inputs),
  shared: values.data,
  only: values.only ?? null,
  number: values.number === undefined ? null : Number(values.number),
  at,
};
const begun = performance.now();
const worker = new Worker(join(import.meta.dirname, "fuzz/worker.ts"), { workerData: order });
const reports: TargetReport[] = [];
let names: readonly string[] = [];
let hang: string | null = null;

const watch = new Int32Array(at);
/** Of the whole process: nothing but the worker takes any. A machine that is busy with other things makes no hang. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
let seen = { count: 0, since: cpuMs() };
const watching = setInterval(() => {
  const count = Atomics.load(watch, 2);
  if (count !== seen.count) seen = { count, since: cpuMs() };
  else if (count > 0 && cpuMs() - seen.since > HANG_MS) {
    hang = `${names[Atomics.load(watch, 0)]} hangs at number ${Atomics.load(watch, 1)}`;
    void worker.terminate();
  }
}, 1_000);

const figure = (value: number): string => value.toFixed(2).padStart(8);
await new Promise<void>((resolve, reject) => {
  worker.on("message", (message: FuzzMessage) => {
    if (message.kind === "targets") names = message.names;
    if (message.kind === "input") console.log(message.shown);
    if (message.kind !== "report") return;
    const { name, inputs, refused, crashes, slowest, meanMsPerKb } = message.report;
    reports.push(message.report);
    console.log(
      `${name.padEnd(30)} ${String(inputs).padStart(8)} inputs ${String(refused).padStart(8)} refused ${String(crashes.length).padStart(3)} crashes` +
        `  mean ${figure(meanMsPerKb)}  slowest ${figure(slowest.msPerKb)} ms/KB (${slowest.ms.toFixed(1)} ms for ${slowest.size} characters, number ${slowest.number})`,
    );
    for (const { number, why, shown } of crashes)
      console.log(`  CRASH number ${number}: ${why.split("\n").slice(0, 4).join(" | ")}\n    ${shown}`);
  });
  worker.once("error", reject);
  worker.once("exit", () => resolve());
});
clearInterval(watching);

const inputs = reports.reduce((sum, report) => sum + report.inputs, 0);
const crashes = reports.reduce((sum, report) => sum + report.crashes.length, 0);
const slow = reports.filter(({ slowest }) => slowest.msPerKb > MOST_MS_PER_KB);
console.log(
  `\n${inputs.toLocaleString("en-GB")} inputs, seed ${order.seed}, ${((performance.now() - begun) / 60_000).toFixed(1)} minutes (processor time a thread)`,
);
const rows: readonly (readonly [string, boolean])[] = [
  [`${crashes} crashes`, crashes === 0],
  [hang ?? "no hang", hang === null],
  [
    slow.length === 0
      ? `nothing above ${MOST_MS_PER_KB} ms/KB`
      : `above ${MOST_MS_PER_KB} ms/KB: ${slow.map(({ name }) => name).join(", ")}`,
    slow.length === 0,
  ],
];
for (const [what, held] of rows) console.log(`${held ? "ok  " : "FAIL"} ${what}`);
const failed = rows.filter(([, held]) => !held).length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
