import { Parser } from "htmlparser2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSessions } from "../../../src/adapters/web/sessions.ts";
import type { Role } from "../../../src/core/role.ts";
import { fakeConsole, HOSTILE, NO_DOCUMENTS, startWeb, type WebServer } from "../../support/console.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import { AT } from "../../support/records.ts";
import { csrfIn, visit } from "./visits.ts";

const document = {
  documentId: HOSTILE,
  title: HOSTILE,
  publisher: HOSTILE,
  publishedOn: null,
  kind: "other",
  url: "javascript:alert(1)",
  linkedSource: null,
  programs: [HOSTILE],
  parties: [],
  events: [],
  text: HOSTILE,
  sha256: "0",
  addedAt: AT,
};

let server: WebServer;
beforeAll(async () => {
  const documents = { ...NO_DOCUMENTS, all: async () => Array(120).fill(document), get: async () => document as never };
  server = await startWeb({ console: fakeConsole(HOSTILE), documents });
});
afterAll(() => server.close());

/** What a browser would run or load of this markup beside the page's own files, as it reads it. */
const dangerIn = (markup: string): readonly string[] => {
  const found: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (["img", "iframe", "object", "embed", "style", "base"].includes(name)) found.push(`<${name}>`);
      if (name === "script" && !attributes.src?.startsWith("/page/")) found.push("<script> inline");
      for (const [key, value] of Object.entries(attributes))
        if (/^on|^style$/i.test(key) || /^\s*javascript:/i.test(value)) found.push(`${name} ${key}=${value}`);
    },
  });
  parser.end(markup);
  return found;
};

const PAGES = [
  "/",
  "/lists",
  "/lists?years=24",
  "/screening",
  "/screening/scr-1",
  "/cases",
  "/cases/3",
  "/watchlist",
  "/subscriptions",
  "/subscriptions/sub-1",
  "/documents",
  "/documents/x",
  "/audit",
  `/audit?text=${encodeURIComponent(HOSTILE)}&actor=${encodeURIComponent(HOSTILE)}&kind=${encodeURIComponent(HOSTILE)}`,
  `/documents?text=${encodeURIComponent(HOSTILE)}`,
] as const;

describe.each(PAGES)("%s", (path) => {
  it("shows hostile text as text and has nothing inline that the policy would have to allow", async () => {
    const { status, body, headers } = await visit(server.url + path);
    expect(status).toBe(200);
    expect(dangerIn(body)).toEqual([]);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/);
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["cache-control"]).toBe("no-store");
  });
  it("has one heading of its own, a language, a title and a way past the navigation", async () => {
    const { body } = await visit(server.url + path);
    expect([body.match(/<h1/g)?.length, /<html lang="en">/.test(body), /<title>[^<]+</.test(body)]).toEqual([
      1,
      true,
      true,
    ]);
    expect(body).toContain('href="#main"');
  });
  it("says nothing that a verdict must not say", async () => {
    expect((await visit(server.url + path)).body).not.toMatch(/\bclear(ed)?\b|all clean|100 ?%/i);
  });
});

it("sees hostile text that was not escaped", () => {
  expect(dangerIn(`<p>${HOSTILE}</p>`)).toEqual(["<script> inline", "<img>", "img onerror=alert(1)"]);
});

describe("pages of a table", () => {
  it.each([
    ["/cases", 1, "Case 1<", "Case 51<"],
    ["/cases?page=2", 2, "Case 51<", "Case 1<"],
    ["/cases?page=3", 3, "Case 120<", "Case 100<"],
    ["/cases?page=-1", 1, "Case 1<", "Case 51<"],
    ["/cases?page=x", 1, "Case 1<", "Case 51<"],
    ["/audit?page=4", 4, ">50<", ">51<"],
  ])("of %s show number %i", async (path, page, there, notThere) => {
    const { body } = await visit(server.url + path);
    expect(body).toContain(`Page ${page} of`);
    expect([body.includes(there), body.includes(notThere)]).toEqual([true, false]);
  });
  it("keep what was searched for", async () => {
    const { body } = await visit(`${server.url}/documents?text=script&page=2`);
    expect(body).toContain('href="/documents?text=script&amp;page=3"');
  });
});

