import { expect } from "vitest";
import type { BulkBlocks } from "../../src/ports/bulk-blocks.ts";
import type { Check } from "./store-checks.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (of: Uint8Array | null): string | null => (of === null ? null : new TextDecoder().decode(of));
const results = async (
  blocks: BulkBlocks,
  at: readonly number[],
  most = 9,
): Promise<readonly [number, string | null][]> =>
  (await blocks.finished("job", at, most)).map((one) => [one.at, text(one.result)]);

/** Blocks of bulk jobs, whatever holds them. */
export const BULK_BLOCKS_CHECKS: readonly Check<BulkBlocks>[] = [
  {
    claim: "a block comes back byte for byte, under its job and place alone",
    run: async (blocks) => {
      const given = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) & 0xff);
      await blocks.put("job", 5_000_000_000, given);
      expect(Buffer.from((await blocks.read("job", 5_000_000_000)) ?? []).equals(given)).toBe(true);
      expect(await blocks.read("job", 1)).toBeNull();
      expect(await blocks.read("other", 5_000_000_000)).toBeNull();
    },
    broken: (good) => ({ ...good, read: async (job, at) => (await good.read(job, at))?.slice(1) ?? null }),
  },
  {
    claim: "a block that is there stays as it is, with what was made of it",
    run: async (blocks) => {
      await blocks.put("job", 1, bytes("first"));
      await blocks.finish("job", 1, bytes("made of it"));
      await blocks.put("job", 1, bytes("second"));
      expect(text(await blocks.read("job", 1))).toBe("first");
      expect(await results(blocks, [1])).toEqual([[1, "made of it"]]);
    },
    broken: (good) => ({
      ...good,
      put: async (job, at, block) => {
        await good.drop(job, at);
        await good.put(job, at, block);
      },
    }),
  },
  {
    claim: "of two results the first one counts",
    run: async (blocks) => {
      await blocks.put("job", 1, bytes("rows"));
      await blocks.finish("job", 1, bytes("of the one that was thought dead"));
      await blocks.finish("job", 1, bytes("of the one that took over"));
      expect(await results(blocks, [1])).toEqual([[1, "of the one that was thought dead"]]);
    },
    broken: (good) => ({
      ...good,
      finish: async (job, at, result) => {
        const block = (await good.read(job, at)) ?? new Uint8Array(0);
        await good.drop(job, at);
        await good.put(job, at, block);
        await good.finish(job, at, result);
      },
    }),
  },
  {
    claim: "finished ones are given in order, as many as asked for, and no others",
    run: async (blocks) => {
      for (const at of [30, 10, 20, 40]) await blocks.put("job", at, bytes(`${at}`));
      for (const at of [30, 20, 10]) await blocks.finish("job", at, bytes(`made ${at}`));
      const [made10, made20, made30] = [10, 20, 30].map((at) => [at, `made ${at}`]);
      expect(await results(blocks, [40, 30, 20, 10])).toEqual([made10, made20, made30]);
      expect(await results(blocks, [40, 30, 20, 10], 2)).toEqual([made10, made20]);
      expect(await results(blocks, [40, 30])).toEqual([made30]);
    },
    broken: (good) => ({ ...good, finished: async (...asked) => (await good.finished(...asked)).toReversed() }),
  },
  {
    claim: "collected blocks are forgotten up to a place, and what comes of them later is not kept",
    run: async (blocks) => {
      for (const at of [10, 20, 30]) await blocks.put("job", at, bytes(`${at}`));
      await blocks.put("other", 10, bytes("of another job"));
      await blocks.drop("job", 20);
      await blocks.finish("job", 10, bytes("late"));
      expect(await Promise.all([10, 20, 30].map(async (at) => text(await blocks.read("job", at))))).toEqual([
        null,
        null,
        "30",
      ]);
      expect(await results(blocks, [10, 20, 30])).toEqual([]);
      await blocks.drop("job", null);
      expect(await blocks.read("job", 30)).toBeNull();
      expect(text(await blocks.read("other", 10))).toBe("of another job");
    },
    broken: (good) => ({ ...good, drop: async (job) => good.drop(job, null) }),
  },
];
