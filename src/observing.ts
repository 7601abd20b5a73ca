import type { PrometheusMetrics } from "./adapters/metrics.ts";
import type { Config } from "./config.ts";
import { type Metrics, NO_METRICS } from "./ports/metrics.ts";
import { NO_TRACE, type Trace } from "./ports/trace.ts";

/** Where the program counts and what it does is followed. */
export interface Observing {
  readonly metrics: Metrics;
  readonly trace: Trace;
}

/** For a command that ends: nobody looks. */
export const NOT_OBSERVED: Observing = { metrics: NO_METRICS, trace: NO_TRACE };

export interface ServerObserving extends Observing {
  readonly metrics: PrometheusMetrics;
  /** Sends what is left. */
  readonly close: () => Promise<void>;
}

/** For the server. OpenTelemetry is loaded only where a collector is set. */
export const startObserving = async ({ operations: { otlp } }: Config): Promise<ServerObserving> => {
  const { prometheusMetrics } = await import("./adapters/metrics.ts");
  const metrics = prometheusMetrics();
  if (otlp === null) return { metrics, trace: NO_TRACE, close: () => Promise.resolve() };
  const { otlpTrace } = await import("./adapters/trace.ts");
  return { metrics, ...otlpTrace(otlp) };
};
