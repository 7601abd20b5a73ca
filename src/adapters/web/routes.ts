import { join } from "node:path";
import express, { type Request, type Response, Router } from "express";
import { documentId } from "../../core/brand.ts";
import type { Incoming, IncomingBody } from "../../core/incoming.ts";
import { SILENCE_TEXT, troubleText } from "../../core/trouble.ts";
import type { Handler } from "../../ports/chat.ts";
import type { NewId, Now } from "../../ports/clock.ts";
import type { DocumentStore } from "../../ports/stores.ts";
import { documentPage } from "./document-page.ts";

export interface WebDeps {
  readonly handle: Handler;
  readonly documents: DocumentStore;
  /** Host names under which the page may be asked for, without port; anything else is refused (DNS rebinding). */
  readonly hosts: readonly string[];
  readonly now: Now;
  readonly newId: NewId;
}

/** Largest request body; a message has at most 12,000 characters, the rest is room for a clear refusal. */
const BODY_LIMIT = "4mb";

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** The chat page at `/`, its message endpoint, and the documents that citations open. */
export const makeWeb = (deps: WebDeps): Router => {
  const router = Router();
  router.use((request, response, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (deps.hosts.includes(request.hostname)) return next();
    return refuse(
      response,
      403,
      `This server is not reached under the name ${request.hostname}. Set PUBLIC_URL to that address.`,
    );
  });
  router.use("/page", express.static(join(import.meta.dirname, "page"), { index: false, redirect: false }));
  router.get("/", (_request, response) => response.sendFile(join(import.meta.dirname, "page/index.html")));
  router.get("/documents/:id", (request, response, next) => {
    showDocument(deps, request, response).catch(next);
  });
  router.post("/api/message", express.json({ limit: BODY_LIMIT }), (request, response, next) => {
    receive(deps, request, response).catch(next);
  });
  router.use((thrown: unknown, _request: Request, response: Response, next: (e: unknown) => void) => {
    if (response.headersSent) return next(thrown);
    const tooLarge = (thrown as { type?: string }).type === "entity.too.large";
    return tooLarge
      ? refuse(response, 413, "The message is larger than 4 MB. Nothing was read. Send a shorter text.")
      : refuse(response, 400, "The request could not be read as JSON. Nothing was done. Send {text, threadId}.");
  });
  return router;
};

const refuse = (response: Response, status: number, error: string): void => {
  response.status(status).json({ error });
};

const showDocument = async (deps: WebDeps, request: Request, response: Response): Promise<void> => {
  const document = await deps.documents.get(documentId(String(request.params.id)));
  if (!document) return refuse(response, 404, "There is no such document, or it was removed and no longer answers.");
  const page = documentPage(document, Number(request.query.start), Number(request.query.end));
  response.type("html").send(page);
};

const receive = async (deps: WebDeps, request: Request, response: Response): Promise<void> => {
  const origin = request.get("origin");
  if (origin && new URL(origin).host !== request.get("host"))
    return refuse(response, 403, "Messages are taken only from this server's own page.");
  if (!request.is("application/json")) return refuse(response, 415, "Send the message as application/json.");
  const body = bodyFrom(request.body);
  if (!body) return refuse(response, 400, "Send {text, threadId} or {action: {id, value}, threadId}.");
  response.type("application/x-ndjson");
  const line = (value: unknown): void => void response.write(`${JSON.stringify(value)}\n`);
  const incoming: Incoming = {
    eventId: deps.newId(),
    platform: "web",
    workspaceId: "local",
    channelId: "web",
    threadId: String((request.body as { threadId?: unknown }).threadId ?? ""),
    userId: "web",
    scene: "direct",
    body,
    receivedAt: deps.now(),
  };
  let spoke = false;
  const say = (value: unknown): void => {
    spoke = true;
    line(value);
  };
  await deps
    .handle(incoming, {
      progress: async (step) => line({ progress: step }),
      send: async (reply) => say({ reply }),
    })
    .catch((thrown: unknown) => say({ error: troubleText(thrown) }));
  // A pressed button may stay without a word; a question may not.
  if (!spoke && body.kind === "message") say({ error: SILENCE_TEXT });
  response.end();
};

const bodyFrom = (body: unknown): IncomingBody | null => {
  const { text, action } = (body ?? {}) as {
    text?: unknown;
    action?: { id?: unknown; value?: unknown; fields?: unknown };
  };
  if (typeof text === "string") return { kind: "message", text, addressed: true };
  if (typeof action?.id === "string" && typeof action.value === "string")
    return { kind: "action", id: action.id, value: action.value, fields: fieldsFrom(action.fields) };
  return null;
};

const fieldsFrom = (fields: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
