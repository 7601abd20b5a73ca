import { type Instant, instant } from "./core/dates.ts";
import { messageOf } from "./core/errors.ts";
import { LIST_SOURCES } from "./lists/sources.ts";
import type { Runtime } from "./runtime.ts";

/** A server that has just started answers first; the lists are looked at a little later. */
const FIRST_LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface ListSchedule {
  readonly stop: () => void;
  /** When the lists are looked at next; "running" while they are, `null` where this is switched off. */
  readonly next: () => Instant | "running" | null;
}

/**
 * Refreshes every list and every source of documents that is refreshed without being asked, again and again, one after
 * another. A refresh that fails changes nothing and is said in the status, in verdicts on a stale list and in the log. `everyHours` 0 switches it off.
 */
export const startListSchedule = ({ services, log }: Runtime, everyHours: number): ListSchedule => {
  if (everyHours === 0) return { stop: () => {}, next: () => null };
  const look = async (): Promise<void> => {
    for (const source of LIST_SOURCES.filter((s) => s.refreshed)) {
      const refreshed = await services.lists.refresh(source.id, {});
      if (refreshed.kind === "refused") log.warn("list not refreshed", { list: source.id, why: refreshed.why });
      else log.info("list refreshed", { list: source.id, outcome: refreshed.kind, entries: refreshed.version.entries });
    }
    for (const source of await services.corpus.sources.refreshed()) {
      const refreshed = await services.corpus.sources.refresh(source);
      if (refreshed.kind === "refused") log.warn("documents not refreshed", { source, why: refreshed.why });
      else log.info("documents refreshed", { source, outcome: refreshed.kind });
    }
  };
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let next: Instant | "running" | null = null;
  const plan = (ms: number): void => {
    if (stopped) return;
    next = instant(new Date(Date.now() + ms));
    timer = setTimeout(() => {
      next = "running";
      look()
        .catch((thrown: unknown) => log.error("refresh of the lists broke off", { reason: messageOf(thrown) }))
        .finally(() => plan(everyHours * HOUR_MS));
    }, ms);
    timer.unref();
  };
  plan(FIRST_LOOK_MS);
  return {
    stop: () => {
      stopped = true;
      next = null;
      if (timer) clearTimeout(timer);
    },
    next: () => next,
  };
};
