import { createServer, type Server } from "node:http";
import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { messageOf, RedflagError } from "./core/errors.ts";
import type { NewId, Stopwatch } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { Metrics } from "./ports/metrics.ts";
import type { References } from "./ports/references.ts";
import type { Trace } from "./ports/trace.ts";

export interface Readiness {
  readonly ready: boolean;
  /** One sentence a reason; empty when ready. */
  readonly why: readonly string[];
  /** What goes on and hinders nobody, one sentence each. */
  readonly notes?: readonly string[];
}

export interface HttpDeps {
  /** Answers also while the server stops; first in order. */
  readonly operations: readonly Router[];
  /** Routers of the adapters, in order; those that need raw bodies read them themselves. */
  readonly routers: readonly Router[];
  readonly readiness: () => Promise<Readiness>;
  readonly references: References;
  readonly metrics: Metrics;
  readonly trace: Trace;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
  readonly log: Log;
}

export interface HttpServer {
  /** The port really taken; differs from the wished one when that was 0. */
  readonly port: number;
  /** Takes no more work, but says how it stands; resolves when every request under way has been answered. */
  readonly drain: () => Promise<void>;
  /** Ends every connection. */
  readonly close: () => Promise<void>;
}

/** A request that has not sent its headers by then is cut off, milliseconds. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Node looks for such connections every thirty seconds unless told. */
const LOOK_EVERY_MS = 5_000;
/**
 * Longer than proxies keep an idle connection, 60 s with most: with Node's 5 s a request may arrive on a connection that is being
 * closed, and the proxy answers 502.
 */
const KEEP_ALIVE_MS = 65_000;
const RETRY_AFTER_SECONDS = 5;

/** What a proxy may have named the request. Anything else is replaced: it would stand in every line of the log. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;

const STOPPING =
  "Redflag is being restarted. Nothing was done. Send this again in a few seconds; another replica may take it at once.";

/** The one HTTP server: health, then the adapters. Rejects with `RedflagError` "unavailable" when the port cannot be taken. */
export const startHttp = async (host: string, port: number, deps: HttpDeps): Promise<HttpServer> => {
  const app = express();
  const work = makeWork();
  app.disable("x-powered-by");
  app.get("/healthz", (_request, response) => void response.json({ status: "up" }));
  app.use(named(deps));
  app.get("/readyz", (_request, response, next) => {
    const ready = work.stopping() ? Promise.resolve(ENDING) : deps.readiness();
    ready.then((readiness) => response.status(readiness.ready ? 200 : 503).json(readiness)).catch(next);
  });
  for (const router of deps.operations) app.use(router);
  app.use(work.take);
  app.use(measured(deps));
  for (const router of deps.routers) app.use(router);
  app.use((_request, response) => void response.status(404).json({ error: "There is nothing at this address." }));
  app.use((thrown: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(thrown);
    const reference = referenceOf(response);
    // Outside of the request's own calls the log would not know its name.
    deps.references.within(reference, () => deps.log.error("request failed", { reason: messageOf(thrown) }));
    response.status(500).json({
      error: `The request failed here and nothing was changed. An administrator finds the reason in the log under the reference ${reference}.`,
      reference,
    });
  });
  const timeouts = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
  const idle = { keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: LOOK_EVERY_MS };
  const server = createServer({ ...timeouts, ...idle }, app);
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    drain: work.drain,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const ENDING: Readiness = { ready: false, why: ["Redflag is stopping."] };

/** Gives the request its reference: the proxy's own when it is one, else a new one. It stands in the answer and the log. */
const named =
  ({ references, newId }: HttpDeps) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const given = request.get("x-request-id") ?? "";
    const reference = REFERENCE.test(given) ? given : newId();
    response.setHeader("x-request-id", reference);
    references.within(reference, next);
  };

const referenceOf = (response: Response): string => String(response.getHeader("x-request-id") ?? "");

/** Counts and times a request by the route that took it, never by its address: addresses hold ids. */
const measured =
  ({ metrics, trace, stopwatch }: HttpDeps) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const started = stopwatch();
    const ended = new Promise<void>((resolve) => {
      response.once("close", () => {
        const route = typeof request.route?.path === "string" ? `${request.baseUrl}${request.route.path}` : "other";
        const labels = { method: methodOf(request), route, status: String(response.statusCode) };
        metrics.count("redflag_http_requests_total", labels);
        metrics.observe("redflag_http_request_seconds", labels, (stopwatch() - started) / 1_000);
        resolve();
      });
    });
    void trace("request", { "http.request.method": methodOf(request) }, () => {
      next();
      return ended;
    });
  };

/** Anybody may send any word as a method. */
const METHODS: ReadonlySet<string> = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);
const methodOf = ({ method }: Request): string => (METHODS.has(method) ? method : "other");

/** The requests under way, and the end of taking more. */
const makeWork = () => {
  let stopping = false;
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return {
    stopping: () => stopping,
    take: (_request: Request, response: Response, next: NextFunction): void => {
      if (stopping) {
        response.set({ "retry-after": String(RETRY_AFTER_SECONDS), connection: "close" });
        response.status(503).json({ error: STOPPING });
        return;
      }
      underWay++;
      response.once("close", () => {
        underWay--;
        if (underWay === 0) for (const resolve of waiting.splice(0)) resolve();
      });
      next();
    },
    drain: (): Promise<void> => {
      stopping = true;
      return underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
    },
  };
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? `Port ${port} on ${host} is taken by another program` : error.message;
      reject(
        new RedflagError("unavailable", `${why}. Nothing was started. Set PORT to a free port.`, { cause: error }),
      );
    });
    server.listen(port, host, () => resolve());
  });
