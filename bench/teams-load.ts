import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { expiringStore } from "../src/adapters/stores/expiring.ts";
import { keyvSqlite } from "../src/adapters/stores/keyv-sqlite.ts";
import { openSqlite } from "../src/adapters/stores/sqlite.ts";
import { startBot, teamsMessage } from "../test/support/teams/bot.ts";
import { TENANT } from "../test/support/teams/playground.ts";
import { reply } from "../test/support/teams/replies.ts";

/**
 * Conversations that all talk at once, each asking again when it has its answer, through the real botbuilder adapter, Express and the
 * embedded store, to a stand-in of the Bot Connector. Every tenth message is delivered twice. The router is a stand-in that shows
 * progress and answers at once, so this is the cost of Teams alone; client, bot and connector share one process. The first message of
 * each conversation opens the connections and is counted as lost or doubled but not timed.
 *
 *     node bench/teams-load.ts [--conversations 100] [--seconds 30] [--pause 500]     pause: milliseconds between answer and question
 */
const { values } = parseArgs({
  options: {
    conversations: { type: "string", default: "100" },
    seconds: { type: "string", default: "30" },
    pause: { type: "string", default: "500" },
  },
});
const [conversations, seconds, pauseMs] = [values.conversations, values.seconds, values.pause].map(Number) as [
  number,
  number,
  number,
];

interface Asked {
  readonly atMs: number;
  ackMs: number;
  firstMs: number | null;
  answers: number;
}

const asked = new Map<string, Asked>();
const waiting = new Map<string, () => void>();

const connector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { type, text } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { type: string; text?: string };
    const id = /question-\d+-\d+/.exec(text ?? "")?.[0] ?? "";
    const question = asked.get(id);
    if (question) {
      question.firstMs ??= performance.now() - question.atMs;
      if (type === "message") question.answers += 1;
    }
    response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify({ id: `m-${id}` }));
    if (type === "message") waiting.get(id)?.();
  });
});
await new Promise<void>((resolve) => connector.listen(0, "127.0.0.1", resolve));
const serviceUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}`;

const folder = mkdtempSync(join(tmpdir(), "teams-load-"));
const sqlite = openSqlite(join(folder, "redflag.sqlite"));
const bot = await startBot(
  async ({ body }, responder) => {
    const text = body.kind === "message" ? body.text : "";
    void responder.progress(`Working on ${text}`);
    await responder.send(reply({ blocks: [{ kind: "paragraph", text: [{ text: `Answer to ${text}` }] }] }));
  },
  { expiring: expiringStore(keyvSqlite(sqlite.database)) },
);

const ask = async (conversation: number, turn: number): Promise<void> => {
  const id = `question-${conversation}-${turn}`;
  const activity = teamsMessage(serviceUrl, {
    text: id,
    conversation: { id: `chat-${conversation}`, conversationType: "personal", tenantId: TENANT.tenantId },
  });
  const question: Asked = { atMs: performance.now(), ackMs: Number.NaN, firstMs: null, answers: 0 };
  asked.set(id, question);
  const answered = new Promise<void>((resolve) => waiting.set(id, resolve));
  const post = async (): Promise<void> => {
    const { status } = await bot.post(activity);
    if (status !== 200) throw new Error(`HTTP ${status}`);
  };
  await post();
  question.ackMs = performance.now() - question.atMs;
  if (turn % 10 === 0) await post();
  await answered;
};

const everyConversation = (talk: (conversation: number) => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: conversations }, (_, n) => talk(n)));
await everyConversation((conversation) => ask(conversation, 0));
const untilMs = performance.now() + seconds * 1_000;
await everyConversation(async (conversation) => {
  for (let turn = 1; performance.now() < untilMs; turn++) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * pauseMs));
    await ask(conversation, turn);
  }
});
await bot.stop();

const all = [...asked.values()];
const timed = [...asked].filter(([id]) => !id.endsWith("-0")).map(([, question]) => question);
const percentile = (times: readonly number[], share: number): string => {
  const sorted = [...times].sort((a, b) => a - b);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0)} ms`;
};
const row = (what: string, times: readonly number[]): string =>
  `${what.padEnd(24)} p50 ${percentile(times, 0.5).padStart(8)}   p99 ${percentile(times, 0.99).padStart(8)}   max ${percentile(times, 1).padStart(8)}`;
const lost = all.filter(({ answers }) => answers === 0).length;
const doubled = all.filter(({ answers }) => answers > 1).length;
process.stdout.write(
  `${[
    `${conversations} conversations for ${seconds} s: ${all.length} messages, ${(timed.length / seconds).toFixed(0)} a second`,
    row(
      "acknowledged",
      timed.map(({ ackMs }) => ackMs),
    ),
    row(
      "first activity",
      timed.flatMap(({ firstMs }) => (firstMs === null ? [] : [firstMs])),
    ),
    `lost ${lost}, doubled ${doubled}`,
    `${all.length - lost - doubled} passed, ${lost + doubled} failed`,
  ].join("\n")}\n`,
);
connector.closeAllConnections();
connector.close();
sqlite.close();
rmSync(folder, { recursive: true });
process.exitCode = lost + doubled > 0 ? 1 : 0;
