import { Agent, get } from "node:http";
import { Router } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { newId, stopwatch } from "../src/adapters/clock.ts";
import { references } from "../src/adapters/log.ts";
import { prometheusMetrics } from "../src/adapters/metrics.ts";
import { type HttpServer, startHttp } from "../src/http.ts";
import { NO_TRACE } from "../src/ports/trace.ts";

const opened: HttpServer[] = [];
const metrics = prometheusMetrics();

interface Started {
  readonly base: string;
  readonly server: HttpServer;
  /** Every error that was logged, with the reference it stands under. */
  readonly logged: readonly string[];
  /** Lets the request to /slow be answered. */
  readonly letGo: () => void;
  /** Resolves when a request to /slow is under way. */
  readonly begun: Promise<void>;
}

const start = async (ready: boolean, port = 0): Promise<Started> => {
  const logged: string[] = [];
  const error = (message: string): void => void logged.push(`${references.current()} ${message}`);
  let [letGo, begin] = [(): void => {}, (): void => {}];
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const router = Router();
  router.get("/broken", () => {
    throw new Error("secret detail");
  });
  router.get("/things/:id", (_request, response) => void response.json({ reference: references.current() }));
  router.get("/slow", (_request, response) => {
    begin();
    void held.then(() => response.json({ said: "done" }));
  });
  const server = await startHttp("127.0.0.1", port, {
    operations: [],
    routers: [router],
    readiness: async () => ({ ready, why: ready ? [] : ["OFAC SDN: not loaded."] }),
    references,
    metrics,
    trace: NO_TRACE,
    newId,
    stopwatch,
    log: { info: () => {}, warn: () => {}, error },
  });
  opened.push(server);
  return { base: `http://127.0.0.1:${server.port}`, server, logged, letGo, begun };
};
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

describe("the HTTP server", () => {
  it.each([
    ["is up", true, "/healthz", 200],
    ["is ready with its lists", true, "/readyz", 200],
    ["is up without its lists", false, "/healthz", 200],
    ["is not ready without its lists", false, "/readyz", 503],
    ["knows no other address", true, "/nowhere", 404],
    ["answers a fault of its own", true, "/broken", 500],
  ])("%s", async (_claim, ready, path, status) => {
    expect((await fetch((await start(ready)).base + path)).status).toBe(status);
  });
  it("keeps an idle connection longer than the minute that proxies keep theirs", async () => {
    const { base } = await start(true);
    const kept = await new Promise<string>((resolve, reject) => {
      get(`${base}/healthz`, { agent: new Agent({ keepAlive: true }) }, (response) => {
        resolve(String(response.headers["keep-alive"]));
        response.destroy();
      }).once("error", reject);
    });
    expect(Number(/timeout=(\d+)/.exec(kept)?.[1])).toBeGreaterThan(60);
  });
  it("says why it is not ready, and nothing of a fault's inside", async () => {
    const { base } = await start(false);
    expect(await (await fetch(`${base}/readyz`)).text()).toContain("OFAC SDN: not loaded.");
    expect(await (await fetch(`${base}/broken`)).text()).not.toContain("secret detail");
  });
  it("refuses a taken port with one sentence", async () => {
    const port = Number(new URL((await start(true)).base).port);
    await expect(start(true, port)).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is taken.*Set PORT to a free port\.$/);
  });
});

describe("a request's reference", () => {
  it.each([
    ["is the proxy's own", "edge-7f3a.001_B", true],
    ["is made anew for one that is too short to be one", "1", false],
    ["is made anew for one with a space", "abc def ghi", false],
    ["is made anew for one with markup", '<b>"abcdefgh"</b>', false],
    ["is made anew for one that is longer than any", "a".repeat(65), false],
    ["is made anew where none came", "", false],
  ])("%s", async (_claim, given, kept) => {
    const { base } = await start(true);
    const response = await fetch(`${base}/things/1`, { headers: given === "" ? {} : { "x-request-id": given } });
    const reference = response.headers.get("x-request-id") ?? "";
    expect(reference === given).toBe(kept);
    expect(reference).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
    expect(await response.json()).toEqual({ reference });
  });
  it("stands in the reply to a fault and in the log line with its reason", async () => {
    const { base, logged } = await start(true);
    const response = await fetch(`${base}/broken`);
    const { error, reference } = (await response.json()) as { error: string; reference: string };
    expect(error).toContain(`under the reference ${reference}`);
    expect(logged).toEqual([`${reference} request failed`]);
    expect(response.headers.get("x-request-id")).toBe(reference);
  });
  it("is another for each request", async () => {
    const { base } = await start(true);
    const seen = await Promise.all(
      Array.from({ length: 20 }, async () => (await fetch(`${base}/things/1`)).headers.get("x-request-id")),
    );
    expect(new Set(seen).size).toBe(20);
  });
});

/** One request whose method may be any word. */
const asked = (base: string, path: string, method: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(`${base}${path}`, { method }, (response) => {
      response.resume();
      response.once("close", () => resolve(response.statusCode ?? 0));
    }).once("error", reject);
  });

describe("requests are measured", () => {
  it("by the route that took them, never by the address", async () => {
    const { base } = await start(true);
    for (const id of ["a1", "b2", "c3"]) await asked(base, `/things/${id}`, "GET");
    await asked(base, "/broken", "GET");
    await asked(base, "/private-name", "GET");
    await asked(base, "/private-name", "PURGE");
    const page = await metrics.page();
    expect(page).toContain('redflag_http_requests_total{method="GET",route="/things/:id",status="200"}');
    expect(page).toContain('redflag_http_requests_total{method="GET",route="/broken",status="500"}');
    expect(page).toContain('redflag_http_requests_total{method="GET",route="other",status="404"}');
    expect(page).toContain('redflag_http_requests_total{method="other",route="other",status="404"}');
    expect(page).not.toMatch(/private-name|PURGE|b2/);
  });
});

describe("a server that stops", () => {
  it("finishes what is under way, refuses what is new with a reason, and says that it stops", async () => {
    const { base, server, letGo, begun } = await start(true);
    const slow = fetch(`${base}/slow`);
    await begun;
    let drained = false;
    const draining = server.drain().then(() => {
      drained = true;
    });
    const late = await fetch(`${base}/things/1`);
    expect([late.status, late.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await late.text()).toContain("Nothing was done. Send this again in a few seconds");
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, why: ["Redflag is stopping."] }]);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect(drained).toBe(false);
    letGo();
    expect(await (await slow).json()).toEqual({ said: "done" });
    await draining;
  });
  it("stops at once when nothing is under way", async () => {
    const { server } = await start(true);
    await server.drain();
  });
});
