import express, { type Request, type Response, Router } from "express";
import type { Incoming, IncomingBody } from "../../core/incoming.ts";
import { SILENCE_TEXT, troubleText } from "../../core/trouble.ts";
import type { Handler } from "../../ports/chat.ts";
import type { NewId, Now } from "../../ports/clock.ts";
import { carriesToken, FORGED, fromOwnPage } from "./forgery.ts";
import { visitorOf } from "./gate.ts";
import { html } from "./markup.ts";
import { sheet } from "./shell.ts";

export interface ChatDeps {
  readonly handle: Handler;
  readonly now: Now;
  readonly newId: NewId;
}

/** Largest request body; a message has at most 12,000 characters, the rest is room for a clear refusal. */
const BODY_LIMIT = "4mb";

/** The chat page at `/` and its message endpoint. */
export const makeChat = (deps: ChatDeps): Router => {
  const router = Router();
  router.get("/", (_request, response) => {
    const visitor = visitorOf(response);
    response
      .type("html")
      .send(sheet({ title: "Chat", path: "/", visitor, main: PAGE, script: "app.js", narrow: true }));
  });
  router.post("/api/message", express.json({ limit: BODY_LIMIT }), (request, response, next) => {
    receive(deps, request, response).catch(next);
  });
  router.use((thrown: unknown, _request: Request, response: Response, next: (e: unknown) => void) => {
    if (response.headersSent) return next(thrown);
    const { type } = thrown as { readonly type?: string };
    if (type === "entity.too.large")
      return refuse(response, 413, "The message is larger than 4 MB. Nothing was read. Send a shorter text.");
    return type?.startsWith("entity.")
      ? refuse(response, 400, "The request could not be read as JSON. Nothing was done. Send {text, threadId}.")
      : next(thrown);
  });
  return router;
};

const PAGE = html`<p class="lead">Cited answers on sanctions and North Korean cyber activity. Names and addresses are screened.</p>
<div role="log" aria-live="polite" aria-label="Conversation"><ol id="log"></ol></div>
<form id="ask"><label for="text">Question, name or address</label>
<textarea id="text" name="text" rows="2" placeholder="Who is Song Kum Hyok and why was he sanctioned?" autocomplete="off" required></textarea>
<button type="submit" class="primary">Send</button></form>`;

const refuse = (response: Response, status: number, error: string): void => {
  response.status(status).json({ error });
};

const receive = async (deps: ChatDeps, request: Request, response: Response): Promise<void> => {
  const { user, csrf, sessionKey } = visitorOf(response);
  if (!fromOwnPage(request)) return refuse(response, 403, "Messages are taken only from this server's own page.");
  if (!request.is("application/json")) return refuse(response, 415, "Send the message as application/json.");
  // JSON from another site needs the browser's leave, which it does not get; whoever is signed in sends the token too.
  if (sessionKey !== null && !carriesToken(request, csrf)) return refuse(response, 403, FORGED);
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
    userId: user.userId,
    ...(user.role === null ? {} : { role: user.role }),
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
