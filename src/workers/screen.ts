/** The program of a thread of a bulk job: screens blocks against an index that all threads share. */
import { newId, stopwatch, systemNow } from "../adapters/clock.ts";
import { serveTasks } from "../adapters/threads/serve.ts";
import { makeScreenerOver } from "../screening/screener.ts";
import { loadIndex } from "../screening/snapshot.ts";
import type { Block } from "../services/bulk/blocks.ts";
import type { BulkSetup } from "../services/bulk/bulk.ts";
import { makeDeltaScreen } from "../services/bulk/delta.ts";
import { type ScreenedBytes, screenBlock } from "../services/bulk/screen-block.ts";

serveTasks<BulkSetup, Block, ScreenedBytes>(async ({ index, key, lists, options, delta }) => {
  const clock = { now: systemNow, newId, stopwatch };
  const screener = makeScreenerOver({ ...clock, lists, index: loadIndex(index, key) });
  return delta ? makeDeltaScreen(delta, options, screener, clock) : (block) => screenBlock(block, options, screener);
});
