import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

export const linesOf = (path: string): AsyncIterable<string> => createInterface({ input: createReadStream(path) });

/** Rows of results that are missing, and that are there twice; customers are numbered from 0 in their order. */
export const lostAndDoubled = async (
  path: string,
  rows: number,
): Promise<{ readonly lost: number; readonly doubled: number }> => {
  let [expected, lost, doubled] = [0, 0, 0];
  for await (const line of linesOf(path)) {
    const id = Number((JSON.parse(line) as { id: string }).id);
    if (id < expected) doubled++;
    else lost += id - expected;
    expected = Math.max(expected, id + 1);
  }
  return { lost: lost + rows - expected, doubled };
};

/** Rows of which two results say something different, or that one of them lacks. */
export const differing = async (path: string, other: string): Promise<number> => {
  const others = linesOf(other)[Symbol.asyncIterator]();
  let differ = 0;
  for await (const line of linesOf(path)) {
    const next = await others.next();
    if (next.done || finding(next.value) !== finding(line)) differ++;
  }
  while (!(await others.next()).done) differ++;
  return differ;
};

/** What a line says, without what differs from run to run. */
const finding = (line: string): string => {
  const { screeningId: _id, screenedAt: _at, elapsedMs: _ms, ...rest } = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify(rest);
};
