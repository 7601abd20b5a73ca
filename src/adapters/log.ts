import { pino } from "pino";
import type { Log } from "../ports/log.ts";

/** Structured log lines on stderr; stdout belongs to replies and JSON. */
export const makeLog = (level: string): Log => {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
};
