import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerReply } from "../../../src/bot/replies/answer.ts";
import { documentId } from "../../../src/core/brand.ts";
import { isoDate } from "../../../src/core/dates.ts";
import type { CorpusDocument } from "../../../src/core/document.ts";
import type { Incoming } from "../../../src/core/incoming.ts";
import { NO_DOCUMENTS, startWeb, type WebServer } from "../../support/console.ts";
import { AT, answer } from "../../support/records.ts";

const DOCUMENT: CorpusDocument = {
  documentId: documentId("hostile"),
  title: "<script>alert(1)</script>",
  publisher: 'Example & "Press"',
  publishedOn: isoDate("2025-07-08"),
  kind: "other",
  url: "javascript:alert(1)",
  linkedSource: null,
  programs: [],
  parties: [],
  events: [],
  text: "Before. <img src=x onerror=alert(1)> After.",
  sha256: "2".repeat(64),
  addedAt: AT,
};

const received: Incoming[] = [];
let server: WebServer;
let base = "";
beforeAll(async () => {
  server = await startWeb({
    handle: async (incoming, responder) => {
      received.push(incoming);
      const said = incoming.body.kind === "message" ? incoming.body.text : "";
      if (said === "break") throw new Error("secret-detail: disk on fire");
      if (said === "be silent" || incoming.body.kind === "action") return;
      await responder.progress("Searching 1 document");
      await responder.send(answerReply(answer(), (list) => ({ title: list, meaning: "" })));
    },
    documents: {
      ...NO_DOCUMENTS,
      get: async (id) => (id === "hostile" ? DOCUMENT : null),
      all: async () => [DOCUMENT],
    },
  });
  base = server.url;
});
afterAll(() => server.close());

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${base}/api/message`, { method: "POST", body, headers: { "Content-Type": "application/json", ...headers } });

describe("the chat page's server", () => {
  it("serves the page without inline script under a policy that forbids it", async () => {
    const response = await fetch(`${base}/`);
    expect(response.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(await response.text()).not.toMatch(/<script(?![^>]*src=)[^>]*>|\son\w+=/i);
  });
  it("answers with progress and the reply, a line each", async () => {
    const lines = (await (await post(JSON.stringify({ text: "Who?", threadId: "t-1" }))).text()).trim().split("\n");
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual(["progress", "reply"]);
    expect(received.at(-1)).toMatchObject({
      threadId: "t-1",
      body: { kind: "message", text: "Who?", addressed: true },
    });
  });
  it.each([
    ["breaks", { text: "break" }, /^\{"error":"Something went wrong[^"]*ask again[^"]*"\}$/],
    ["says nothing to a question", { text: "be silent" }, /^\{"error":"I did not come to an answer[^"]*"\}$/],
    ["says nothing to a button", { action: { id: "watch", value: "" } }, /^$/],
  ])("answers as it should when Redflag %s", async (_claim, body, lines) => {
    expect((await (await post(JSON.stringify({ ...body, threadId: "t-1" }))).text()).trim()).toMatch(lines);
  });
  it("takes a pressed button", async () => {
    await post(JSON.stringify({ action: { id: "screening.details", value: "s-1" }, threadId: "t-1" }));
    expect(received.at(-1)?.body).toEqual({ kind: "action", id: "screening.details", value: "s-1", fields: {} });
  });
  it.each([
    ["a body that is no JSON", "{", {}, 400],
    ["a body without text", "{}", {}, 400],
    ["another content type", "text=x", { "Content-Type": "application/x-www-form-urlencoded" }, 415],
    ["a message from another site's page", '{"text":"x"}', { Origin: "https://example.org" }, 403],
    ["a message of 5 MB", JSON.stringify({ text: "x".repeat(5_000_000) }), {}, 413],
  ])("refuses %s with one sentence and runs nothing", async (_claim, body, headers, status) => {
    const before = received.length;
    const response = await post(body, headers);
    expect([response.status, received.length]).toEqual([status, before]);
    expect(((await response.json()) as { error: string }).error).toMatch(/^[A-Z].*\.$/);
  });
  it("refuses a name it does not serve, so that no other site can be pointed at it", async () => {
    const status = (host: string) =>
      new Promise((resolve) => get(`${base}/`, { headers: { Host: host } }, (r) => resolve(r.resume().statusCode)));
    expect([await status("evil.example"), await status("localhost:3978")]).toEqual([403, 200]);
  });
  it("marks the cited stretch and shows hostile text as text", async () => {
    const html = await (await fetch(`${base}/documents/hostile?start=0&end=7`)).text();
    expect(html).toContain('<mark id="quote">Before.</mark>');
    expect(html).not.toMatch(/<script>|<img|href="javascript/);
  });
  it.each([
    ["offsets past the end", "start=0&end=9999"],
    ["offsets that are no numbers", "start=a&end=b"],
    ["no offsets", ""],
  ])("opens a document without a mark for %s", async (_claim, query) => {
    const response = await fetch(`${base}/documents/hostile?${query}`);
    expect([response.status, (await response.text()).includes("<mark")]).toEqual([200, false]);
  });
  it("says that a removed document no longer answers", async () => {
    expect((await fetch(`${base}/documents/gone`)).status).toBe(404);
  });
});
