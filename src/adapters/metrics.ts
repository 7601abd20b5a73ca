import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { MEASURES, type Metrics } from "../ports/metrics.ts";

export interface PrometheusMetrics extends Metrics {
  readonly contentType: string;
  /** The text that Prometheus reads. */
  readonly page: () => Promise<string>;
  /** Forgets every value of a gauge, so that a list that is gone is not told of for ever. */
  readonly clear: (name: "redflag_list_age_hours" | "redflag_list_entries" | "redflag_list_trouble") => void;
}

/** Measures of this process, with those of Node itself (event-loop lag, memory, garbage collection). */
export const prometheusMetrics = (): PrometheusMetrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const [name, measure] of Object.entries(MEASURES)) {
    const common = { name, help: measure.what, labelNames: measure.labels, registers };
    if (measure.kind === "counter") counters.set(name, new Counter(common));
    else if (measure.kind === "gauge") gauges.set(name, new Gauge(common));
    else histograms.set(name, new Histogram({ ...common, buckets: [...measure.classes] }));
  }
  const plain = (labels: Readonly<Record<string, string>>): Record<string, string> => ({ ...labels });
  return {
    contentType: registry.contentType,
    page: () => registry.metrics(),
    clear: (name) => gauges.get(name)?.reset(),
    count: (name, labels, by = 1) => counters.get(name)?.inc(plain(labels), by),
    observe: (name, labels, value) => histograms.get(name)?.observe(plain(labels), value),
    gauge: (name, labels, value) => gauges.get(name)?.set(plain(labels), value),
  };
};
