import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type RealServer, startRealServer } from "../support/real-server.ts";

let server: RealServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  server = await startRealServer();
  browser = await openBrowser();
  page = await browser.newPage();
  page.on("console", (m) => void (m.type() === "error" && complaints.push(m.text())));
  page.on("pageerror", (e) => void complaints.push(e.message));
  await page.goto(server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const say = async (text: string): Promise<string> => {
  const before = await page.locator(".reply").count();
  await page.getByLabel("Question, name or address").fill(text);
  await page.keyboard.press("Enter");
  await page.locator(".reply").nth(before).waitFor();
  await page.getByRole("status").waitFor({ state: "detached" });
  return page.locator(".reply").nth(before).innerText();
};

it("answers a question with a citation that opens at the quoted passage", async () => {
  const reply = await say("Who is Song Kum Hyok and why was he sanctioned?");
  expect(reply).toContain("8 July 2025");
  await page.locator(".reply summary").first().click();
  const quote = await page.locator(".sources blockquote").first().innerText();
  const [opened] = await Promise.all([
    page.waitForEvent("popup"),
    page.locator(".reply").first().getByRole("link", { name: "[1]" }).first().click(),
  ]);
  await opened.waitForLoadState();
  expect(await opened.locator("mark").innerText()).toBe(quote);
  await opened.close();
});

it("screens an address and shows why from the button", async () => {
  const reply = await say("0x098B716B8Aaf21512996dC57EB0615e2383E2f96");
  expect(reply).toMatch(/^Match: LAZARUS GROUP/i);
  const before = await page.locator(".reply").count();
  await page
    .locator(".reply")
    .nth(before - 1)
    .getByRole("button", { name: "Details" })
    .click();
  await page.locator(".reply").nth(before).waitFor();
  expect(await page.locator(".reply").nth(before).innerText()).toContain("Record:");
});

it("says when the sources do not say", async () => {
  expect(await say("What is the capital of Brazil?")).toMatch(/found nothing in the sources/);
});

it("shows markup in a question as text", async () => {
  await say("<img src=x onerror=document.title='hacked'>");
  expect(await page.title()).toBe("Redflag");
  expect(await page.locator("#log img").count()).toBe(0);
});

it("makes the browser complain of nothing", () => {
  expect(complaints).toEqual([]);
});