describe("what cannot be done", () => {
  it.each([
    ["/cases/999", 400, "There is no case 999"],
    ["/screening/gone", 400, "no longer kept"],
    ["/audit?from=yesterday", 400, "must be a day written YYYY-MM-DD"],
  ])("%s is said in a sentence on a page", async (path, status, sentence) => {
    const answer = await visit(server.url + path);
    expect([answer.status, answer.body.includes(sentence)]).toEqual([status, true]);
  });
  it("is said beside what was typed, which is kept", async () => {
    const csrf = csrfIn(await visit(`${server.url}/cases/3`));
    const empty = await visit(`${server.url}/screening`, {}, { csrf, text: " ", country: "KP" });
    expect([
      empty.status,
      empty.body.includes('value="KP"'),
      /role="alert"[^>]*>There is no name/.test(empty.body),
    ]).toEqual([400, true, true]);
    const undecided = await visit(`${server.url}/cases/3`, {}, { csrf, move: "false-positive", why: "" });
    expect([undecided.status, undecided.body.includes("A decision needs a reason")]).toEqual([400, true]);
  });
  it("an unknown step of a case is refused", async () => {
    const csrf = csrfIn(await visit(`${server.url}/cases/3`));
    expect((await visit(`${server.url}/cases/3`, {}, { csrf, move: "constructor", why: "x" })).status).toBe(400);
  });
});

/** What each role may do; the rest is refused with the role that it takes. */
const DOINGS = [
  ["/screening", { text: "Kim" }, "screener"],
  ["/watchlist", { text: "Kim" }, "screener"],
  ["/cases", { screening: "s", list: "l", listing: "1" }, "screener"],
  ["/cases/3", { move: "escalate", why: "look" }, "screener"],
  ["/cases/3", { move: "true-match", why: "same passport" }, "reviewer"],
  ["/cases/3", { move: "confirm" }, "reviewer"],
  ["/audit/export", { format: "jsonl" }, "administrator"],
] as const;
const ROLES: readonly Role[] = ["reader", "screener", "reviewer", "administrator"];

describe("roles", () => {
  it.each(
    ROLES.flatMap((role) => DOINGS.map(([path, form, least]) => [role, path, form, least] as const)),
  )("a %s at %s with %o, which takes a %s", async (role, path, form, least) => {
    const [console, expiring] = [fakeConsole(), memoryExpiring()];
    const web = await startWeb({ console, expiring, entry: { kind: "login", token: null, oidc: null } });
    const cookie = `redflag_session=${await makeSessions(expiring, () => AT).start({ userId: "kim", role })}`;
    const csrf = csrfIn(await visit(`${web.url}/lists`, { cookie }));
    const answer = await visit(web.url + path, { cookie }, { ...form, csrf });
    const allowed = ROLES.indexOf(role) >= ROLES.indexOf(least);
    expect([answer.status < 400, console.done.length]).toEqual([allowed, allowed ? 1 : 0]);
    await web.close();
  });
  it("shows nothing to whom neither the login nor the settings give a role", async () => {
    const expiring = memoryExpiring();
    const web = await startWeb({ expiring, entry: { kind: "login", token: null, oidc: null } });
    const cookie = `redflag_session=${await makeSessions(expiring, () => AT).start({ userId: "kim", role: null })}`;
    for (const path of ["/", "/lists", "/documents", "/cases"])
      expect((await visit(web.url + path, { cookie })).status).toBe(403);
    await web.close();
  });
  it("keeps the record from everybody but administrators", async () => {
    const [console, expiring] = [fakeConsole(), memoryExpiring()];
    const web = await startWeb({ console, expiring, entry: { kind: "login", token: null, oidc: null } });
    const cookie = `redflag_session=${await makeSessions(expiring, () => AT).start({ userId: "kim", role: "reviewer" })}`;
    expect((await visit(`${web.url}/audit`, { cookie })).status).toBe(403);
    await web.close();
  });
});

it("gives the export as a file with everything in it", async () => {
  const csrf = csrfIn(await visit(`${server.url}/audit`));
  const file = await visit(`${server.url}/audit/export`, {}, { csrf, format: "csv" });
  expect([file.body, file.headers["content-disposition"]]).toEqual([
    "first\nsecond\n",
    "attachment; filename=redflag-audit.csv",
  ]);
});
