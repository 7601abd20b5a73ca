import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../../src/services/bulk/blocks.ts";
import { packBlock, packScreened, unpackBlock, unpackScreened } from "../../../src/services/bulk/packed.ts";
import { inBytes } from "../../../src/services/bulk/screen-block.ts";

const numbers = fc.array(fc.nat(), { maxLength: 20 }).map((of) => Uint32Array.from(of));
const blocks: fc.Arbitrary<Block> = fc.record({
  format: fc.constantFrom("csv", "jsonl"),
  bytes: fc.uint8Array({ maxLength: 200 }),
  starts: numbers,
  ends: numbers,
  lines: numbers,
  next: fc.record({ offset: fc.maxSafeNat(), line: fc.nat() }),
});
const line = (id: string, hits: number) =>
  ({
    id,
    screeningId: `s${id}`,
    verdict: hits > 0 ? "match" : "no-match",
    hits: new Array(hits).fill({ name: "Ünlisted" }),
  }) as never;
const unread = {
  id: "",
  line: 3,
  verdict: "cannot-tell",
  score: 0,
  hits: [],
  searched: [],
  error: "Line 3",
  elapsedMs: 0,
} as const;

describe("what goes between processes", () => {
  it("is the same block on the other side, wherever its bytes lie", () =>
    fc.assert(
      fc.property(blocks, fc.nat(9), (block, before) => {
        const packed = packBlock(block);
        const within = new Uint8Array(before + packed.length);
        within.set(packed, before);
        expect(unpackBlock(within.subarray(before))).toEqual(block);
      }),
    ));
  it("is the same result, the lines of alerts with it", () => {
    const done = inBytes([line("1", 0), line("2", 2), unread, line("4", 1)]);
    expect(done.alerts.map(({ row }) => row)).toEqual([1, 3]);
    expect(unpackScreened(packScreened(done))).toEqual(done);
  });
  it("tells a block that was given up from an empty one", () => {
    expect(unpackScreened(packScreened(null))).toBeNull();
    expect(unpackScreened(packScreened(inBytes([])))).toEqual(inBytes([]));
  });
});
