import { Router } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpServer, startHttp } from "../src/http.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const opened: HttpServer[] = [];
const start = async (ready: boolean, port = 0): Promise<string> => {
  const broken = Router().get("/broken", () => {
    throw new Error("secret detail");
  });
  const readiness = async () => ({ ready, why: ready ? [] : ["OFAC SDN: not loaded."] });
  const server = await startHttp("127.0.0.1", port, { routers: [broken], readiness, log });
  opened.push(server);
  return `http://127.0.0.1:${server.port}`;
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
    expect((await fetch((await start(ready)) + path)).status).toBe(status);
  });
  it("says why it is not ready, and nothing of a fault's inside", async () => {
    const base = await start(false);
    expect(await (await fetch(`${base}/readyz`)).text()).toContain("OFAC SDN: not loaded.");
    expect(await (await fetch(`${base}/broken`)).text()).not.toContain("secret detail");
  });
  it("refuses a taken port with one sentence", async () => {
    const port = Number(new URL(await start(true)).port);
    await expect(start(true, port)).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is taken.*Set PORT to a free port\.$/);
  });
});
