import { messageOf } from "./core/errors.ts";
import type { Runtime } from "./runtime.ts";
import { type Turn, turnOfOne } from "./turns.ts";

/** A server that has just started answers first. */
const FIRST_LOOK_MS = 5 * 60_000;
export const DAY_MS = 24 * 60 * 60_000;

/**
 * Once a day: erases personal text that is older than AUDIT_RETENTION_DAYS, and writes the head of the audit record into the
 * log. Where logs are shipped elsewhere, that head shows a record that was cut off or made anew (audit verify --head).
 */
export const startAuditSchedule = (
  { services, store, log, trust }: Pick<Runtime, "log" | "services" | "store" | "trust">,
  turn: Turn = turnOfOne(DAY_MS),
): { readonly stop: () => void } => {
  const look = async (): Promise<void> => {
    if (trust.retentionDays !== null) {
      const { entries } = await services.trail.eraseOlderThan(trust.retentionDays, "schedule");
      if (entries > 0) log.info("personal text erased from the audit record", { entries, days: trust.retentionDays });
    }
    const newest = (await store.audit.heads()).find((head) => head.newest !== null)?.newest;
    if (newest) log.info("head of the audit record", { sequence: newest.sequence, hash: newest.hash });
  };
  let timer: NodeJS.Timeout | null = null;
  const plan = (ms: number): void => {
    timer = setTimeout(() => {
      void turn
        .take(look)
        .catch((thrown: unknown) => {
          log.error("the audit record was not looked after", { reason: messageOf(thrown) });
          return turn.afterFailure;
        })
        .then(({ againMs }) => timer && plan(againMs));
    }, ms);
    timer.unref();
  };
  plan(FIRST_LOOK_MS);
  return {
    stop: () => {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
};
