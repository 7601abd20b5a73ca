import { describe, expect, it } from "vitest";
import { feedbackKey } from "../../../src/adapters/teams/feedback.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import type { Bot } from "../../support/teams/bot.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { citedText, reply, screeningReply } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";
import { inChannel, onTheWire } from "../../support/teams/wire.ts";

const { botThat, invoke, left, message, settled } = onTheWire();

describe("buttons, forms and feedback", () => {
  const recordingAnswer: Handler = (_, responder) => responder.send(screeningReply({ audience: "asker" }));
  const bodies = (bot: Bot) => bot.incoming.map(({ body }) => body);

  it("a pressed Action.Submit reaches the router and is answered", async () => {
    const bot = await botThat(recordingAnswer);
    await settled(bot, message({ text: undefined, value: { redflag: { id: "screening.details", value: "s-1" } } }));
    expect(bodies(bot)).toEqual([{ kind: "action", id: "screening.details", value: "s-1", fields: {} }]);
    expect(left()).toHaveLength(1);
  });

  it("a pressed Action.Execute is acknowledged and answered behind", async () => {
    const bot = await botThat(recordingAnswer);
    const value = { action: { type: "Action.Execute", data: { redflag: { id: "screening.details", value: "s-1" } } } };
    const response = await bot.post(invoke("adaptiveCard/action", value));
    expect(await response.json()).toMatchObject({
      statusCode: 200,
      type: "application/vnd.microsoft.activity.message",
    });
    await bot.teams.stop();
    expect(bodies(bot)).toEqual([{ kind: "action", id: "screening.details", value: "s-1", fields: {} }]);
    expect(left()).toHaveLength(1);
  });

  it("the form opens as a dialog with the name filled in, what stays empty is no field, and its answer is shown there", async () => {
    const bot = await botThat(recordingAnswer);
    const opened = await bot.post(
      invoke("task/fetch", { data: { redflag: { id: "form.subject", value: "Kim Lee" } } }),
    );
    const form = JSON.stringify(await opened.json());
    expect(form).toContain('"type":"continue"');
    expect(form).toContain('"value":"Kim Lee"');
    const fields = { name: "Kim Lee", dob: "1980" };
    const sent = await bot.post(
      invoke("task/submit", { data: { redflag: { id: "screen-form", value: "" }, ...fields, country: "" } }),
    );
    expect(JSON.stringify(await sent.json())).toContain("EXAMPLE, Person");
    expect(bodies(bot)).toEqual([{ kind: "action", id: "screen-form", value: "", fields }]);
    expect(left()).toEqual([]);
  });

  it("/screen without a name offers the form and asks nothing of the router", async () => {
    const bot = await botThat(recordingAnswer);
    await settled(bot, message({ text: "/screen" }));
    expect(bot.incoming).toEqual([]);
    expect(JSON.stringify(left()[0]!.body)).toContain('"msteams":{"type":"task/fetch"}');
  });

  it("“Screen this message” screens its words and shows the result in a dialog", async () => {
    const bot = await botThat(recordingAnswer);
    const messagePayload = {
      id: "5",
      body: { contentType: "html", content: "<p>Pay <b>Kim&nbsp;Lee</b></p><p>today</p>" },
    };
    const response = await bot.post(
      invoke("composeExtension/fetchTask", { commandId: "screenMessage", messagePayload }, inChannel),
    );
    expect(JSON.stringify(await response.json())).toContain("EXAMPLE, Person");
    expect(bodies(bot)).toEqual([{ kind: "command", name: "screen-message", text: "Pay Kim Lee\ntoday" }]);
    expect(left()).toEqual([]);
  });

  it("an answer too late for the dialog goes to the person's own chat, also from a channel", async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow: Handler = async (incoming, responder) => {
      await finished;
      await recordingAnswer(incoming, responder);
    };
    const bot = await botThat(slow, { dialogWaitMs: 1 });
    const pressed = { data: { redflag: { id: "screen-form", value: "" }, name: "Kim Lee" } };
    const response = await bot.post(invoke("task/submit", pressed, inChannel));
    expect(await response.json()).toMatchObject({
      task: { type: "message", value: expect.stringContaining("private chat") },
    });
    expect(left()).toEqual([]);
    finish();
    await bot.teams.stop();
    expect(left().map(({ path }) => path.split("?")[0])).toEqual([
      "/v3/conversations",
      "/v3/conversations/message-1/activities",
    ]);
    expect(JSON.stringify(left()[1]!.body)).toContain("EXAMPLE, Person");
  });

  it("“Screen a subject” opens the form", async () => {
    const bot = await botThat(recordingAnswer);
    const response = await bot.post(invoke("composeExtension/fetchTask", { commandId: "screenSubject" }));
    expect(JSON.stringify(await response.json())).toContain('"id":"dob"');
    expect(bot.incoming).toEqual([]);
  });

  it("a thumb and its words reach the router with the answer they belong to, and nothing is posted", async () => {
    const bot = await botThat((incoming, responder) =>
      responder.send(incoming.body.kind === "message" ? citedText() : reply()),
    );
    expect((await bot.post(message())).status).toBe(200);
    const key = feedbackKey(TENANT.tenantId, TENANT.personalChat, "message-1");
    await waitUntil("the answer is kept for feedback", () => bot.store.get(key));
    const actionValue = { reaction: "dislike", feedback: JSON.stringify({ feedbackText: "wrong date" }) };
    const value = { actionName: "feedback", actionValue };
    expect((await bot.post(invoke("message/submitAction", value, { replyToId: "message-1" }))).status).toBe(200);
    expect(bodies(bot).at(-1)).toEqual({
      kind: "action",
      id: "feedback",
      value: "q-1",
      fields: { rating: "not-helpful", comment: "wrong date" },
    });
    expect(left()).toHaveLength(1);
    expect((await bot.post(invoke("message/submitAction", value, { replyToId: "unknown" }))).status).toBe(200);
    expect(bot.incoming).toHaveLength(2);
  });
});

