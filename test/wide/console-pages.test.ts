import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { fakeConsole, HOSTILE, NO_DOCUMENTS, startWeb, type WebServer } from "../support/console.ts";
import { AT } from "../support/records.ts";

const document = {
  documentId: "example-1",
  title: "A fictional notice",
  publisher: "Example Press",
  publishedOn: "2025-07-08",
  kind: "notice",
  url: "https://example.org/notice",
  linkedSource: null,
  programs: ["TEST"],
  parties: [],
  events: [],
  text: "Before. The quotation. After.",
  sha256: "0".repeat(64),
  addedAt: AT,
} as const;

let browser: Browser;
let server: WebServer;
let hostile: WebServer;
let locked: WebServer;
beforeAll(async () => {
  browser = await openBrowser();
  const documents = { ...NO_DOCUMENTS, all: async () => Array(60).fill(document), get: async () => document as never };
  server = await startWeb({ console: fakeConsole("Example, Person of a Fictional Place"), documents });
  hostile = await startWeb({ console: fakeConsole(HOSTILE), documents });
  const oidc = { issuer: "https://login.example.org", clientId: "x", clientSecret: "y", roleClaim: null };
  locked = await startWeb({ entry: { kind: "login", token: "t".repeat(24), oidc } });
});
afterAll(async () => {
  await browser?.close();
  for (const web of [server, hostile, locked]) await web?.close();
});

const PAGES = [
  "/",
  "/screening",
  "/screening/scr-1",
  "/lists",
  "/cases",
  "/cases/3",
  "/cases/999",
  "/watchlist?done=watched",
  "/subscriptions",
  "/subscriptions/sub-1",
  "/documents",
  "/documents/example-1?start=8&end=22",
  "/audit",
] as const;
const SCHEMES = ["light", "dark"] as const;

describe.each(SCHEMES)("in %s", (colorScheme) => {
  it.each([
    ...PAGES.map((path) => [path, () => server] as const),
    ["/login", () => locked] as const,
  ])("%s has no finding of axe-core, with every part of it opened", async (path, at) => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(at().url + path);
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });
  it.each(PAGES)("%s fits a telephone without scrolling sideways", async (path) => {
    const page = await browser.newPage({ colorScheme, viewport: { width: 360, height: 740 } });
    await page.goto(server.url + path);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    await page.close();
  });
});

it("axe-core sees a page that nobody could read", async () => {
  const page = await browser.newPage();
  await page.setContent('<html><body><p style="color:#eee;background:#fff">Pale</p><img src="x"></body></html>');
  const found = (await axeFindings(page)).join("\n");
  expect(found).toMatch(/serious color-contrast/);
  expect(found).toMatch(/critical image-alt/);
  await page.close();
});

it.each(
  PAGES,
)("%s runs nothing of what lists and people have written, and the browser complains of nothing", async (path) => {
  const page = await browser.newPage();
  const heard: string[] = [];
  page.on("dialog", (dialog) => {
    heard.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("console", (m) => void (m.type() === "error" && !/status of 400/.test(m.text()) && heard.push(m.text())));
  await page.goto(hostile.url + path);
  for (const summary of await page.locator("summary").all()) await summary.click();
  expect([heard, await page.locator("main img").count()]).toEqual([[], 0]);
  await page.close();
});
