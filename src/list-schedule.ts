import { type Instant, instant } from "./core/dates.ts";
import { messageOf } from "./core/errors.ts";
import { LIST_SOURCES } from "./lists/sources.ts";
import type { Runtime } from "./runtime.ts";
import { type Next, type Turn, turnOfOne } from "./turns.ts";

/** A server that has just started answers first; the lists are looked at a little later. */
const FIRST_LOOK_MS = 60_000;
export const HOUR_MS = 3_600_000;

export interface ListSchedule {
  /** Resolves when the list that is being refreshed is done; those after it are left for the next start. */
  readonly stop: () => Promise<void>;
  /** When the lists are looked at next; "running" while they are, `null` where this is switched off. */
  readonly next: () => Instant | "running" | null;
}

/**
 * Refreshes every list and every source of documents that is refreshed without being asked, again and again, one after
 * another. A refresh that fails changes nothing and is said in the status, in verdicts on a stale list and in the log. `everyHours` 0 switches it off.
 */
export const startListSchedule = (
  { services, log }: Pick<Runtime, "log" | "services">,
  everyHours: number,
  turn: Turn = turnOfOne(everyHours * HOUR_MS),
): ListSchedule => {
  if (everyHours === 0) return { stop: () => Promise.resolve(), next: () => null };
  let stopped = false;
  const look = async (): Promise<void> => {
    for (const source of LIST_SOURCES.filter((s) => s.refreshed)) {
      if (stopped) return;
      const refreshed = await services.lists.refresh(source.id, {});
      if (refreshed.kind === "refused") log.warn("list not refreshed", { list: source.id, why: refreshed.why });
      else log.info("list refreshed", { list: source.id, outcome: refreshed.kind, entries: refreshed.version.entries });
    }
    for (const source of await services.corpus.sources.refreshed()) {
      if (stopped) return;
      const refreshed = await services.corpus.sources.refresh(source);
      if (refreshed.kind === "refused") log.warn("documents not refreshed", { source, why: refreshed.why });
      else log.info("documents refreshed", { source, outcome: refreshed.kind });
    }
  };
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let next: Instant | "running" | null = null;
  const plan = ({ againMs, dueMs }: Next): void => {
    if (stopped) return;
    next = instant(new Date(Date.now() + dueMs));
    timer = setTimeout(() => {
      next = "running";
      running = turn
        .take(async () => {
          await look();
          // Another replica goes on where this one was stopped.
          if (stopped) throw new Error("stopped on the way");
        })
        .catch((thrown: unknown) => {
          if (!stopped) log.error("refresh of the lists broke off", { reason: messageOf(thrown) });
          return turn.afterFailure;
        })
        .then(plan);
    }, againMs);
    timer.unref();
  };
  plan({ againMs: FIRST_LOOK_MS, dueMs: FIRST_LOOK_MS });
  return {
    stop: () => {
      stopped = true;
      next = null;
      if (timer) clearTimeout(timer);
      return running;
    },
    next: () => next,
  };
};
