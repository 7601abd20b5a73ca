import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder } from "../../../src/services/bulk/in-order.ts";

const numbers = async function* (count: number, taken: number[] = []) {
  for (let i = 0; i < count; i++) {
    taken.push(i);
    yield i;
  }
};

describe("tasks done at the same time", () => {
  it("are given in their own order, whichever is done first", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), async (turns, ahead) => {
        const run = async (i: number): Promise<number> => {
          for (let turn = 0; turn < (turns[i] ?? 0); turn++) await Promise.resolve();
          return i * 2;
        };
        const given = await Array.fromAsync(inOrder(numbers(turns.length), run, ahead));
        expect(given).toEqual(turns.map((_, i) => ({ task: i, done: i * 2 })));
      }),
      { numRuns: 50 },
    ));
  it("are not begun further ahead than allowed", async () => {
    const taken: number[] = [];
    const given = inOrder(numbers(100, taken), async (i) => i, 3);
    await given.next();
    expect(taken.length).toBeLessThanOrEqual(4);
    await given.return(undefined);
  });
  it("tell a failure when its turn comes", async () => {
    const run = async (i: number): Promise<number> => {
      if (i === 2) throw new Error("two");
      return i;
    };
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const { done } of inOrder(numbers(5), run, 4)) seen.push(done);
    };
    await expect(all()).rejects.toThrow("two");
    expect(seen).toEqual([0, 1]);
  });
});
