import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { makeSlack } from "../src/adapters/slack/slack.ts";
import { expiringStore } from "../src/adapters/stores/expiring.ts";
import { keyvSqlite } from "../src/adapters/stores/keyv-sqlite.ts";
import { openSqlite } from "../src/adapters/stores/sqlite.ts";
import { instant } from "../src/core/dates.ts";
import { plain } from "../src/core/reply.ts";

/**
 * The Slack adapter under real Bolt and the embedded store in a process of its own, for bench/slack-load.ts. What answers is
 * a stand-in that shows one step and then answers, so this is the cost of Slack alone.
 *
 * Settings come as one JSON argument; `{ port }` and later `{ heapBytes, cpuMs }` go back over the channel to the parent.
 */
interface Settings {
  readonly database: string;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  /** Milliseconds before an answer; a very long one stands for questions that are open when the process is killed. */
  readonly thinkMs: number;
}

const settings = JSON.parse(process.argv[2] ?? "{}") as Settings;
const sqlite = openSqlite(settings.database);
const slack = makeSlack({
  settings: { ...settings },
  handle: async ({ body }, responder) => {
    if (body.kind === "message" && !body.addressed) return;
    await responder.progress("Searching");
    if (settings.thinkMs > 0) await new Promise((resolve) => setTimeout(resolve, settings.thinkMs));
    const text = body.kind === "message" ? `Answer to ${body.text}` : "Answer";
    await responder.send({
      summary: text,
      blocks: [{ kind: "paragraph", text: plain(text) }],
      citations: [],
      audience: "everyone",
      aiGenerated: false,
      feedbackFor: "load",
    });
  },
  expiring: expiringStore(keyvSqlite(sqlite.database)),
  now: () => instant(new Date()),
  log: { info: () => {}, warn: () => {}, error: (message) => process.stderr.write(`${message}\n`) },
});

const app = express();
if (slack.router !== null) app.use(slack.router);
const server = createServer(app);
server.listen(0, "127.0.0.1", async () => {
  const { port } = server.address() as AddressInfo;
  await slack.start();
  process.send?.({ port });
});

process.on("message", () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({ heapBytes: process.memoryUsage().heapUsed, cpuMs: (user + system) / 1_000 });
});
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
