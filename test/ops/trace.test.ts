import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { otlpTrace } from "../../src/adapters/trace.ts";
import { Unavailable } from "../../src/core/errors.ts";
import { importsOf, sourceFiles } from "../architecture/imports.ts";
import { startLyingModel } from "../support/lying-model.ts";
import { startServed } from "../support/served.ts";

interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceId: string;
  readonly status: { readonly code?: number; readonly message?: string };
}

interface Collector {
  readonly endpoint: string;
  readonly spans: () => readonly Span[];
  /** Everything that was sent, as text. */
  readonly text: () => string;
  readonly headers: () => readonly IncomingHttpHeaders[];
  readonly close: () => Promise<void>;
}

/** Takes OTLP over HTTP as JSON. */
const startCollector = async (): Promise<Collector> => {
  const bodies: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url === "/v1/traces") bodies.push(Buffer.concat(chunks).toString("utf8"));
      headers.push(request.headers);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => bodies.join("\n"),
    headers: () => headers,
    spans: () =>
      bodies.flatMap((body) => {
        const { resourceSpans } = JSON.parse(body) as {
          resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
        };
        return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
  const model = await startLyingModel();
  model.script(() => ({ kind: "body", text: '{"claims":[]}' }));
  const served = await startServed({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=compliance%20ops",
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: "test-key",
  });
  await served.ask("Who is Song Kum Hyok?");
  await served.ask("screen Zebrowski Unheard");
  await served.close();
  await model.close();
});
afterAll(() => collector.close());

/** "request > event > answer", outermost first. */
const pathOf = (span: Span): string => {
  const parent = collector.spans().find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? `${pathOf(parent)} > ${span.name}` : span.name;
};

describe("traces to an OpenTelemetry collector", () => {
  it.each([
    "request > event > answer",
    "request > event > answer > gather documents",
    "request > event > answer > retrieve",
    "request > event > answer > model",
    "request > event > screen",
  ])("follow one question: %s", (path) => {
    const paths = collector.spans().map(pathOf);
    expect(paths.filter((found) => found === path).length).toBeGreaterThan(0);
  });
  it("keep the spans of one request together and apart from the others", () => {
    const requests = collector.spans().filter(({ name }) => name === "request");
    expect(requests.length).toBeGreaterThanOrEqual(2);
    expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(requests.length);
    for (const span of collector.spans().filter(({ parentSpanId }) => parentSpanId)) {
      const parent = collector.spans().find(({ spanId }) => spanId === span.parentSpanId);
      expect(parent?.traceId).toBe(span.traceId);
    }
  });
  it("name nobody and hold nothing that anybody wrote", () => {
    expect(collector.text()).toContain("redflag");
    expect(collector.text()).not.toMatch(/Song|Zebrowski|Unheard|thread-/);
  });
  it("carry the headers that the collector asks for", () => {
    for (const headers of collector.headers()) expect(headers["x-team"]).toBe("compliance ops");
  });
  it("say that a piece of work failed and of what kind the error was, not its words", async () => {
    const own = await startCollector();
    const { trace, close } = otlpTrace({ endpoint: `${own.endpoint}/`, headers: {} });
    const failed = trace("work", { list: "ofac-sdn" }, () =>
      Promise.reject(new Unavailable("Ann Example is not there.")),
    );
    await expect(failed).rejects.toThrow("Ann Example");
    await close();
    expect(own.spans()).toMatchObject([{ name: "work", status: { code: 2, message: "unavailable" } }]);
    expect(own.text()).not.toContain("Ann Example");
    await own.close();
  });
  it("hinder nobody when the collector is gone", async () => {
    const gone = await startCollector();
    await gone.close();
    const { trace, close } = otlpTrace({ endpoint: gone.endpoint, headers: {} });
    expect(await trace("work", {}, async () => 7)).toBe(7);
    await close();
  });
  it("load nothing where no collector is set: one file names the packages, and one loads it when it is asked to", () => {
    const files = sourceFiles(join(import.meta.dirname, "../../src"));
    const naming = files.filter((file) => importsOf(file).some((target) => target.startsWith("@opentelemetry/")));
    expect(naming.map(({ path }) => path)).toEqual(["adapters/trace.ts"]);
    const loading = files.filter((file) => importsOf(file).some((target) => target.endsWith("adapters/trace.ts")));
    expect(loading.map(({ path }) => path)).toEqual(["observing.ts"]);
    expect(loading[0]?.text).not.toMatch(/^import [^(]*adapters\/trace\.ts/m);
  });
});
