import { createHash, timingSafeEqual } from "node:crypto";
import { type Request, Router } from "express";
import type { PrometheusMetrics } from "./adapters/metrics.ts";
import { isForwarded, isLoopback } from "./adapters/web/gate.ts";
import { messageOf } from "./core/errors.ts";
import type { Readiness } from "./http.ts";
import { isTroubled, QUEUED_KINDS } from "./readiness.ts";
import type { Runtime } from "./runtime.ts";

export interface MetricsPageDeps {
  readonly runtime: Pick<Runtime, "log" | "queue" | "services" | "store">;
  readonly metrics: PrometheusMetrics;
  readonly readiness: () => Promise<Readiness>;
  /** Events that are being answered by this process. */
  readonly openAnswers: () => number;
  /** `null`: for this machine only. */
  readonly token: string | null;
}

const REFUSED = {
  unset: "The measures are shown to this machine only. Set METRICS_TOKEN and send it as a bearer token.",
  wrong: "The measures are shown to this machine, and to whoever sends METRICS_TOKEN as a bearer token.",
} as const;

/** GET /metrics, in the format that Prometheus reads. */
export const metricsPage = (deps: MetricsPageDeps): Router => {
  const router = Router();
  router.get("/metrics", (request, response, next) => {
    if (!isHere(request) && !carries(request, deps.token)) {
      response.set("www-authenticate", "Bearer").status(deps.token === null ? 403 : 401);
      return void response.json({ error: deps.token === null ? REFUSED.unset : REFUSED.wrong });
    }
    measureNow(deps)
      .then(() => deps.metrics.page())
      .then((page) => response.set("content-type", deps.metrics.contentType).send(page))
      .catch(next);
  });
  return router;
};

/** Asked from this very machine, neither through a proxy on it nor by a page that gave its own name to this address. */
const isHere = (request: Request): boolean => {
  const address = request.socket.remoteAddress ?? "";
  const loopback = /^(?:::ffff:)?127\.|^::1$/.test(address);
  return loopback && isLoopback(request.hostname) && !isForwarded(request);
};

/** In the same time whatever is sent: digests have one length and are compared whole. */
const carries = (request: Request, token: string | null): boolean => {
  const sent = /^Bearer (.{1,500})$/.exec(request.get("authorization") ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(sent), digest(token ?? "")) && token !== null;
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** What is not counted as it happens but looked at when somebody asks. What cannot be looked at is left out, and logged. */
const measureNow = async ({ runtime, metrics, readiness, openAnswers }: MetricsPageDeps): Promise<void> => {
  const { services, store, queue, log } = runtime;
  const tried = async (look: () => Promise<void>): Promise<void> => {
    await look().catch((thrown: unknown) => log.warn("a measure could not be taken", { reason: messageOf(thrown) }));
  };
  metrics.gauge("redflag_open_answers", {}, openAnswers());
  metrics.gauge("redflag_ready", {}, Number((await readiness()).ready));
  await Promise.all([
    tried(async () => {
      const rows = await services.lists.status();
      for (const name of LIST_GAUGES) metrics.clear(name);
      for (const row of rows) {
        const { source: list, ageHours, entries } = row;
        metrics.gauge("redflag_list_trouble", { list }, Number(isTroubled(row)));
        if (ageHours !== null) metrics.gauge("redflag_list_age_hours", { list }, ageHours);
        if (entries !== null) metrics.gauge("redflag_list_entries", { list }, entries);
      }
    }),
    tried(async () => metrics.gauge("redflag_outbox_waiting", {}, await store.outbox.waiting())),
    tried(async () => {
      if (queue)
        for (const kind of QUEUED_KINDS) metrics.gauge("redflag_queue_depth", { kind }, await queue.depth(kind));
    }),
  ]);
};

const LIST_GAUGES = ["redflag_list_age_hours", "redflag_list_entries", "redflag_list_trouble"] as const;
