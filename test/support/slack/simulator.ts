import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Api, makeApi } from "./api.ts";
import { type Delivery, httpTransport, makePost, type Post } from "./delivery.ts";
import { messageEvents, wrap } from "./events.ts";
import { makeTriggers } from "./methods.ts";
import type { AppGrant, Message } from "./model.ts";
import { makeOauth, type Oauth } from "./oauth.ts";
import { makePace } from "./pace.ts";
import { makePeople, type People } from "./people.ts";
import { makeResponseUrls } from "./response-urls.ts";
import { makeSocketEnd, type SocketEnd } from "./socket.ts";
import { transcriptPage } from "./transcript.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A strict local Slack on loopback: Web API, Events API over HTTP and Socket Mode, and people who use it. */
export interface Simulator {
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly origin: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly workspace: Workspace;
  readonly api: Api;
  readonly people: People;
  readonly oauth: Oauth;
  readonly post: Post;
  readonly socket: SocketEnd;
  /** Deliver over HTTP to this URL. */
  connectHttp(requestUrl: string): void;
  /** Deliver over Socket Mode; waits until the app has connected. */
  connectSocket(): Promise<void>;
  /** Delivers the last delivery of an event once more, unchanged, as Slack does when an acknowledgement is lost. */
  redeliver(delivery: Delivery): Promise<Delivery>;
  /** Resolves with what `look` finds, as soon as it finds something. Rejects after `withinMs`. */
  until<Found>(look: () => Found | null | undefined | false, what: string, withinMs?: number): Promise<Found>;
  /** Messages of the app in a channel, oldest first; streams once they have stopped. */
  answers(channel: string): readonly Message[];
  close(): Promise<void>;
}

export const startSimulator = async (options: {
  readonly grant: AppGrant;
  readonly nowMs?: () => number;
  readonly ackDeadlineMs?: number;
  readonly retryDelaysMs?: readonly number[];
  /** Of `Workspace`. */
  readonly knowsPosts?: boolean;
}): Promise<Simulator> => {
  const nowMs = options.nowMs ?? Date.now;
  const workspace = makeWorkspace(options.grant, nowMs, options.knowsPosts);
  const [botToken, appToken, signingSecret] = ["xoxb-simulated", "xapp-simulated", "simulated-signing-secret"];
  workspace.tokens.set(botToken, "bot").set(appToken, "app");
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const port = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${port}`;
  const triggers = makeTriggers(workspace);
  const socket = makeSocketEnd(server, workspace.appId, () => workspace.nextId("E"));
  const oauth = makeOauth(workspace);
  const context = {
    workspace,
    pace: makePace(nowMs),
    triggers,
    oauth,
    origin,
    socketUrl: () => `ws://127.0.0.1:${port}/link`,
  };
  const api = makeApi(context);
  const urls = makeResponseUrls(workspace, () => origin);
  const post = makePost(options.ackDeadlineMs ?? 3_000, options.retryDelaysMs ?? [0, 60_000, 300_000]);
  const people = makePeople({ workspace, triggers, urls, origin: () => origin, deliver: post.deliver });

  /** The app's own posts come back to it as events, marked with its bot id. */
  const echo = (): void => {
    const last = workspace.messages.at(-1);
    if (last === undefined || last.onlyFor !== null || post.deliveries.length === 0) return;
    for (const event of messageEvents(workspace, last, origin))
      void post.deliver({ kind: "events_api", payload: wrap(workspace, event) });
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await bodyOf(request);
    const raw = bytes.toString("utf8");
    const [, kind = "", name = ""] = (request.url ?? "").split(/[/?]/);
    const token = (request.headers.authorization ?? "").replace(/^Bearer ?/, "");
    if (kind === "api" && request.method === "POST") {
      const { status, headers, body, broken } = api.call(name, token, request.headers["content-type"] ?? "", raw);
      if (broken) response.destroy();
      else response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
      if (name === "chat.postMessage" && body.ok === true) echo();
    } else if (kind === "response" && request.method === "POST") {
      const { status, text } = urls.take(name, JSON.parse(raw));
      response.writeHead(status, { "Content-Type": "text/plain" }).end(text);
    } else if (kind === "upload" && request.method === "POST") {
      const file = workspace.files.get(name);
      if (file !== undefined) workspace.files.set(name, { ...file, content: raw, bytes });
      response.writeHead(file === undefined ? 404 : 200).end("OK");
    } else if (kind === "oauth") {
      try {
        response.writeHead(302, { Location: oauth.consent(new URL(request.url ?? "", origin)) }).end();
      } catch (thrown) {
        response.writeHead(400, { "Content-Type": "text/plain" }).end(thrown instanceof Error ? thrown.message : "");
      }
    } else if (kind === "transcript") {
      const viewer = name || ([...workspace.users.values()].find((user) => !user.isBot)?.id ?? "");
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(transcriptPage(workspace, viewer));
    } else if (kind === "picture") {
      response.writeHead(200, { "Content-Type": "image/png" }).end(workspace.files.get(name)?.bytes);
    } else if (kind === "files") {
      sendFile(response, name, token);
    } else response.writeHead(404).end("Not a path of this simulator.");
  };

  const sendFile = (response: ServerResponse, id: string, token: string): void => {
    const file = workspace.files.get(id);
    const allowed = workspace.tokens.get(token) === "bot" && workspace.grant.scopes.includes("files:read");
    // Slack shows its sign-in page instead of an error status.
    if (file === undefined || !allowed)
      response.writeHead(200, { "Content-Type": "text/html" }).end("<html>Sign in</html>");
    else response.writeHead(200, { "Content-Type": file.mimetype }).end(file.content);
  };

  const until: Simulator["until"] = async (look, what, withinMs = 5_000) => {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const found = look();
      if (found !== null && found !== undefined && found !== false) return found;
      if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };

  return {
    apiUrl: `${origin}/api/`,
    origin,
    botToken,
    appToken,
    signingSecret,
    workspace,
    api,
    people,
    oauth,
    post,
    socket,
    until,
    connectHttp: (requestUrl) =>
      post.use(httpTransport(requestUrl, signingSecret, () => Math.floor(Date.now() / 1_000))),
    connectSocket: async () => {
      post.use(socket.transport);
      await until(() => socket.connections() > 0, "the app to connect over Socket Mode");
    },
    redeliver: (delivery) => post.deliver(delivery.envelope),
    answers: (channel) =>
      workspace.messages.filter(
        (message) =>
          message.channel === channel && message.user === workspace.bot.id && message.stream?.state !== "open",
      ),
    close: async () => {
      await socket.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};
