import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { parseConfig } from "../../src/config.ts";
import { messageOf, RedflagError } from "../../src/core/errors.ts";
import { openRuntime } from "../../src/runtime.ts";
import { libraryOf } from "../../test/support/library.ts";
import { readBases } from "./bases.ts";
import { parserTargets } from "./parser-targets.ts";
import { randomOf } from "./random.ts";
import type { Input, Target } from "./target.ts";
import { textTargets } from "./text-targets.ts";

/** What the parent gives. `at` holds the target's place and the number of the input that is being run. */
export interface FuzzOrder {
  readonly seed: number;
  readonly inputs: number;
  readonly shared: string;
  readonly only: string | null;
  /** One input alone, by its number. */
  readonly number: number | null;
  readonly at: SharedArrayBuffer;
}

export interface TargetReport {
  readonly name: string;
  readonly inputs: number;
  /** Inputs that were refused in the program's own words. */
  readonly refused: number;
  readonly crashes: readonly { readonly number: number; readonly why: string; readonly shown: string }[];
  readonly slowest: { readonly msPerKb: number; readonly ms: number; readonly size: number; readonly number: number };
  readonly meanMsPerKb: number;
}

export type FuzzMessage =
  | { readonly kind: "targets"; readonly names: readonly string[] }
  | { readonly kind: "input"; readonly shown: string }
  | { readonly kind: "report"; readonly report: TargetReport }
  | { readonly kind: "done" };

const KEPT_CRASHES = 5;
/** Measured above this an input is run again: collecting garbage and compiling are not its own cost. */
const SUSPECT_MS_PER_KB = 10;

const order = workerData as FuzzOrder;
const at = new Int32Array(order.at);
const tell = (message: FuzzMessage): void => parentPort?.postMessage(message);

/** Processor time of this thread in milliseconds. */
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

const timed = async (input: Input): Promise<{ readonly ms: number; readonly thrown: unknown }> => {
  const before = cpuMs();
  let thrown: unknown = null;
  try {
    await input.run();
  } catch (error) {
    thrown = error;
  }
  return { ms: cpuMs() - before, thrown };
};

/** An input below a kilobyte counts as one: the cost of a call is not its own. */
const perKb = (ms: number, size: number): number => ms / Math.max(1, size / 1_024);

const runTarget = async (target: Target, place: number, count: number): Promise<TargetReport> => {
  const crashes: { number: number; why: string; shown: string }[] = [];
  let slowest = { msPerKb: 0, ms: 0, size: 0, number: 0 };
  let [refused, total, crashed] = [0, 0, 0];
  const numbers = order.number === null ? Array.from({ length: count }, (_, number) => number) : [order.number];
  for (const number of numbers) {
    Atomics.store(at, 0, place);
    Atomics.store(at, 1, number);
    Atomics.add(at, 2, 1);
    const input = target.make(
      randomOf(order.seed ^ Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)),
    );
    if (order.number !== null) tell({ kind: "input", shown: input.shown() });
    const { ms, thrown } = await timed(input);
    let least = ms;
    for (let again = 0; again < 3 && perKb(least, input.size) > SUSPECT_MS_PER_KB; again++)
      least = Math.min(least, (await timed(input)).ms);
    total += perKb(least, input.size);
    if (perKb(least, input.size) > slowest.msPerKb)
      slowest = { msPerKb: perKb(least, input.size), ms: least, size: input.size, number };
    if (thrown instanceof RedflagError) refused++;
    else if (thrown !== null && ++crashed <= KEPT_CRASHES)
      crashes.push({
        number,
        why: thrown instanceof Error ? (thrown.stack ?? messageOf(thrown)) : String(thrown),
        shown: input.shown().slice(0, 400),
      });
  }
  return { name: target.name, inputs: numbers.length, refused, crashes, slowest, meanMsPerKb: total / numbers.length };
};

const dataDir = mkdtempSync(join(tmpdir(), "redflag-fuzz-"));
const runtime = await openRuntime(parseConfig({ REDFLAG_DATA_DIR: dataDir, LOG_LEVEL: "silent" }));
try {
  const bases = readBases(order.shared);
  const library = libraryOf(
    bases.markdown.slice(0, 60).map((text, i) => ({ id: `d${i}`, text: text.slice(0, 4_000) })),
  );
  const deps = { screener: await runtime.services.screener(), library, namesOnly: runtime.services.namesOnly };
  const all = [...textTargets(bases, deps), ...parserTargets(bases)];
  tell({ kind: "targets", names: all.map(({ name }) => name) });
  const shares = all.reduce((sum, { share }) => sum + share, 0);
  for (const [place, target] of all.entries()) {
    if (order.only !== null && !target.name.includes(order.only)) continue;
    const count = Math.max(
      1,
      Math.round((order.inputs * target.share) / (order.only === null ? shares : target.share)),
    );
    tell({ kind: "report", report: await runTarget(target, place, count) });
  }
} finally {
  await runtime.close();
  rmSync(dataDir, { recursive: true, force: true });
}
tell({ kind: "done" });
