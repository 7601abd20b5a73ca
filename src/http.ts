import { createServer, type Server } from "node:http";
import express, { type Router } from "express";
import { RedflagError } from "./core/errors.ts";
import type { Log } from "./ports/log.ts";

export interface Readiness {
  readonly ready: boolean;
  /** One sentence a reason; empty when ready. */
  readonly why: readonly string[];
}

export interface HttpDeps {
  /** Routers of the adapters, in order; those that need raw bodies read them themselves. */
  readonly routers: readonly Router[];
  readonly readiness: () => Promise<Readiness>;
  readonly log: Log;
}

export interface HttpServer {
  /** The port really taken; differs from the wished one when that was 0. */
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** A request that has not sent its headers by then is cut off, milliseconds. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** The one HTTP server: health, then the adapters. Rejects with `RedflagError` "unavailable" when the port cannot be taken. */
export const startHttp = async (host: string, port: number, deps: HttpDeps): Promise<HttpServer> => {
  const app = express();
  app.disable("x-powered-by");
  app.get("/healthz", (_request, response) => void response.json({ status: "up" }));
  app.get("/readyz", (_request, response, next) => {
    deps
      .readiness()
      .then((readiness) => response.status(readiness.ready ? 200 : 503).json(readiness))
      .catch(next);
  });
  for (const router of deps.routers) app.use(router);
  app.use((_request, response) => void response.status(404).json({ error: "There is nothing at this address." }));
  app.use((thrown: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) return next(thrown);
    deps.log.error("request failed", { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    response.status(500).json({
      error: "The request failed here and nothing was changed. An administrator finds the reason in the log.",
    });
  });
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, app);
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
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
