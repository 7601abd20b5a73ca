import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RealBot, startRealBot } from "../support/real-bot.ts";
import { type Bot, startBot } from "../support/teams/bot.ts";
import { type Playground, startPlayground, TENANT } from "../support/teams/playground.ts";
import { type Recorder, startRecorder } from "../support/teams/recorder.ts";
import { waitUntil } from "../support/teams/wait.ts";

let real: RealBot;
let bot: Bot;
let recorder: Recorder;
let playground: Playground;

beforeAll(async () => {
  real = await startRealBot();
  recorder = await startRecorder();
  bot = await startBot(real.handle);
  playground = await startPlayground({ botEndpoint: bot.endpoint, serviceUrl: `${recorder.url}/_connector` });
  recorder.forwardTo(playground.url);
});
afterAll(async () => {
  await playground?.stop();
  await bot?.stop();
  await recorder?.stop();
  await real?.close();
});

describe("the whole bot in Teams, through the Agents Playground", () => {
  it.each([
    ["a personal message", TENANT.personalChat],
    ["a channel mention", TENANT.channelId],
  ])("%s is answered with citations in the HTTP body that leaves", async (_claim, conversation) => {
    const from = recorder.left.length;
    await playground.say(conversation, "Who is Song Kum Hyok and why was he sanctioned?");
    const left = await waitUntil("the answer has left", () =>
      recorder.left
        .slice(from)
        .find(({ body }) => body.type === "message" && JSON.stringify(body).includes("8 July 2025")),
    );
    const entity = (left.body.entities as Record<string, unknown>[]).find(
      (e) => e.type === "https://schema.org/Message",
    );
    expect(entity).toMatchObject({ "@type": "Message" });
    expect((entity?.citation as unknown[])[0]).toMatchObject({
      position: 1,
      appearance: { url: expect.stringMatching(/^https:/) },
    });
    expect(left.body.text).toContain("[1]");
  });
  it("a screening is answered with a card", async () => {
    const from = recorder.left.length;
    await playground.say(TENANT.personalChat, "screen 0x098B716B8Aaf21512996dC57EB0615e2383E2f96");
    const left = await waitUntil("the card has left", () =>
      recorder.left.slice(from).find(({ body }) => JSON.stringify(body.attachments ?? "").includes("AdaptiveCard")),
    );
    expect(JSON.stringify(left.body)).toMatch(/Match: LAZARUS GROUP/i);
  });
});
