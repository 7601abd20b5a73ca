import { join } from "node:path";
import express, { type Request, type Response, Router } from "express";
import { documentId } from "../../core/brand.ts";
import { messageOf, RedflagError } from "../../core/errors.ts";
import type { Handler } from "../../ports/chat.ts";
import type { NewId, Now } from "../../ports/clock.ts";
import type { Console } from "../../ports/console.ts";
import type { Log } from "../../ports/log.ts";
import type { DocumentStore, ExpiringStore } from "../../ports/stores.ts";
import { makeChat } from "./chat.ts";
import { documentPage } from "./document-page.ts";
import { type Entry, makeGate, refusePage, visitorOf } from "./gate.ts";
import { makeLogin } from "./login.ts";
import type { Oidc } from "./oidc.ts";
import { auditRoutes } from "./routes/audit.ts";
import { caseRoutes } from "./routes/cases.ts";
import { need } from "./routes/kit.ts";
import { officeRoutes } from "./routes/office.ts";
import { screeningRoutes } from "./routes/screening.ts";
import { makeSessions } from "./sessions.ts";

export interface WebDeps {
  readonly handle: Handler;
  readonly console: Console;
  readonly documents: DocumentStore;
  /** Keeps sessions and the tries to sign in. */
  readonly expiring: ExpiringStore;
  readonly entry: Entry;
  /** `null` where nobody signs in with an identity provider. */
  readonly oidc: Oidc | null;
  /** Host names under which the pages may be asked for, without port; anything else is refused (DNS rebinding). */
  readonly hosts: readonly string[];
  readonly publicUrl: string | null;
  readonly now: Now;
  readonly newId: NewId;
  readonly log: Log;
}

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  // With "no-referrer" browsers send a form's origin as "null", which nobody could tell from a forged one.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

/** Chat page, console, and the documents that citations open: first who asks, then what. */
export const makeWeb = (deps: WebDeps): Router => {
  const router = Router();
  const sessions = makeSessions(deps.expiring, deps.now);
  router.use((request, response, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (deps.hosts.includes(request.hostname)) return next();
    const why = `This server is not reached under the name ${request.hostname}. Set PUBLIC_URL to that address.`;
    return refusePage(request, response, 403, "Not this name", why);
  });
  router.use("/page", express.static(join(import.meta.dirname, "page"), { index: false, redirect: false }));
  router.use(makeLogin({ ...deps, sessions, audit: deps.console.audit }));
  router.use(makeGate(deps.entry, sessions));
  router.use(need("ask", deps.console));
  router.use((_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  router.use(makeChat(deps));
  for (const routes of [screeningRoutes, caseRoutes, officeRoutes, auditRoutes]) router.use(routes(deps));
  router.get("/documents/:id", (request, response, next) => {
    showDocument(deps, request, response).catch(next);
  });
  router.use((thrown: unknown, request: Request, response: Response, next: (e: unknown) => void) => {
    if (response.headersSent || !(thrown instanceof RedflagError)) return next(thrown);
    return refusePage(request, response, STATUS[thrown.code] ?? 500, "Not done", messageOf(thrown));
  });
  return router;
};

const STATUS: Readonly<Partial<Record<RedflagError["code"], number>>> = {
  "bad-input": 400,
  forbidden: 403,
  "not-found": 404,
  unavailable: 503,
};

const showDocument = async (deps: WebDeps, request: Request, response: Response): Promise<void> => {
  const document = await deps.documents.get(documentId(String(request.params.id)));
  if (!document) {
    const why = "There is no such document, or it was removed and no longer answers.";
    return refusePage(request, response, 404, "No such document", why);
  }
  const page = documentPage(document, Number(request.query.start), Number(request.query.end), visitorOf(response));
  response.type("html").send(page);
};
