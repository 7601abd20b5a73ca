/** Blocks of bulk jobs and what was made of them, for all replicas, until whoever began the job has collected it. */
export interface BulkBlocks {
  /** A block that is there already stays as it is. `at` names it within its job. */
  put(job: string, at: number, block: Uint8Array): Promise<void>;
  /** `null` when it was collected: nobody waits for it any more. */
  read(job: string, at: number): Promise<Uint8Array | null>;
  /** What was made of a block. The first one counts. */
  finish(job: string, at: number, result: Uint8Array): Promise<void>;
  /** Those of these blocks that are finished, in order, at most `most`. */
  finished(
    job: string,
    at: readonly number[],
    most: number,
  ): Promise<readonly { readonly at: number; readonly result: Uint8Array }[]>;
  /** Forgets the blocks of a job up to one, inclusive; `null`: all. */
  drop(job: string, upTo: number | null): Promise<void>;
}
