import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, ROOT_CONTEXT, SpanStatusCode, trace as spans } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Trace } from "../ports/trace.ts";

export interface OtlpTrace {
  readonly trace: Trace;
  /** Sends what is left. Never rejects. */
  readonly close: () => Promise<void>;
}

export interface OtlpSettings {
  /** Base address of a collector that speaks OTLP over HTTP, for example http://127.0.0.1:4318. */
  readonly endpoint: string;
  /** Sent with every export, for collectors that ask who sends. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A collector that does not answer may hold up the end of the process no longer than this. */
const EXPORT_TIMEOUT_MS = 3_000;
const SEND_AFTER_MS = 2_000;

/**
 * Spans to an OpenTelemetry collector. Which span is the parent follows the asynchronous calls of this program alone: nothing
 * is registered globally, so no library adds spans of its own with what people wrote in them.
 */
export const otlpTrace = ({ endpoint, headers }: OtlpSettings): OtlpTrace => {
  const url = `${endpoint.replace(/(?<!\/)\/+$/, "")}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: EXPORT_TIMEOUT_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "redflag" }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: SEND_AFTER_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer("redflag");
  const within = new AsyncLocalStorage<Context>();
  return {
    trace: async (name, fields, work) => {
      const parent = within.getStore() ?? ROOT_CONTEXT;
      const span = tracer.startSpan(name, { attributes: { ...fields } }, parent);
      try {
        return await within.run(spans.setSpan(parent, span), work);
      } catch (thrown) {
        // The message may repeat what was asked: only the kind of error leaves the process.
        const { code, name: kind } = (thrown ?? {}) as { readonly code?: unknown; readonly name?: unknown };
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(code ?? kind ?? "unknown") });
        throw thrown;
      } finally {
        span.end();
      }
    },
    close: () => provider.shutdown().catch(() => undefined),
  };
};
