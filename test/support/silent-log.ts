import type { Log } from "../../src/ports/log.ts";

/** Says nothing to anybody. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
