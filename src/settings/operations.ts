import type { Setting } from "./setting.ts";

/** Settings for whoever runs the program. */
export const OPERATIONS_SETTINGS = [
  {
    name: "SHUTDOWN_SECONDS",
    kind: "number",
    fallback: "20",
    min: 1,
    max: 600,
    what: "After SIGTERM: seconds to finish the answers under way. Whoever still waits then is told to ask again.",
  },
  {
    name: "METRICS_TOKEN",
    kind: "secret",
    fallback: null,
    what: "Bearer token for /metrics from other machines, at least 24 characters. Unset: /metrics for this machine only.",
  },
  {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    kind: "text",
    fallback: null,
    what: "OpenTelemetry collector (OTLP over HTTP, for example http://127.0.0.1:4318) that traces are sent to. Unset: no traces.",
  },
  {
    name: "OTEL_EXPORTER_OTLP_HEADERS",
    kind: "secret",
    fallback: null,
    what: "Headers for that collector: name=value, separated by commas.",
  },
] as const satisfies readonly Setting[];
