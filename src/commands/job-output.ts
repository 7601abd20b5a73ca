import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { BadInput, messageOf } from "../core/errors.ts";
import type { SearchedList } from "../core/screening.ts";
import type { Position } from "../services/bulk/blocks.ts";
import type { Counts } from "../services/bulk/screen-block.ts";

/** How far a job has come. All of it is on the disk. */
export interface Reached {
  readonly next: Position | null;
  readonly rows: number;
  readonly outputBytes: number;
  readonly counts: Counts;
  readonly failed: number;
}

/** What makes two runs one job: the same rows, matcher, list versions and options. */
export interface JobIdentity {
  readonly inputSha256: string;
  readonly key: string;
  readonly options: string;
  /** sha256 of the earlier results that a delta rests on; `null` for a full screening. */
  readonly deltaOf: string | null;
}

/** The file beside the results, `<output>.job`. */
export interface JobRecord extends JobIdentity {
  readonly jobId: string;
  readonly startedAt: string;
  readonly lists: readonly SearchedList[];
  readonly reached: Reached;
  /**
   * Under this name blocks wait for other processes; `null`: for none. A name is given up when the job goes on without them:
   * its blocks end elsewhere then, and one that was cut before must not be taken for one of them.
   */
  readonly blocks: string | null;
  /** Of the finished results; `null` while the job is under way. */
  readonly outputSha256: string | null;
}

export interface JobOutput {
  write(bytes: Uint8Array): Promise<void>;
  /** Puts everything written on the disk, then the record. */
  checkpoint(record: JobRecord): void;
  /** The results under their own name, with the record beside them. Gives their sha256. */
  finish(record: JobRecord): string;
  close(): void;
}

const partOf = (path: string): string => `${path}.part`;
export const recordPath = (path: string): string => `${path}.job`;

/** The record beside `path`; `null` when there is none that can be read. */
export const readRecord = (path: string): JobRecord | null => {
  try {
    return JSON.parse(readFileSync(recordPath(path), "utf8")) as JobRecord;
  } catch {
    return null;
  }
};

/** Results in a file: written beside it and renamed when whole. The first `kept` bytes are those of an earlier run. */
export const fileOutput = async (path: string, kept: number): Promise<JobOutput> => {
  const part = partOf(path);
  const hash = createHash("sha256");
  let file: number | null = null;
  try {
    if (kept > 0) for await (const piece of createReadStream(part, { end: kept - 1 })) hash.update(piece as Uint8Array);
    file = openSync(part, kept > 0 ? "r+" : "w");
    // What came after the last checkpoint is screened again.
    ftruncateSync(file, kept);
  } catch (thrown) {
    if (file !== null) closeSync(file);
    throw new BadInput(
      `${part} cannot be written (${messageOf(thrown)}). Nothing was screened. Check the folder's permissions and free space.`,
      { cause: thrown },
    );
  }
  const open = file;
  let at = kept;
  let closed = false;
  const close = (): void => {
    if (!closed) closeSync(open);
    closed = true;
  };
  return {
    write: async (bytes) => {
      hash.update(bytes);
      for (let done = 0; done < bytes.length; ) done += writeSync(open, bytes, done, bytes.length - done, at + done);
      at += bytes.length;
    },
    checkpoint: (record) => {
      fsyncSync(open);
      writeWhole(recordPath(path), JSON.stringify(record));
    },
    finish: (record) => {
      fsyncSync(open);
      close();
      const outputSha256 = hash.digest("hex");
      renameSync(part, path);
      writeWhole(recordPath(path), JSON.stringify({ ...record, outputSha256 }));
      return outputSha256;
    },
    close,
  };
};

/** Results on stdout: nothing to go on from. Waits for whoever reads. */
export const stdoutOutput = (): JobOutput => {
  const hash = createHash("sha256");
  return {
    write: async (bytes) => {
      hash.update(bytes);
      // A copy: whoever gave the bytes writes over them
      if (!process.stdout.write(Buffer.from(bytes)))
        await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
    },
    checkpoint: () => {},
    finish: () => hash.digest("hex"),
    close: () => {},
  };
};

/** Forgets a job that is not gone on with. */
export const dropJob = (path: string): void => {
  for (const name of [partOf(path), recordPath(path)]) rmSync(name, { force: true });
};

/** Whole or not at all, also after kill -9. */
const writeWhole = (path: string, text: string): void => {
  const next = `${path}.next`;
  const file = openSync(next, "w");
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(next, path);
};
