import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PASSES = 3;

/** What the child is to do; names of unknown kind, so that each is looked up as a person's and as an organisation's. */
export interface ServeTask {
  readonly snapshot: string;
  /** Other names than those that are timed: what was found for them is remembered. */
  readonly warmUp: readonly string[];
  readonly names: readonly string[];
  /** The least time that a name took in so many passes counts: other programs on the machine are not what is measured. */
  readonly passes: number;
  /** A few of them, that are scored against every listed name too. */
  readonly scoredInFull: readonly string[];
}

export interface Served {
  readonly loadMs: number;
  /** Milliseconds of one look-up, the least of all passes. */
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
  /** By processor time of all threads, which other programs on the machine do not lengthen. */
  readonly perCpuSecond: number;
  /** After the first pass. */
  readonly rssMb: number;
  /** Scoring every listed name takes so many times as long. */
  readonly timesFaster: number;
}

/** Look-ups in a fresh process that holds nothing but the snapshot. */
export const serve = (bytes: Uint8Array, task: Omit<ServeTask, "snapshot">): Served => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-bench-"));
  try {
    const snapshot = join(folder, "index");
    writeFileSync(snapshot, bytes);
    writeFileSync(join(folder, "task.json"), JSON.stringify({ snapshot, ...task } satisfies ServeTask));
    const out = execFileSync(process.execPath, [join(import.meta.dirname, "serve.ts"), join(folder, "task.json")], {
      encoding: "utf8",
    });
    return JSON.parse(out) as Served;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
