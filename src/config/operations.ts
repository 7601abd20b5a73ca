import type { SettingName } from "../settings.ts";

export interface OperationsSettings {
  readonly shutdownSeconds: number;
  /** `null`: the measures are shown to this machine only. */
  readonly metricsToken: string | null;
  /** `null`: no traces are sent. */
  readonly otlp: { readonly endpoint: string; readonly headers: Readonly<Record<string, string>> } | null;
}

/** Shorter ones can be guessed by a patient machine. */
const LEAST_TOKEN_CHARACTERS = 24;

export const operationsSettings = (
  raw: (name: SettingName) => string | null,
  number: (name: SettingName) => number | null,
  endpoint: string | null,
  problems: string[],
): OperationsSettings => {
  const metricsToken = raw("METRICS_TOKEN");
  if (metricsToken !== null && metricsToken.length < LEAST_TOKEN_CHARACTERS)
    problems.push(`METRICS_TOKEN must have at least ${LEAST_TOKEN_CHARACTERS} characters`);
  if (endpoint !== null && URL.canParse(endpoint) && !/^https?:$/.test(new URL(endpoint).protocol))
    problems.push(`OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address, got "${endpoint}"`);
  const headers = headersFrom(raw("OTEL_EXPORTER_OTLP_HEADERS") ?? "", problems);
  return {
    shutdownSeconds: number("SHUTDOWN_SECONDS") ?? 0,
    metricsToken,
    otlp: endpoint === null ? null : { endpoint, headers },
  };
};

/** "x-key=abc,tenant=blue" -> { "x-key": "abc", tenant: "blue" }; values may be percent-encoded (W3C Baggage), as OpenTelemetry writes them. */
const headersFrom = (text: string, problems: string[]): Readonly<Record<string, string>> => {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  const headers = pairs.map((pair) =>
    /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(?:\s*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?))?\s*$/.exec(pair),
  );
  if (headers.some((found) => found === null))
    problems.push("OTEL_EXPORTER_OTLP_HEADERS must be name=value pairs separated by commas");
  return Object.fromEntries(headers.map((found) => [found?.[1] ?? "", decoded(found?.[2] ?? "")]));
};

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
