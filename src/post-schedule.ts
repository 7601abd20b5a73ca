import { newId, systemNow } from "./adapters/clock.ts";
import { messageOf, RedflagError } from "./core/errors.ts";
import type { Place } from "./core/place.ts";
import type { Reply } from "./core/reply.ts";
import type { Poster } from "./digest/deliver.ts";
import type { Runtime } from "./runtime.ts";
import { makeTick } from "./services/schedule.ts";
import type { RescreenReport, WatchService } from "./services/watch.ts";
import { unlessHeld } from "./turns.ts";

/** How often the clock is looked at. */
const EVERY_MS = 30_000;

interface Posting {
  readonly slack: {
    post(target: Place & { readonly threadTs: null }, reply: Reply, key: string): Promise<void>;
  } | null;
  readonly teams: { post(target: Place, reply: Reply): Promise<void> } | null;
}

/** Posts through the platforms that are switched on. */
export const posterOf = ({ slack, teams }: Posting): Poster => ({
  post: async (place, reply, key) => {
    if (place.platform === "slack" && slack) return slack.post({ ...place, threadTs: null }, reply, key);
    if (place.platform === "teams" && teams) return teams.post(place, reply);
    throw new RedflagError(
      "unavailable",
      `${place.platform} is switched off here. Nothing was posted. Set its settings and start again.`,
    );
  },
  // Neither platform can be asked with the permissions that Redflag has: reading back a channel needs more. Slack knows a post
  // again by the id that its key gives it and shows no second one; in Teams the repeat says that it may be one.
  arrived: async () => "unknown",
});

/** Of several replicas one screens anew what changed; the others would do the same work for nothing. */
const watchOf = ({ services, store, queue, log }: Runtime): Pick<WatchService, "rescreen"> => {
  if (queue === null) return services.watch;
  return {
    rescreen: async (full) => {
      let report: RescreenReport | null = null;
      await unlessHeld("rescreening", { expiring: store.expiring, log }, async () => {
        report = await services.watch.rescreen(full);
      });
      return report;
    },
  };
};

/** Rescreens, builds what is due and posts it, again and again. `stop` waits for the look that is running. */
export const startPostSchedule = (runtime: Runtime, posting: Posting): { readonly stop: () => Promise<void> } => {
  const { services, store, log } = runtime;
  const tick = makeTick({
    ...store,
    ...services,
    watch: watchOf(runtime),
    poster: posterOf(posting),
    now: systemNow,
    newId,
    log,
  });
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const plan = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = tick()
        .then(({ queued, sent, failed }) => {
          if (queued + sent + failed > 0) log.info("posts", { queued, sent, failed });
        })
        .catch((thrown: unknown) => log.error("the schedule broke off", { reason: messageOf(thrown) }))
        .finally(plan);
    }, EVERY_MS);
    timer.unref();
  };
  plan();
  return {
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
};
