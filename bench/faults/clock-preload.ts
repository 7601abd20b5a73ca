import { readFileSync } from "node:fs";

/**
 * Loaded before the program with `--import`: its clock is ahead of the machine's by the milliseconds that a file holds, and
 * may jump while it runs. Timers go on as they are, as they do when a clock is set.
 */
const path = process.env.FAULT_CLOCK_FILE ?? "";
const RealDate = Date;
let aheadMs = 0;
const look = (): void => {
  try {
    aheadMs = Number(readFileSync(path, "utf8"));
  } catch {
    aheadMs = 0;
  }
};
look();
setInterval(look, 50).unref();

class JumpingDate extends RealDate {
  constructor(...given: readonly unknown[]) {
    if (given.length === 0) super(RealDate.now() + aheadMs);
    else super(...(given as [number]));
  }
  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}
globalThis.Date = JumpingDate as DateConstructor;
