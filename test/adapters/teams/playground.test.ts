import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { letEntitiesThrough, withholdEntities } from "../../../src/adapters/teams/entity-mapper.ts";
import type { Reply } from "../../../src/core/reply.ts";
import { type Bot, startBot } from "../../support/teams/bot.ts";
import { type Playground, startPlayground, TENANT } from "../../support/teams/playground.ts";
import { type Left, type Recorder, startRecorder } from "../../support/teams/recorder.ts";
import { citedAnswer } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";

let bot: Bot;
let recorder: Recorder;
let playground: Playground;
const answerWith: (text: string) => readonly Reply[] = () => [citedAnswer()];

beforeAll(async () => {
  recorder = await startRecorder();
  bot = await startBot(async (incoming, responder) => {
    const text = incoming.body.kind === "action" ? incoming.body.id : incoming.body.text;
    await responder.progress("Searching 118 documents");
    for (const reply of answerWith(text)) await responder.send(reply);
  });
  playground = await startPlayground({ botEndpoint: bot.endpoint, serviceUrl: `${recorder.url}/_connector` });
  recorder.forwardTo(playground.url);
});

afterAll(async () => {
  await playground?.stop();
  await bot?.stop();
  await recorder?.stop();
});

const messagesLeft = (from: number): readonly Left[] =>
  recorder.left.slice(from).filter(({ body }) => body.type === "message");

const rootEntity = (body: Left["body"]): Record<string, unknown> | undefined =>
  (body.entities as Record<string, unknown>[] | undefined)?.find(({ type }) => type === "https://schema.org/Message");

describe("Agents Playground", () => {
  it.each([
    ["a personal message", TENANT.personalChat],
    ["a group mention", TENANT.groupChat],
    ["a channel mention", TENANT.channelId],
  ])("%s is answered with the citation entity in the body that leaves", async (_, conversation) => {
    const from = recorder.left.length;
    await playground.say(conversation, "Who is Example Person?");
    const shown = await waitUntil("an answer is shown", () =>
      playground.botMessages(conversation).find((message) => message.aiEntity),
    );
    const [left] = messagesLeft(from);
    expect(rootEntity(left!.body)).toMatchObject({
      "@type": "Message",
      citation: [
        { position: 1, appearance: { name: "Example notice 1", url: "https://notices.example/1" } },
        { position: 2, appearance: { abstract: "The words that notice 2 says." } },
      ],
    });
    expect(left!.body.text).toContain("[1]");
    expect(shown.aiEntity!.citation).toHaveLength(2);
    expect(shown.feedbackLoopEnabled).toBe(true);
  });

  it("without the mapper repair the same answer leaves with an empty entity", async () => {
    const from = recorder.left.length;
    withholdEntities();
    try {
      await playground.say(TENANT.channelId, "Who is Example Person?");
      await waitUntil("an answer has left", () => messagesLeft(from)[0]);
    } finally {
      letEntitiesThrough();
    }
    expect(rootEntity(messagesLeft(from)[0]!.body)).toEqual({ type: "https://schema.org/Message" });
  });
});
