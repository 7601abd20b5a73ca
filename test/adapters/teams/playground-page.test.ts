import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plain, type Reply } from "../../../src/core/reply.ts";
import { hasBrowser, openBrowser } from "../../support/browser.ts";
import { type Bot, startBot } from "../../support/teams/bot.ts";
import { type Playground, startPlayground } from "../../support/teams/playground.ts";
import { type Recorder, startRecorder } from "../../support/teams/recorder.ts";
import { citedAnswer, reply, screeningReply } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";

let bot: Bot;
let recorder: Recorder;
let playground: Playground;
let browser: Browser;
let page: Page;

const HOSTILE = '<img src="https://evil.example/p.png"> [press](https://evil.example) <at>everyone</at> **no**';

const ANSWERS: Readonly<Record<string, Reply>> = {
  question: citedAnswer({ aiGenerated: true }),
  screen: screeningReply(),
  hostile: reply({ blocks: [{ kind: "paragraph", text: plain(HOSTILE) }] }),
};

describe.skipIf(!hasBrowser)("the page of the Agents Playground", () => {
  beforeAll(async () => {
    recorder = await startRecorder();
    bot = await startBot(async ({ body }, responder) => {
      const answer = body.kind === "message" ? ANSWERS[body.text] : undefined;
      if (answer) await responder.send(answer);
    });
    playground = await startPlayground({ botEndpoint: bot.endpoint, serviceUrl: `${recorder.url}/_connector` });
    recorder.forwardTo(playground.url);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
    await page.goto(playground.url);
  });

  afterAll(async () => {
    await browser?.close();
    await playground?.stop();
    await bot?.stop();
    await recorder?.stop();
  });

  const write = async (text: string): Promise<void> => {
    const box = page
      .getByRole("textbox", { name: /type a message/i })
      .or(page.locator("textarea, [contenteditable=true]"))
      .first();
    await box.fill(text);
    await box.press("Enter");
  };

  it("shows the answer with its numbered sources, the AI label and the thumbs", async () => {
    await write("question");
    await page.getByText("was listed on 8 July 2025").first().waitFor();
    await page
      .getByText(/AI.generated/i)
      .first()
      .waitFor();
    const link = page.getByRole("link", { name: "Example notice 1" }).first();
    expect(await link.getAttribute("href")).toBe("https://notices.example/1");
    await page.getByRole("button", { name: "Share" }).waitFor();
  });

  it("shows a screening as a card whose button reaches the bot", async () => {
    await write("screen");
    await page.getByRole("button", { name: "Details" }).click();
    await waitUntil("the press arrives", () => bot.incoming.at(-1)?.body.kind === "action");
    expect(bot.incoming.at(-1)!.body).toEqual({ kind: "action", id: "screening.details", value: "s-1", fields: {} });
  });

  it("shows hostile text as it is written: no picture, no link, no mark", async () => {
    await write("hostile");
    const shown = async (): Promise<string> => (await page.locator("body").innerText()).replaceAll("\u2060", "");
    await waitUntil("the text is shown", async () => (await shown()).includes(HOSTILE));
    expect(await page.locator('img[src*="evil.example"]').count()).toBe(0);
    expect(await page.locator('a[href*="evil.example"]').count()).toBe(0);
  });
});
