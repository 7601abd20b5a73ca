import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { letEntitiesThrough, withholdEntities } from "../../../src/adapters/teams/entity-mapper.ts";
import { feedbackKey } from "../../../src/adapters/teams/feedback.ts";
import { plain, type Reply } from "../../../src/core/reply.ts";
import { type Bot, startBot } from "../../support/teams/bot.ts";
import { type Playground, startPlayground, TENANT } from "../../support/teams/playground.ts";
import { type Left, type Recorder, startRecorder } from "../../support/teams/recorder.ts";
import { citedAnswer, reply, screeningReply } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";

let bot: Bot;
let recorder: Recorder;
let playground: Playground;
let answerWith: (text: string) => readonly Reply[] = () => [citedAnswer()];

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

beforeEach(() => bot.idle());

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
    const left = await waitUntil("its body was recorded", () => messagesLeft(from).find(({ body }) => body.text));
    expect(rootEntity(left.body)).toMatchObject({
      "@type": "Message",
      citation: [
        { position: 1, appearance: { name: "Example notice 1", url: "https://notices.example/1" } },
        { position: 2, appearance: { abstract: "The words that notice 2 says." } },
      ],
    });
    expect(left.body.text).toContain("[1]");
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

  it("streams progress in a personal chat and turns it into the answer", async () => {
    const from = recorder.left.length;
    await playground.say(TENANT.personalChat, "stream");
    const final = await waitUntil("the stream ends", () =>
      recorder.left.slice(from).find(({ body }) => JSON.stringify(body.entities ?? "").includes('"final"')),
    );
    expect(final.status).toBeLessThan(300);
    const [update] = recorder.left.slice(from);
    expect(update!.body).toMatchObject({ type: "typing", text: "Searching 118 documents" });
    expect(playground.shown.some(({ message }) => message?.text === "Searching 118 documents")).toBe(true);
  });

  it("answers a follow-up in its thread", async () => {
    const { postConversationId } = await playground.say(TENANT.channelId, "first");
    const said = (words: string) => bot.incoming.find(({ body }) => body.kind === "message" && body.text === words);
    await waitUntil("the first arrives", () => said("first"));
    const from = recorder.left.length;
    await playground.answer(postConversationId!, "second");
    const second = await waitUntil("the second arrives", () => said("second"));
    await waitUntil("the second is answered in the thread", () =>
      messagesLeft(from).some(({ path }) => decodeURIComponent(path).includes(`/conversations/${postConversationId}/`)),
    );
    expect([said("first")!.threadId, second.threadId]).toEqual([postConversationId, postConversationId]);
    expect(second.channelId).toBe(TENANT.channelId);
  });

  it("introduces itself on installation, posts there unasked, and forgets it on removal", async () => {
    const target = { workspaceId: TENANT.tenantId, channelId: TENANT.groupChat };
    const count = () => playground.botMessages(TENANT.groupChat).length;
    const before = count();
    await playground.install(TENANT.groupChat);
    await waitUntil("the introduction is shown", () => count() > before);
    expect(bot.incoming.at(-1)!.body).toEqual({ kind: "command", name: "help", text: "" });
    await bot.teams.post(
      target,
      reply({ summary: "A digest", blocks: [{ kind: "paragraph", text: plain("An example digest.") }] }),
    );
    await waitUntil("the digest is shown", () =>
      playground.botMessages(TENANT.groupChat).some(({ text }) => text === "An example digest."),
    );
    await playground.event(TENANT.groupChat, "uninstall");
    await waitUntil("the bot knows that it is gone", () =>
      bot.teams.post(target, reply()).then(
        () => false,
        (thrown: { code?: string }) => thrown.code === "not-found",
      ),
    );
  });

  it("posts a digest to a channel as a thread of its own, not into the last one", async () => {
    const { postConversationId } = await playground.say(TENANT.channelId, "hello");
    await waitUntil("the channel is known", () => bot.incoming.some(({ threadId }) => threadId === postConversationId));
    const from = playground.shown.length;
    await bot.teams.post(
      { workspaceId: TENANT.tenantId, channelId: TENANT.channelId },
      reply({ blocks: [{ kind: "paragraph", text: plain("A digest for the channel.") }] }),
    );
    const { message } = await waitUntil("the digest is shown", () =>
      playground.shown.slice(from).find((event) => event.message?.text === "A digest for the channel."),
    );
    expect(message!.postConversationId).toMatch(/;messageid=\d+$/);
    expect(message!.postConversationId).not.toBe(postConversationId);
  });

  it("a pressed button of its card comes back as the action it carries", async () => {
    answerWith = (text) => (text === "screening.details" ? [reply({ summary: "Details" })] : [screeningReply()]);
    await playground.say(TENANT.personalChat, "screen Example");
    const card = await waitUntil("the card is shown", () =>
      playground
        .botMessages(TENANT.personalChat)
        .find(({ attachments }) => JSON.stringify(attachments).includes("screening.details")),
    );
    await playground.press(TENANT.personalChat, card.messageId, { redflag: { id: "screening.details", value: "s-1" } });
    await waitUntil("the action arrives", () => bot.incoming.at(-1)!.body.kind === "action");
    expect(bot.incoming.at(-1)!.body).toEqual({ kind: "action", id: "screening.details", value: "s-1", fields: {} });
  });

  it("“Screen this message” is answered in a dialog", async () => {
    answerWith = () => [screeningReply()];
    const shown = await playground.invoke(TENANT.personalChat, "composeExtension/fetchTask", {
      commandId: "screenMessage",
      messagePayload: { body: { contentType: "text", content: "Pay Kim Lee" } },
    });
    expect(JSON.stringify(shown)).toContain("EXAMPLE, Person");
    expect(bot.incoming.at(-1)!.body).toEqual({ kind: "command", name: "screen-message", text: "Pay Kim Lee" });
  });

  it("a thumb under an answer is stored with that answer", async () => {
    answerWith = () => [citedAnswer({ feedbackFor: "q-thumbs" })];
    await playground.say(TENANT.groupChat, "feedback");
    const messageId = await waitUntil("the answer is kept for feedback", async () => {
      const id =
        playground.botMessages(TENANT.groupChat).findLast((message) => message.feedbackLoopEnabled)?.messageId ?? "";
      return (await bot.store.get(feedbackKey(TENANT.tenantId, TENANT.groupChat, id))) === "q-thumbs" && id;
    });
    const actionValue = { reaction: "like", feedback: '{"feedbackText":""}' };
    await playground.event(TENANT.groupChat, null, {
      type: "invoke",
      name: "message/submitAction",
      replyToId: messageId,
      value: { actionName: "feedback", actionValue },
    });
    await waitUntil("the thumb arrives", () => bot.incoming.at(-1)!.body.kind === "action");
    expect(bot.incoming.at(-1)!.body).toMatchObject({
      id: "feedback",
      value: "q-thumbs",
      fields: { rating: "helpful" },
    });
  });

  it("an oversize answer arrives whole, in parts", async () => {
    const lines = Array.from({ length: 1_500 }, (_, n) => plain(`Entry ${n} of an example list`));
    answerWith = () => [reply({ blocks: [{ kind: "list", items: lines }] })];
    await playground.say(TENANT.groupChat, "everything");
    await waitUntil("the last entry is shown", () =>
      playground.botMessages(TENANT.groupChat).some(({ text }) => text?.includes("Entry 1499 ")),
    );
    const text = playground
      .botMessages(TENANT.groupChat)
      .map((message) => message.text)
      .join("\n");
    for (const line of lines) expect(text).toContain(line[0]!.text);
  });
});
