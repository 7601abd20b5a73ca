import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import { openRuntime } from "../../src/runtime.ts";
import { GRANT } from "../adapters/slack/harness.ts";
import { type LyingModel, startLyingModel } from "../support/lying-model.ts";
import { type RealServer, startRealServer } from "../support/real-server.ts";
import type { Envelope } from "../support/slack/delivery.ts";
import { signature } from "../support/slack/signature.ts";
import { type Simulator, startSimulator } from "../support/slack/simulator.ts";

const QUESTION = "Who is Song Kum Hyok?";
const STOPPING = "I am being restarted and could not finish this in time. Please ask again in a minute";
const LONG_MS = 120_000;

const opened: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

interface Held {
  readonly server: RealServer;
  readonly model: LyingModel;
  readonly sim: Simulator;
  /** From now on the model answers nobody. */
  readonly hold: () => void;
  /** The model answers everybody who waits. */
  readonly letGo: () => void;
  /** One line of JSON each. */
  readonly askOnPage: () => Promise<string>;
}

/** The program in a process of its own, with a model that can be made to wait, and a simulated Slack. */
const startHeld = async (env: Readonly<Record<string, string>> = {}): Promise<Held> => {
  const model = await startLyingModel();
  opened.push(model);
  let [holding, letGo] = [false, (): void => {}];
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const text = '{"claims":[]}';
  model.script(() => (holding ? { kind: "held", until, text } : { kind: "body", text }));
  const sim = await startSimulator({ grant: GRANT, retryDelaysMs: [] });
  opened.push(sim);
  const server = await startRealServer({
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: "test-key",
    OPENAI_TIMEOUT_MS: "120000",
    SLACK_BOT_TOKEN: sim.botToken,
    SLACK_SIGNING_SECRET: sim.signingSecret,
    SLACK_API_URL: sim.apiUrl,
    ...env,
  });
  opened.push({ close: server.stop });
  sim.connectHttp(`${server.url}/slack/events`);
  let asked = 0;
  const askOnPage = async (): Promise<string> => {
    const body = JSON.stringify({ text: QUESTION, threadId: `thread-${asked++}` });
    const headers = { "content-type": "application/json", origin: server.url, "sec-fetch-site": "same-origin" };
    return (await fetch(`${server.url}/api/message`, { method: "POST", headers, body })).text();
  };
  return {
    server,
    model,
    sim,
    askOnPage,
    letGo,
    hold: () => {
      holding = true;
    },
  };
};

