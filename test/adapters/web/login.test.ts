import { afterEach, describe, expect, it } from "vitest";
import type { WebDeps } from "../../../src/adapters/web/routes.ts";
import { IDLE_MS, SESSION_MS } from "../../../src/adapters/web/sessions.ts";
import { fakeClock } from "../../support/clock.ts";
import { fakeConsole, startWeb, type WebServer } from "../../support/console.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import { cookieIn, csrfIn, visit } from "./visits.ts";

const TOKEN = "a-token-of-24-characters-or-more";
const LOGIN = { kind: "login", token: TOKEN, oidc: null } as const;

const open: WebServer[] = [];
const start = async (deps: Partial<WebDeps>): Promise<string> => {
  const server = await startWeb(deps);
  open.push(server);
  return server.url;
};
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const signIn = async (url: string): Promise<string> =>
  cookieIn(await visit(`${url}/login`, { origin: url }, { token: TOKEN }), "redflag_session");

describe("who may open the pages", () => {
  it.each([
    ["somebody at this machine", { entry: { kind: "open" } }, {}, 200],
    [
      "a proxy's visitor where only this machine is let in",
      { entry: { kind: "open" } },
      { "x-forwarded-for": "203.0.113.7" },
      403,
    ],
    [
      "a public name where only this machine is let in",
      { entry: { kind: "open" }, hosts: ["redflag.example.org"] },
      { host: "redflag.example.org" },
      403,
    ],
    ["anybody where nothing is set on a public address", { entry: { kind: "closed" } }, {}, 403],
    ["a name that is not served", { entry: { kind: "open" } }, { host: "evil.example" }, 403],
    ["somebody who is not signed in", { entry: LOGIN }, {}, 303],
    ["somebody with a made-up cookie", { entry: LOGIN }, { cookie: "redflag_session=made-up" }, 303],
  ] as const)("answers %s rightly", async (_claim, deps, headers, status) => {
    const url = await start(deps as Partial<WebDeps>);
    for (const path of ["/", "/lists", "/audit", "/cases/3"])
      expect((await visit(url + path, headers)).status).toBe(status);
  });
  it("says in one sentence how the pages are switched on", async () => {
    const { body } = await visit(`${await start({ entry: { kind: "closed" } })}/`);
    expect(body).toContain("Set CONSOLE_TOKEN, or OIDC_ISSUER");
  });
  it("answers a program with JSON and runs nothing", async () => {
    const console = fakeConsole();
    const url = await start({ entry: LOGIN, console });
    const answer = await visit(`${url}/screening`, { accept: "application/json" }, { text: "Kim" });
    expect([answer.status, console.done]).toEqual([401, []]);
    expect(JSON.parse(answer.body).error).toMatch(/^Nobody is signed in.*\.$/);
  });
});

describe("signing in with the token", () => {
  it("lets in, under the name of the token, with a cookie that no script and no other site gets", async () => {
    const console = fakeConsole();
    const url = await start({ entry: LOGIN, console });
    const answer = await visit(`${url}/login`, { origin: url }, { token: TOKEN });
    expect(String(answer.headers["set-cookie"])).toMatch(/HttpOnly; SameSite=Strict/);
    const page = await visit(`${url}/lists`, { cookie: cookieIn(answer, "redflag_session") });
    expect([page.status, page.body.includes("console-token")]).toEqual([200, true]);
    expect(console.done).toEqual(["console-token console-login"]);
  });
  it("sends the cookie over TLS alone where people come over TLS", async () => {
    const url = await start({ entry: LOGIN, publicUrl: "https://redflag.example.org" });
    expect(String((await visit(`${url}/login`, { origin: url }, { token: TOKEN })).headers["set-cookie"])).toContain(
      "Secure",
    );
  });
  it("keeps nothing in the store that opens a session", async () => {
    const expiring = memoryExpiring();
    const keys: string[] = [];
    const url = await start({
      entry: LOGIN,
      expiring: {
        ...expiring,
        set: (key, value, ttl) => {
          keys.push(key + JSON.stringify(value));
          return expiring.set(key, value, ttl);
        },
      },
    });
    const [, value = "none"] = (await signIn(url)).split("=");
    expect([keys.length, keys.some((kept) => kept.includes(value))]).toEqual([1, false]);
  });
  it.each([
    ["a wrong token", { token: `${TOKEN}x` }, {}],
    ["no token", {}, {}],
    ["the token from another site's form", { token: TOKEN }, { origin: "https://evil.example" }],
    ["the token from a page that hides where it is", { token: TOKEN }, { origin: "null" }],
    ["the token from a cross-site request without an origin", { token: TOKEN }, { "sec-fetch-site": "cross-site" }],
  ] as const)("refuses %s", async (_claim, form, headers) => {
    const url = await start({ entry: LOGIN });
    const answer = await visit(`${url}/login`, headers, form as Record<string, string>);
    expect([[401, 403].includes(answer.status), cookieIn(answer, "redflag_session")]).toEqual([true, ""]);
  });
  it("makes an address wait after ten wrong tokens, also for the right one", async () => {
    const console = fakeConsole();
    const url = await start({ entry: LOGIN, console });
    for (let i = 0; i < 10; i++) expect((await visit(`${url}/login`, {}, { token: `wrong-${i}` })).status).toBe(401);
    expect((await visit(`${url}/login`, {}, { token: TOKEN })).status).toBe(429);
    expect(console.done).toEqual(Array(10).fill("unknown console-login-refused"));
  });
  it("does not count the right token as a try", async () => {
    const url = await start({ entry: LOGIN });
    for (let i = 0; i < 15; i++) expect(await signIn(url)).not.toBe("");
  });
});

describe("the end of a session", () => {
  const clocked = async () => {
    const clock = fakeClock("2026-11-20T08:00:00Z");
    const url = await start({ entry: LOGIN, now: clock.now });
    const cookie = await signIn(url);
    return { clock, status: async () => (await visit(`${url}/lists`, { cookie })).status };
  };
  it("comes when nobody has used it for an hour", async () => {
    const { clock, status } = await clocked();
    clock.pass(IDLE_MS / 60_000 - 1);
    expect(await status()).toBe(200);
    clock.pass(IDLE_MS / 60_000);
    expect(await status()).toBe(303);
  });
  it("comes after ten hours, however busy it was", async () => {
    const { clock, status } = await clocked();
    for (let minutes = 30; minutes < SESSION_MS / 60_000; minutes += 30) {
      clock.pass(30);
      expect(await status()).toBe(200);
    }
    clock.pass(30);
    expect(await status()).toBe(303);
  });
  it("comes with signing out, which needs the page's own token", async () => {
    const url = await start({ entry: LOGIN });
    const cookie = await signIn(url);
    const csrf = csrfIn(await visit(`${url}/lists`, { cookie }));
    expect((await visit(`${url}/logout`, { cookie }, { csrf: "guess" })).status).toBe(403);
    expect((await visit(`${url}/lists`, { cookie })).status).toBe(200);
    expect((await visit(`${url}/logout`, { cookie }, { csrf })).status).toBe(303);
    expect((await visit(`${url}/lists`, { cookie })).status).toBe(303);
  });
});
