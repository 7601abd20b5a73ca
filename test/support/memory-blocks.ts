import type { BulkBlocks } from "../../src/ports/bulk-blocks.ts";

/** Blocks of bulk jobs in memory, for tests of what is done with them. `held`: names and places of those that are there. */
export const memoryBlocks = (): BulkBlocks & { readonly held: () => readonly string[] } => {
  const blocks = new Map<
    string,
    { readonly job: string; readonly at: number; block: Uint8Array; result: Uint8Array | null }
  >();
  const key = (job: string, at: number): string => `${job} ${at}`;
  return {
    put: async (job, at, block) => {
      if (!blocks.has(key(job, at))) blocks.set(key(job, at), { job, at, block, result: null });
    },
    read: async (job, at) => blocks.get(key(job, at))?.block ?? null,
    finish: async (job, at, result) => {
      const one = blocks.get(key(job, at));
      if (one) one.result ??= result;
    },
    finished: async (job, at, most) =>
      [...at]
        .sort((a, b) => a - b)
        .flatMap((one) => {
          const result = blocks.get(key(job, one))?.result;
          return result ? [{ at: one, result }] : [];
        })
        .slice(0, most),
    drop: async (job, upTo) => {
      for (const [name, one] of blocks) if (one.job === job && (upTo === null || one.at <= upTo)) blocks.delete(name);
    },
    held: () => [...blocks.keys()],
  };
};
