import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { makeTeams, type Teams, type TeamsDeps } from "../../../src/adapters/teams/teams.ts";
import { instant } from "../../../src/core/dates.ts";
import type { Incoming } from "../../../src/core/incoming.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { memoryExpiring } from "../memory-stores.ts";
import { TENANT } from "./playground.ts";
import { waitUntil } from "./wait.ts";

export interface Bot {
  readonly teams: Teams;
  readonly endpoint: string;
  /** What reached the router, in order. */
  readonly incoming: readonly Incoming[];
  /** What was logged, "level message {fields}". */
  readonly logged: readonly string[];
  readonly store: ReturnType<typeof memoryExpiring>;
  post(activity: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Resolves when no handler is at work. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export const ANONYMOUS: TeamsDeps["settings"] = {
  appId: null,
  appPassword: null,
  tenantId: null,
  allowedTenants: [],
  allowAnonymous: true,
};

/** The real adapter on a real Express 5 server, with `handle` in the place of the router. Retries do not wait. */
export const startBot = async (handle: Handler, changes: Partial<TeamsDeps> = {}): Promise<Bot> => {
  const incoming: Incoming[] = [];
  const logged: string[] = [];
  let atWork = 0;
  const write =
    (level: string) =>
    (message: string, fields = {}): void =>
      void logged.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const store = memoryExpiring();
  const teams = makeTeams({
    settings: ANONYMOUS,
    production: false,
    expiring: store,
    now: () => instant(new Date()),
    log: { info: write("info"), warn: write("warn"), error: write("error") },
    retrying: { attempts: 4, firstWaitMs: 1, longestWaitMs: 5, wait: async () => undefined, random: () => 0.5 },
    warnAloud: (line) => void logged.push(`aloud ${line}`),
    ...changes,
    handle: async (event, responder) => {
      incoming.push(event);
      atWork++;
      await handle(event, responder).finally(() => atWork--);
    },
  });
  const app = express();
  app.use(teams.router);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  return {
    teams,
    endpoint,
    incoming,
    logged,
    store,
    post: (activity, headers = {}) =>
      fetch(endpoint, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof activity === "string" ? activity : JSON.stringify(activity),
      }),
    idle: async () => void (await waitUntil("no handler is at work", () => atWork === 0)),
    stop: async () => {
      await teams.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

let posted = 0;

/** A message as Teams posts it; `changes` replaces top-level properties. */
export const teamsMessage = (
  serviceUrl: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  type: "message",
  id: `activity-${++posted}`,
  channelId: "msteams",
  serviceUrl,
  from: { id: "29:example", name: "Example Person", aadObjectId: "00000000-0000-0000-0000-000000000020" },
  recipient: { id: TENANT.botId, name: TENANT.botName },
  conversation: { id: TENANT.personalChat, conversationType: "personal", tenantId: TENANT.tenantId },
  channelData: { tenant: { id: TENANT.tenantId } },
  text: "hi",
  textFormat: "plain",
  ...changes,
});
