import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeConsole, startWeb, type WebServer } from "../../support/console.ts";
import { cookieIn, csrfIn, visit } from "./visits.ts";

const TOKEN = "a-token-of-24-characters-or-more";
const console = fakeConsole();
const heard: string[] = [];
let server: WebServer;
let cookie = "";
let csrf = "";
beforeAll(async () => {
  server = await startWeb({
    console,
    entry: { kind: "login", token: TOKEN, oidc: null },
    handle: async ({ userId }) => void heard.push(userId),
  });
  cookie = cookieIn(await visit(`${server.url}/login`, {}, { token: TOKEN }), "redflag_session");
  csrf = csrfIn(await visit(`${server.url}/lists`, { cookie }));
  console.done.length = 0;
});
afterAll(() => server.close());

/** Every address that changes something, with what it does. */
const CHANGES = [
  ["/screening", { text: "Kim" }, "screen Kim"],
  ["/screening/compare", { first: "A", second: "B" }, "compare A B"],
  ["/cases", { screening: "s", list: "l", listing: "1" }, "open s l 1"],
  ["/cases/3", { move: "false-positive", why: "other person" }, "move 3 false-positive other person"],
  ["/watchlist", { text: "Kim" }, "watch Kim"],
  ["/watchlist/w-1", {}, "unwatch w-1"],
  ["/subscriptions/sub-1", { do: "pause" }, "pause sub-1"],
  ["/subscriptions/sub-1", { do: "resume" }, "resume sub-1"],
  ["/subscriptions/sub-1", { do: "remove" }, "remove sub-1"],
  ["/audit/export", { format: "csv" }, "export csv"],
] as const;

/** Ways in which a page of somebody else sends a form with the visitor's cookie, and what is missing or wrong in each. */
const FORGERIES = [
  ["another site's form that guessed the token", { origin: "https://evil.example" }, true],
  ["a form from a page that hides its origin", { origin: "null" }, true],
  ["a form of a sibling site", { "sec-fetch-site": "same-site" }, true],
  ["a form without the token", {}, false],
  ["a cross-site form without origin and token", { "sec-fetch-site": "cross-site" }, false],
] as const;

describe.each(CHANGES)("%s with %o", (path, form, done) => {
  it("is done once, under the name of the login", async () => {
    console.done.length = 0;
    const answer = await visit(
      server.url + path,
      { cookie, origin: server.url, "sec-fetch-site": "same-origin" },
      { ...form, csrf },
    );
    expect([answer.status < 400, console.done]).toEqual([true, [`console-token ${done}`]]);
  });
  it.each(FORGERIES)("is refused to %s", async (_claim, headers, withToken) => {
    console.done.length = 0;
    const answer = await visit(server.url + path, { cookie, ...headers }, { ...form, ...(withToken ? { csrf } : {}) });
    expect([answer.status, console.done]).toEqual([403, []]);
  });
  it("is refused with the token of another session", async () => {
    console.done.length = 0;
    const other = cookieIn(await visit(`${server.url}/login`, {}, { token: TOKEN }), "redflag_session");
    const theirs = csrfIn(await visit(`${server.url}/lists`, { cookie: other }));
    console.done.length = 0;
    const answer = await visit(server.url + path, { cookie }, { ...form, csrf: theirs });
    expect([answer.status, theirs === csrf, console.done]).toEqual([403, false, []]);
  });
  it("is not done by a link", async () => {
    console.done.length = 0;
    await visit(`${server.url}${path}?${new URLSearchParams({ ...form, csrf }).toString()}`, { cookie });
    expect(console.done).toEqual([]);
  });
});

describe("a message of the chat page", () => {
  const say = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/message`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ text: "hello", threadId: "t" }),
    });
  it("is heard under the name of the login", async () => {
    expect((await say({ cookie, "x-csrf-token": csrf })).status).toBe(200);
    expect(heard).toEqual(["console-token"]);
  });
  it.each([
    ["without the token", 403, () => ({ cookie })],
    ["with a wrong token", 403, () => ({ cookie, "x-csrf-token": "guess" })],
    ["without a session", 401, () => ({ "x-csrf-token": csrf })],
  ])("is refused %s", async (_claim, status, headers) => {
    heard.length = 0;
    expect([(await say(headers() as Record<string, string>)).status, heard]).toEqual([status, []]);
  });
});