describe("a dropped CSV", () => {
  const info = (name: string, content: unknown) => ({
    text: undefined,
    attachments: [{ contentType: "application/vnd.microsoft.teams.file.download.info", name, content }],
  });
  const downloadUrl = "https://example.sharepoint.com/subjects.csv";
  const downloading = (bytes: Uint8Array) => async (url: string) => ({
    url,
    bytes,
    contentType: "text/csv",
    lastModified: null,
    etag: null,
  });
  const echo: Handler = (_, responder) => responder.send(reply());

  it("becomes a batch", async () => {
    const bot = await botThat(echo, { download: downloading(Buffer.from("id,name\n1,Kim\n")) });
    await settled(bot, message(info("subjects.csv", { downloadUrl, fileType: "csv" })));
    expect(bot.incoming.map(({ body }) => body)).toEqual([
      { kind: "action", id: "screen-csv", value: "subjects.csv", fields: { csv: "id,name\n1,Kim\n" } },
    ]);
  });

  it.each([
    ["too large", downloading(new Uint8Array(1_000_001).fill(65)), { downloadUrl }, "at most 1000 kB"],
    ["not UTF-8", downloading(Uint8Array.from([0xff, 0xfe, 0x00])), { downloadUrl }, "not text in UTF-8"],
    ["out of reach", () => Promise.reject(new Error("down")), { downloadUrl }, "could not be fetched"],
    ["without an address", downloading(new Uint8Array()), {}, "could not be read"],
  ])("%s is refused with a sentence", async (_, download, content, sentence) => {
    const bot = await botThat(echo, { download });
    await settled(bot, message(info("subjects.csv", content)));
    expect(bot.incoming).toEqual([]);
    expect(left()[0]!.body.text).toContain(sentence);
    expect(left()[0]!.body.text).toContain("Nothing was screened.");
  });
});
