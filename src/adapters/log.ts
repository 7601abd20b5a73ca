import { AsyncLocalStorage } from "node:async_hooks";
import { pino } from "pino";
import type { Log } from "../ports/log.ts";
import type { References } from "../ports/references.ts";
import { makeRedactor } from "../text/redact.ts";

const within = new AsyncLocalStorage<string>();

/** Follows a request or an event through everything it begins, without being handed on. */
export const references: References = {
  within: (reference, work) => within.run(reference, work),
  current: () => within.getStore() ?? null,
};

/** Structured log lines on stderr; stdout belongs to replies and JSON. Secrets and personal data are taken out of every line. */
export const makeLog = (level: string, secrets: readonly string[] = []): Log => {
  const mixin = (): object => {
    const reference = references.current();
    return reference === null ? {} : { reference };
  };
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, mixin },
    pino.destination({ fd: 2, sync: true }),
  );
  const redact = makeRedactor(secrets);
  return {
    info: (message, fields) => logger.info(redact.fields(fields ?? {}), redact.text(message)),
    warn: (message, fields) => logger.warn(redact.fields(fields ?? {}), redact.text(message)),
    error: (message, fields) => logger.error(redact.fields(fields ?? {}), redact.text(message)),
  };
};
