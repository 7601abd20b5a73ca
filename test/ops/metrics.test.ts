import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIST_SOURCES } from "../../src/lists/sources.ts";
import { MEASURES } from "../../src/ports/metrics.ts";
import { type LyingModel, startLyingModel } from "../support/lying-model.ts";
import { type Served, startServed } from "../support/served.ts";

const TOKEN = "a-token-of-the-collector-0001";
const SECRET_NAME = "Zebrowski Unheard";

let model: LyingModel;
let served: Served;
let page = "";
beforeAll(async () => {
  model = await startLyingModel();
  // A claim that rests on nothing: the checker drops it.
  const lie = { text: "He was born on Mars in 1901.", passageId: "no-such-passage", quote: "born on Mars" };
  model.script(() => ({ kind: "body", text: JSON.stringify({ claims: [lie] }) }));
  served = await startServed({
    METRICS_TOKEN: TOKEN,
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: "test-key",
    OPENAI_INPUT_PRICE: "10000",
    OPENAI_OUTPUT_PRICE: "10000",
  });
  await served.ask("Who is Song Kum Hyok?");
  await served.ask("What is the capital of Brazil?");
  await served.ask("How can I hide a payment to a sanctioned person from the bank?");
  await served.ask("screen Song Geum-hyeok");
  await served.ask(`screen ${SECRET_NAME}`);
  page = await (await fetch(`${served.url}/metrics`)).text();
});
afterAll(async () => {
  await served.close();
  await model.close();
});

/** The value of one line; `null` when there is none. */
const sample = (name: string, labels: Readonly<Record<string, string>> = {}): number | null => {
  const line = page
    .split("\n")
    .find(
      (row) =>
        (row.startsWith(`${name} `) || row.startsWith(`${name}{`)) &&
        Object.entries(labels).every(([label, value]) => row.includes(`${label}="${value}"`)),
    );
  return line === undefined ? null : Number(line.split(" ").at(-1));
};

describe("the measures", () => {
  it("are text that Prometheus reads, every measure with its kind and its meaning", () => {
    const written = /^[a-z0-9_:]+(?:\{(?:[a-z_]+="[^"\n]*",?)*\})? (?:-?[\d.]+(?:e[+-]?\d+)?|\+?Inf|NaN)$/;
    for (const line of page.split("\n").filter((row) => row !== "" && !row.startsWith("#")))
      expect(line).toMatch(written);
    for (const [name, { kind }] of Object.entries(MEASURES)) {
      expect(page).toContain(`# TYPE ${name} ${kind}\n`);
      expect(page).toMatch(new RegExp(`# HELP ${name} \\w`));
    }
  });
  it.each([
    ["questions that were answered", "redflag_answers_total", { status: "answered" }, 1],
    ["questions that no source answers", "redflag_answers_total", { status: "not-in-sources" }, 1],
    ["questions that were refused", "redflag_answers_total", { status: "refused" }, 1],
    ["verdicts with a match", "redflag_screenings_total", { verdict: "match" }, 1],
    ["verdicts without one", "redflag_screenings_total", { verdict: "no-match" }, 1],
    ["times of answers", "redflag_answer_seconds_count", {}, 3],
    ["times of screenings", "redflag_screening_seconds_count", {}, 2],
    ["calls of the model", "redflag_model_calls_total", { outcome: "done" }, 1],
    ["tokens that the model was sent", "redflag_model_tokens_total", { direction: "in" }, 100],
    ["tokens that it wrote", "redflag_model_tokens_total", { direction: "out" }, 20],
    ["what it cost, by the prices that are set", "redflag_model_cost_usd_total", {}, 1.2],
    ["sentences that the checker dropped", "redflag_refused_claims_total", {}, 1],
    ["events by what came of them", "redflag_chat_events_total", { platform: "web", outcome: "replied" }, 5],
    ["requests by route and status", "redflag_http_requests_total", { route: "/api/message", status: "200" }, 5],
    ["times of requests", "redflag_http_request_seconds_count", { route: "/api/message" }, 5],
    ["memory of the process", "process_resident_memory_bytes", {}, 1_000_000],
    ["lag of the event loop", "nodejs_eventloop_lag_p99_seconds", {}, 0],
    ["entries of each list", "redflag_list_entries", { list: "ofac-sdn" }, 500],
    ["hours since each list was retrieved", "redflag_list_age_hours", { list: "un-sc" }, 0],
  ] as const)("count %s", (_claim, name, labels, least) => {
    expect(sample(name, labels)).toBeGreaterThanOrEqual(least);
  });
  it("name every list that must be there and is not as it must be, and no other", () => {
    for (const { id, refreshed } of LIST_SOURCES)
      expect([id, sample("redflag_list_trouble", { list: id })]).toEqual([id, refreshed ? 1 : 0]);
    expect(sample("redflag_ready")).toBe(0);
  });
  it("name nobody and hold nothing that anybody wrote", () => {
    expect(page).not.toMatch(/Song|Zebrowski|Brazil|thread-|sanctioned person/i);
  });
  it("tell of posts that wait", async () => {
    expect(sample("redflag_outbox_waiting")).toBe(0);
    const place = { platform: "slack", workspaceId: "T1", channelId: "C1" } as const;
    const reply = {
      summary: "x",
      blocks: [],
      citations: [],
      audience: "everyone",
      aiGenerated: false,
      feedbackFor: null,
    } as const;
    const queuedAt = served.runtime.services.now();
    await served.runtime.store.outbox.queue({
      postId: "p",
      kind: "report",
      place,
      parts: [reply],
      queuedAt,
      detail: {},
    });
    page = await (await fetch(`${served.url}/metrics`)).text();
    expect(sample("redflag_outbox_waiting")).toBe(1);
  });
});

const statusWith = (headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(`${served.url}/metrics`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once("error", reject);
    asked.end();
  });

describe("who may read the measures", () => {
  it.each([
    ["whoever asks on this machine", {}, 200],
    ["nobody through a proxy without the token", { "x-forwarded-for": "203.0.113.7" }, 401],
    ["no page that gave its own name to this address", { host: "rebound.example.org" }, 401],
    ["whoever sends the token", { host: "redflag.example.org", authorization: `Bearer ${TOKEN}` }, 200],
    ["nobody with another token", { host: "redflag.example.org", authorization: `Bearer ${TOKEN}x` }, 401],
    [
      "nobody with the beginning of it",
      { host: "redflag.example.org", authorization: `Bearer ${TOKEN.slice(0, -1)}` },
      401,
    ],
    ["nobody with an empty one", { host: "redflag.example.org", authorization: "Bearer " }, 401],
    ["nobody with it as a password", { host: "redflag.example.org", authorization: `Basic ${TOKEN}` }, 401],
  ] as const)("%s", async (_claim, headers, status) => {
    expect(await statusWith(headers)).toBe(status);
  });
});
