import { pino } from "pino";
import type { Log } from "../ports/log.ts";
import { makeRedactor } from "../text/redact.ts";

/** Structured log lines on stderr; stdout belongs to replies and JSON. Secrets and personal data are taken out of every line. */
export const makeLog = (level: string, secrets: readonly string[] = []): Log => {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  const redact = makeRedactor(secrets);
  return {
    info: (message, fields) => logger.info(redact.fields(fields ?? {}), redact.text(message)),
    warn: (message, fields) => logger.warn(redact.fields(fields ?? {}), redact.text(message)),
    error: (message, fields) => logger.error(redact.fields(fields ?? {}), redact.text(message)),
  };
};