/** Polls until it holds. */
const until = async (what: string, look: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + LONG_MS;
  while (!(await look())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
};

const isStopping = async (url: string): Promise<boolean> => {
  // Late in its end the server takes no connections any more.
  const response = await fetch(`${url}/readyz`).catch(() => null);
  if (response === null) return true;
  return response.status === 503 && (await response.text()).includes("Redflag is stopping");
};

/** People who ask in direct messages of their own; where each is answered. */
const askInSlack = (sim: Simulator, people: number): readonly string[] =>
  Array.from({ length: people }, (_, i) => {
    const user = sim.workspace.addUser(`Person ${i}`);
    const channel = sim.workspace.direct(user.id).id;
    void sim.people.say(user.id, channel, QUESTION);
    return channel;
  });

/** Where the message of a delivery was written. */
const channelOf = ({ payload }: Envelope): string =>
  (payload as { readonly event?: { readonly channel?: string } }).event?.channel ?? "";

interface Half {
  /** The server has read the head and waits for the body. */
  readonly begun: Promise<void>;
  /** Sends the body. */
  readonly finish: () => void;
  readonly status: Promise<number>;
}

/** A signed delivery of which only the head is sent. */
const halfDelivery = (sim: Simulator, url: string, { payload }: Envelope): Half => {
  const raw = JSON.stringify(payload);
  const at = Math.floor(Date.now() / 1_000);
  const outgoing = request(`${url}/slack/events`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(raw),
      Expect: "100-continue",
      "X-Slack-Request-Timestamp": String(at),
      "X-Slack-Signature": signature(sim.signingSecret, at, raw),
    },
  });
  const begun = new Promise<void>((resolve) => void outgoing.once("continue", () => resolve()));
  const status = new Promise<number>((resolve, reject) => {
    outgoing.once("error", reject);
    outgoing.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  outgoing.flushHeaders();
  return { begun, status, finish: () => void outgoing.end(raw) };
};

const wordsIn = (sim: Simulator, channels: readonly string[]): readonly string[] =>
  channels.map((channel) =>
    sim
      .answers(channel)
      .map((answer) => JSON.stringify(answer.blocks))
      .join("\n"),
  );

/** Kinds of what was recorded, once the process has ended; throws when the chain is broken. */
const recorded = async (dataDir: string): Promise<readonly string[]> => {
  const runtime = await openRuntime(parseConfig({ REDFLAG_DATA_DIR: dataDir, LOG_LEVEL: "silent" }));
  const check = await runtime.services.trail.verify();
  const kinds: string[] = [];
  for await (const { kind } of runtime.store.audit.read(null, null)) kinds.push(kind);
  await runtime.close();
  if (check.broken) throw new Error(check.broken.why);
  return kinds;
};

describe("the end of the server, in a process of its own", () => {
  it("finishes the answers under way, takes no new work, and ends with 0", { timeout: LONG_MS }, async () => {
    const { server, model, sim, hold, letGo, askOnPage } = await startHeld({ SHUTDOWN_SECONDS: "50" });
    hold();
    const pages = Array.from({ length: 5 }, askOnPage);
    const channels = askInSlack(sim, 10);
    await until("the model to be asked by all", () => model.requests.length >= 15);
    server.signal("SIGTERM");
    await until("the server to say that it stops", () => isStopping(server.url));
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await askOnPage()).toContain("Nothing was done. Send this again in a few seconds");
    letGo();
    for (const said of await Promise.all(pages)) expect(said).toContain("[1]");
    expect(await server.exited).toBe(0);
    for (const words of wordsIn(sim, channels)) expect(words).toContain("[1]");
    expect((await recorded(server.dataDir)).filter((kind) => kind === "answer").length).toBe(16);
  });

  it("gives everybody a reason who would wait too long, records it, and ends with 0", {
    timeout: LONG_MS,
  }, async () => {
    const { server, model, sim, hold, askOnPage } = await startHeld({ SHUTDOWN_SECONDS: "2" });
    hold();
    const pages = Array.from({ length: 5 }, askOnPage);
    const channels = askInSlack(sim, 10);
    await until("the model to be asked by all", () => model.requests.length >= 15);
    server.signal("SIGTERM");
    for (const said of await Promise.all(pages)) expect(said).toContain(STOPPING);
    expect(await server.exited).toBe(0);
    for (const words of wordsIn(sim, channels)) expect(words).toContain(STOPPING);
    expect((await recorded(server.dataDir)).filter((kind) => kind === "not-answered").length).toBe(15);
  });

  it("leaves nobody without a word under load: answered, told why, or not acknowledged", {
    timeout: LONG_MS,
  }, async () => {
    const { server, sim } = await startHeld({ SHUTDOWN_SECONDS: "20" });
    let running = true;
    const asked: string[] = [];
    const load = (async () => {
      for (; running; await pause(5)) asked.push(...askInSlack(sim, 2));
    })();
    const acked = () => sim.post.deliveries.filter((delivery) => delivery.acked);
    await until("some to be taken", () => acked().length > 40);
    server.signal("SIGTERM");
    expect(await server.exited).toBe(0);
    running = false;
    await load;
    const taken = new Set(acked().map(({ envelope }) => channelOf(envelope)));
    const acknowledged = asked.filter((channel) => taken.has(channel));
    expect(acknowledged.length).toBeGreaterThan(40);
    expect(acknowledged.length).toBeLessThan(asked.length);
    const silent = wordsIn(sim, acknowledged).filter((words) => words === "");
    expect(silent).toEqual([]);
  });

  it("answers an event of which it had read half when the end began", { timeout: LONG_MS }, async () => {
    const { server, model, sim, hold, letGo } = await startHeld({ SHUTDOWN_SECONDS: "50" });
    hold();
    const caught = new Promise<Envelope>((resolve) => {
      sim.post.use(async (envelope) => {
        resolve(envelope);
        return { status: null, ackMs: null, body: "" };
      });
    });
    const channels = askInSlack(sim, 1);
    const half = halfDelivery(sim, server.url, await caught);
    await half.begun;
    server.signal("SIGTERM");
    await until("the server to say that it stops", () => isStopping(server.url));
    half.finish();
    expect(await half.status).toBe(200);
    await Promise.race([server.exited, until("the model to be asked", () => model.requests.length >= 1)]);
    letGo();
    expect(await server.exited).toBe(0);
    for (const words of wordsIn(sim, channels)) expect(words).toContain("[1]");
  });

  it("ends at once at a second signal", { timeout: LONG_MS }, async () => {
    const { server, model, hold, askOnPage } = await startHeld({ SHUTDOWN_SECONDS: "600" });
    hold();
    const page = askOnPage().catch(() => "cut off");
    await until("the model to be asked", () => model.requests.length >= 1);
    server.signal("SIGTERM");
    await until("the server to say that it stops", () => isStopping(server.url));
    let code: number | null | undefined;
    void server.exited.then((ended) => {
      code = ended;
    });
    await until("the process to end", () => {
      server.signal("SIGTERM");
      return code !== undefined;
    });
    expect(code).toBe(143);
    expect(await page).not.toContain("[1]");
  });
});
