import { randomBytes } from "node:crypto";
import { instant } from "../core/dates.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";

export const systemNow: Now = () => instant(new Date());
export const stopwatch: Stopwatch = () => performance.now();

/** 48 bits of milliseconds and 80 random bits, base 36: sorts by time, cannot be guessed. */
export const newId: NewId = () =>
  Date.now().toString(36).padStart(9, "0") +
  BigInt(`0x${randomBytes(10).toString("hex")}`)
    .toString(36)
    .padStart(16, "0");
