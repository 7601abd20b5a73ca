/** The program of a thread of a bulk job: screens blocks against an index that all threads share. */
import { newId, stopwatch, systemNow } from "../adapters/clock.ts";
import { serveTasks } from "../adapters/threads/serve.ts";
import { makeScreenerOver } from "../screening/screener.ts";
import { loadOwnIndex } from "../screening/snapshot.ts";
import { type BulkSetup, screensTasks } from "../services/bulk/bulk.ts";
import type { BulkTask } from "../services/bulk/lines.ts";
import type { ScreenedBytes } from "../services/bulk/screen-block.ts";

const prepare = async ({ index, key, lists, options, delta }: BulkSetup) => {
  const clock = { now: systemNow, newId, stopwatch };
  return screensTasks(delta, options, makeScreenerOver({ ...clock, lists, index: loadOwnIndex(index, key) }));
};

serveTasks<BulkSetup, BulkTask, ScreenedBytes>(prepare, ({ bytes }) =>
  bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [],
);
