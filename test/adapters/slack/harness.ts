import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { makeSlack, type Slack, type SlackOptions } from "../../../src/adapters/slack/slack.ts";
import { COMMANDS, EVENTS, SCOPES, SHORTCUTS } from "../../../src/adapters/slack/surface.ts";
import { instant } from "../../../src/core/dates.ts";
import type { Incoming } from "../../../src/core/incoming.ts";
import { plain, type Reply } from "../../../src/core/reply.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import type { ExpiringStore } from "../../../src/ports/stores.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import type { AppGrant, Channel, User } from "../../support/slack/model.ts";
import { type Simulator, startSimulator } from "../../support/slack/simulator.ts";

export type Wire = "http" | "socket";

/** Grants what the code's own table asks for. */
export const GRANT: AppGrant = {
  scopes: SCOPES.map(({ scope }) => scope),
  events: Object.keys(EVENTS),
  commands: COMMANDS.map(({ command }) => command),
  shortcuts: Object.values(SHORTCUTS).map(({ callbackId }) => callbackId),
};

/** Redflag's Slack side under real Bolt, a simulated Slack, a person and a channel with both in it. */
export interface Bench {
  readonly slack: Slack;
  readonly sim: Simulator;
  readonly ann: User;
  readonly channel: Channel;
  readonly direct: Channel;
  /** What the handler was given, in order. */
  readonly heard: Incoming[];
  readonly logged: string[];
  readonly expiring: ExpiringStore;
  /** Where events go over HTTP; empty over Socket Mode. */
  readonly eventsUrl: string;
  /** Milliseconds that the app has waited; the simulated clock moves by as much. */
  readonly waitedMs: () => number;
  /** Moves the simulated clock forward. */
  readonly advance: (ms: number) => void;
  close(): Promise<void>;
}

export const reply = (text: string, more: Partial<Reply> = {}): Reply => ({
  summary: text,
  blocks: [{ kind: "headline", text: plain(text) }],
  citations: [],
  audience: "everyone",
  aiGenerated: false,
  feedbackFor: null,
  ...more,
});

/** Says back what it was asked. */
export const echo: Handler = async ({ body }, responder) => {
  if (body.kind === "message" && body.addressed) await responder.send(reply(`Heard: ${body.text}`));
  if (body.kind === "command") await responder.send(reply(`${body.name}: ${body.text}`, { audience: "asker" }));
  if (body.kind === "action") await responder.send(reply(`${body.id}=${body.value}`, { audience: "asker" }));
};

export const startBench = async (
  wire: Wire,
  handle: Handler,
  more: Partial<SlackOptions> & {
    readonly grant?: AppGrant;
    readonly retryDelaysMs?: readonly number[];
    /** A Slack that another bench has started, for a restart of the app. */
    readonly sim?: Simulator;
  } = {},
): Promise<Bench> => {
  let aheadMs = 0;
  const advance = (ms: number): void => {
    aheadMs += ms;
  };
  const nowMs = (): number => Date.now() + aheadMs;
  const sim =
    more.sim ??
    (await startSimulator({ grant: more.grant ?? GRANT, nowMs, retryDelaysMs: more.retryDelaysMs ?? [0, 0, 0] }));
  const heard: Incoming[] = [];
  const logged: string[] = [];
  const keep = (message: string): void => void logged.push(message);
  const expiring = more.expiring ?? memoryExpiring();
  const slack = makeSlack({
    settings: {
      botToken: more.oauth === undefined ? sim.botToken : null,
      signingSecret: wire === "http" ? sim.signingSecret : null,
      appToken: wire === "socket" ? sim.appToken : null,
      apiUrl: sim.apiUrl,
    },
    handle: (incoming, responder) => {
      heard.push(incoming);
      return handle(incoming, responder);
    },
    now: () => instant(new Date(nowMs())),
    log: { info: keep, warn: keep, error: keep },
    // The app's waits move the simulated clock instead of the real one.
    wait: async (ms) => advance(ms),
    streamAfterMs: 0,
    reconnectAfterMs: 200,
    ...more,
    expiring,
  });
  await slack.start();
  const server = wire === "http" ? await listen(slack) : null;
  const port = server === null ? 0 : (server.address() as AddressInfo).port;
  const eventsUrl = server === null ? "" : `http://127.0.0.1:${port}/slack/events`;
  if (server === null) await sim.connectSocket();
  else sim.connectHttp(eventsUrl);
  const ann = sim.workspace.addUser("Ann Example");
  const channel = sim.workspace.addChannel("compliance", [ann.id, sim.workspace.bot.id]);
  return {
    slack,
    sim,
    ann,
    channel,
    direct: sim.workspace.direct(ann.id),
    heard,
    logged,
    expiring,
    eventsUrl,
    waitedMs: () => aheadMs,
    advance,
    close: async () => {
      await slack.stop();
      server?.closeAllConnections();
      await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
      await sim.close();
    },
  };
};

const listen = async (slack: Slack): Promise<Server> => {
  const app = express();
  if (slack.router !== null) app.use(slack.router);
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
};
