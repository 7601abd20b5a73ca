import { readFileSync } from "node:fs";
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
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Where the keyboard is: "A Lists", "INPUT text". */
const focused = async (): Promise<string> =>
  String(
    await page.evaluate(
      "document.activeElement.tagName + ' ' + (document.activeElement.textContent.trim() || document.activeElement.name || '')",
    ),
  );
/** Presses Tab until the focus is on something of that name; every stop on the way must be visible. */
const tabTo = async (name: string): Promise<void> => {
  for (let i = 0; i < 60; i++) {
    await press("Tab");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    expect(outline).not.toBe("none");
    if ((await focused()).includes(name)) return;
  }
  throw new Error(`Tab never came to ${name}`);
};

it("is walked through by keyboard alone: past the navigation, to a finding, to a case, to a decision", async () => {
  await page.goto(`${server.url}/screening`);
  await press("Tab");
  expect(await focused()).toBe("A Skip to the content");
  await press("Enter");
  await tabTo("text");
  await page.keyboard.type("Song Kum Hyok");
  await press("Enter");
  await page.locator("#finding").waitFor();
  expect(await page.locator("#finding").innerText()).toMatch(/^Match: SONG, Kum Hyok/);
  expect(await page.locator("#finding").innerText()).toMatch(/Searched: OFAC SDN \d+ \w+ \d{4}/);
  await tabTo("Open a case");
  await press("Enter");
  await page.getByRole("heading", { name: "Case 1" }).waitFor();
  await tabTo("why");
  await page.keyboard.type("Different date of birth, passport seen");
  await tabTo("False positive");
  await press("Enter");
  await page.getByRole("status").waitFor();
  expect(await page.locator("main").innerText()).toMatch(
    /decided false positive by web: Different date of birth, passport seen/,
  );
});

it("no longer shows the decided hit, and says in which case it was decided", async () => {
  await page.goto(`${server.url}/screening`);
  await page.getByLabel("Name or address").fill("Song Kum Hyok");
  await press("Enter");
  await page.locator("#finding").waitFor();
  expect(await page.locator("#finding").innerText()).toMatch(/decided a false positive in case 1/);
});

it("says what is wrong beside what was typed", async () => {
  await page.goto(`${server.url}/screening`);
  await page.getByLabel("Name or address").fill("Kim Example");
  await page.getByLabel("Country").fill("Korea");
  await press("Enter");
  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").innerText()).toMatch(/two letters \(ISO 3166\)/);
  expect(await page.getByLabel("Name or address").inputValue()).toBe("Kim Example");
  expect(await focused()).toMatch(/^P The country/);
  complaints.length = 0;
});

it("compares two names", async () => {
  await page.getByLabel("One name").fill("Song Kum Hyok");
  await page.getByLabel("The other name").fill("Song Geum-hyeok");
  await press("Enter");
  await page.locator("#finding").waitFor();
  expect(await page.locator("#finding").innerText()).toMatch(
    /^Match, score 0\.\d\d: “Song Kum Hyok” and “Song Geum-hyeok”/,
  );
});

it("watches a name and forgets it again", async () => {
  await page.goto(`${server.url}/watchlist`);
  await page.getByLabel("Name or address").fill("Gayk Asatryan");
  await press("Enter");
  await page.getByText("The name is watched.").waitFor();
  expect(await page.locator("tbody").innerText()).toMatch(/Gayk Asatryan[\s\S]*match: ASATRYAN/);
  await page.getByRole("button", { name: "Remove Gayk Asatryan" }).click();
  await page.getByText("No name is watched.").waitFor();
});

it("shows every list with its state, and additions over time as a chart and as a table", async () => {
  await page.goto(`${server.url}/lists`);
  expect(await page.locator(".lists tbody").count()).toBe(8);
  expect(await page.locator(".lists").innerText()).toMatch(/OFAC SDN[\s\S]*starter extract of \d+ \w+ \d{4}/);
  await page.getByRole("link", { name: "24 years" }).click();
  await page.waitForURL(/years=24/);
  const figure = page.locator("figure").filter({ hasText: "OFAC SDN" });
  const bars = await figure.locator("svg rect.added").count();
  await figure.locator("summary").click();
  const rows = await figure.locator("tbody tr").allInnerTexts();
  expect(bars).toBeGreaterThan(3);
  expect(rows.filter((row) => !/\t0\t\d+$/.test(row))).toHaveLength(bars);
});

it("finds in the record what was done here, and gives it as a file", async () => {
  await page.goto(`${server.url}/audit`);
  await page.getByLabel("Kind").selectOption("case");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/kind=case/);
  const kinds = await page.locator("tbody tr td:nth-child(3)").allInnerTexts();
  expect(kinds).toEqual(["case", "case"]);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "JSON lines" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: string; actor: string });
  expect(lines.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual(["case web", "case web"]);
});

it("lists the documents and opens one", async () => {
  await page.goto(`${server.url}/documents`);
  await page.getByRole("searchbox").fill("OFAC");
  await press("Enter");
  await page.waitForURL(/text=OFAC/);
  const title = await page.locator("tbody th a").first().innerText();
  await page.locator("tbody th a").first().click();
  await page.getByRole("heading", { name: title }).waitFor();
});

it("says how a subscription is made where there is none", async () => {
  await page.goto(`${server.url}/subscriptions`);
  expect(await page.locator("main").innerText()).toContain("digest subscribe");
});

it("makes the browser complain of nothing", () => {
  expect(complaints).toEqual([]);
});
