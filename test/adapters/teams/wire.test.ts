import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { feedbackKey } from "../../../src/adapters/teams/feedback.ts";
import type { Incoming } from "../../../src/core/incoming.ts";
import type { Handler, Responder } from "../../../src/ports/chat.ts";
import { type Bot, startBot, teamsMessage } from "../../support/teams/bot.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { type Recorder, startRecorder } from "../../support/teams/recorder.ts";
import { citedAnswer, reply, screeningReply } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";

let recorder: Recorder;
const bots: Bot[] = [];

beforeEach(async () => {
  recorder = await startRecorder();
});

afterEach(async () => {
  for (const bot of bots.splice(0)) await bot.stop();
  await recorder.stop();
});

const botThat = async (handle: Handler, changes: Parameters<typeof startBot>[1] = {}): Promise<Bot> => {
  const bot = await startBot(handle, changes);
  bots.push(bot);
  return bot;
};

const message = (changes: Readonly<Record<string, unknown>> = {}) => teamsMessage(recorder.url, changes);
const inGroup = { conversation: { id: TENANT.groupChat, conversationType: "groupChat", tenantId: TENANT.tenantId } };
const inChannel = {
  conversation: { id: `${TENANT.channelId};messageid=17`, conversationType: "channel", tenantId: TENANT.tenantId },
  channelData: { tenant: { id: TENANT.tenantId }, channel: { id: TENANT.channelId }, team: { id: TENANT.teamId } },
};
const invoke = (name: string, value: unknown, changes: Readonly<Record<string, unknown>> = {}) =>
  message({ type: "invoke", name, value, text: undefined, ...changes });

/** Posts and waits until everything acknowledged has been answered. */
const settled = async (bot: Bot, ...activities: readonly unknown[]): Promise<void> => {
  for (const activity of activities) expect((await bot.post(activity)).status).toBe(200);
  await bot.teams.stop();
};

describe("acknowledging", () => {
  it("answers 200 before the answer is made, and stop() waits for it", async () => {
    let finish = (): void => undefined;
    const bot = await botThat(async (_, responder) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await responder.send(reply());
    });
    expect((await bot.post(message())).status).toBe(200);
    expect(recorder.left).toEqual([]);
    const stopped = bot.teams.stop();
    expect((await bot.post(message())).status).toBe(503);
    finish();
    await stopped;
    expect(recorder.left).toHaveLength(1);
  });

  it("answers an activity once, however often it is delivered", async () => {
    const bot = await botThat((_, responder) => responder.send(reply()));
    const twice = message();
    await settled(bot, twice, twice, twice);
    expect(bot.incoming).toHaveLength(1);
    expect(recorder.left).toHaveLength(1);
  });

  it.each([
    ["torn JSON", "{", 400],
    ["a list", "[]", 400],
    ["no conversation", { ...teamsMessage("http://127.0.0.1:1"), conversation: undefined }, 400],
    ["no id", { ...teamsMessage("http://127.0.0.1:1"), id: undefined }, 400],
    ["a service URL that is none", { ...teamsMessage("nonsense") }, 400],
    ["2 MB", { ...teamsMessage("http://127.0.0.1:1"), text: "a".repeat(2_000_000) }, 413],
    ["another channel", { ...teamsMessage("http://127.0.0.1:1"), channelId: "emulator" }, 403],
    ["two tenants", { ...teamsMessage("http://127.0.0.1:1"), channelData: { tenant: { id: "other" } } }, 403],
    ["an answer address that is not this machine, unsigned", teamsMessage("https://smba.trafficmanager.net/teams/"), 403],
  ])("refuses %s and runs nothing", async (_, body, status) => {
    const bot = await botThat((_incoming, responder) => responder.send(reply()));
    const response = await bot.post(body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toMatch(/\.$/);
    expect(bot.incoming).toEqual([]);
  });

  it("answers an invoke it does not know with 501", async () => {
    const bot = await botThat(async () => undefined);
    expect((await bot.post(invoke("signin/verifyState", {}))).status).toBe(501);
    expect((await bot.post(invoke("toString", {}))).status).toBe(501);
  });
});

describe("delivery", () => {
  const answering: Handler = (_, responder) => responder.send(reply());

  it("repeats after 429, 412, 502 and delivers once", async () => {
    const bot = await botThat(answering);
    recorder.failNext([{ status: 429, headers: { "retry-after": "0" } }, { status: 412 }, { status: 502 }]);
    await settled(bot, message());
    expect(recorder.left.map(({ status }) => status)).toEqual([429, 412, 502, 201]);
  });

  it("does not repeat after 500, which the library below would do three times", async () => {
    const bot = await botThat(answering);
    recorder.failNext([{ status: 500 }]);
    await settled(bot, message());
    expect(recorder.left.map(({ status }) => status)).toEqual([500]);
    expect(bot.logged.join()).toContain("HTTP 500");
  });

  it("tells the handler when a message could not be delivered", async () => {
    const thrown: unknown[] = [];
    const bot = await botThat(async (_, responder) => {
      await responder.send(reply()).catch((error: unknown) => thrown.push(error));
    });
    recorder.failNext(Array(4).fill({ status: 504 }));
    await settled(bot, message());
    expect(recorder.left).toHaveLength(4);
    expect(thrown).toEqual([expect.objectContaining({ code: "unavailable" })]);
  });

  it("sends an oversize answer in parts under the limit, in order", async () => {
    const text = Array.from({ length: 9_000 }, (_, n) => `word${n}`).join(" ");
    const bot = await botThat((_, responder) => responder.send(reply({ blocks: [{ kind: "paragraph", text: [{ text }] }] })));
    await settled(bot, message());
    expect(recorder.left.length).toBeGreaterThan(2);
    for (const { bytes } of recorder.left) expect(bytes).toBeLessThan(28 * 1024);
    const words = recorder.left.flatMap(({ body }) => String(body.text).split(/\s+/));
    expect(words).toEqual(text.split(" "));
  });

  it("answers in the thread of a channel", async () => {
    const bot = await botThat(answering);
    await settled(bot, message(inChannel));
    expect(decodeURIComponent(recorder.left[0]!.path)).toContain(`/v3/conversations/${TENANT.channelId};messageid=17/activities`);
  });
});

describe("progress", () => {
  const working =
    (...steps: readonly string[]): Handler =>
    async (_, responder) => {
      for (const step of steps) await responder.progress(step);
      await responder.send(citedAnswer());
    };
  const streamOf = (body: Readonly<Record<string, unknown>>) =>
    (body.entities as Record<string, unknown>[] | undefined)?.find(({ type }) => type === "streaminfo");

  it("streams in a one-to-one chat and ends with the answer, keeping one update a second", async () => {
    let ms = 0;
    const bot = await botThat(working("Searching", "dropped: too soon", "Checking"), { stopwatch: () => (ms += 600) });
    await settled(bot, message());
    expect(recorder.left.map(({ body }) => [body.type, streamOf(body)])).toEqual([
      ["typing", { type: "streaminfo", streamType: "informative", streamSequence: 1 }],
      ["typing", { type: "streaminfo", streamType: "informative", streamSequence: 2, streamId: "message-1" }],
      ["message", { type: "streaminfo", streamType: "final", streamId: "message-1" }],
    ]);
    expect(recorder.left[1]!.body.text).toBe("Checking");
  });

  it("after two minutes the answer is a message of its own", async () => {
    let ms = 0;
    const bot = await botThat(working("Searching"), { stopwatch: () => (ms += 60_000) });
    await settled(bot, message());
    expect(streamOf(recorder.left.at(-1)!.body)).toBeUndefined();
    expect(recorder.left.at(-1)!.body.type).toBe("message");
  });

  it("an end that Teams refuses becomes a message", async () => {
    const bot = await botThat(async (_, responder) => {
      await responder.progress("Searching");
      recorder.failNext([{ status: 403 }]);
      await responder.send(citedAnswer());
    });
    await settled(bot, message());
    expect(recorder.left.map(({ status }) => status)).toEqual([201, 403, 201]);
    expect(streamOf(recorder.left[2]!.body)).toBeUndefined();
  });

  it("a refused update stops progress and not the answer", async () => {
    const bot = await botThat(working("one", "two"), { stopwatch: () => 0 });
    recorder.failNext([{ status: 403 }]);
    await settled(bot, message());
    expect(recorder.left.map(({ body, status }) => [body.type, status])).toEqual([["typing", 403], ["message", 201]]);
  });

  it("a bar that nothing followed is ended with a reason", async () => {
    const bot = await botThat((_, responder) => responder.progress("Searching"));
    await settled(bot, message());
    expect(recorder.left.at(-1)!.body.text).toContain("could not finish");
  });

  it("types in a group, says nothing in a channel", async () => {
    const bot = await botThat(working("Searching"));
    await settled(bot, message(inGroup), message(inChannel));
    expect(recorder.left.map(({ body }) => body.type)).toEqual(["typing", "message", "message"]);
  });
});

describe("an answer for the asker alone", () => {
  const aside: Handler = (_, responder) => responder.send(screeningReply({ audience: "asker" }));

  it("in a one-to-one chat is a message like any other", async () => {
    const bot = await botThat(aside);
    await settled(bot, message());
    expect(recorder.left).toHaveLength(1);
  });

  it("in a channel goes to the person's own chat; the channel reads one line without it", async () => {
    const bot = await botThat(aside);
    await settled(bot, message(inChannel));
    const [opened, answer, line] = recorder.left;
    expect([opened!.path, opened!.body.members]).toEqual(["/v3/conversations", [{ id: "29:example", name: "Example Person" }]]);
    expect(JSON.stringify(answer!.body)).toContain("EXAMPLE, Person");
    expect(answer!.path).not.toContain(TENANT.channelId);
    expect(JSON.stringify(line!.body)).not.toContain("EXAMPLE, Person");
    expect(line!.body.text).toContain("private chat");
  });

  it("is not shown in the channel when no chat can be opened", async () => {
    const bot = await botThat(aside);
    recorder.failNext([{ status: 403 }]);
    await settled(bot, message(inChannel));
    const [, line, ...more] = recorder.left;
    expect(more).toEqual([]);
    expect(JSON.stringify(line!.body)).not.toContain("EXAMPLE, Person");
    expect(line!.body.text).toContain("could not open a chat");
  });

  it("to a slash command goes back the same way, to one person", async () => {
    const bot = await botThat(aside);
    await settled(bot, message({ ...inGroup, text: "/screen Kim", recipient: { id: TENANT.botId, name: TENANT.botName, isTargeted: true } }));
    expect(recorder.left).toHaveLength(1);
    expect(recorder.left[0]!.path).toMatch(/activities\?isTargetedActivity=true$/);
    expect(recorder.left[0]!.body.recipient).toMatchObject({ id: "29:example" });
  });
});

describe("buttons, forms and feedback", () => {
  const recordingAnswer: Handler = (_, responder) => responder.send(screeningReply({ audience: "asker" }));
  const bodies = (bot: Bot) => bot.incoming.map(({ body }) => body);

  it("a pressed Action.Submit reaches the router and is answered", async () => {
    const bot = await botThat(recordingAnswer);
    await settled(bot, message({ text: undefined, value: { redflag: { id: "screening.details", value: "s-1" } } }));
    expect(bodies(bot)).toEqual([{ kind: "action", id: "screening.details", value: "s-1", fields: {} }]);
    expect(recorder.left).toHaveLength(1);
  });

  it("a pressed Action.Execute is acknowledged and answered behind", async () => {
    const bot = await botThat(recordingAnswer);
    const value = { action: { type: "Action.Execute", data: { redflag: { id: "screening.details", value: "s-1" } } } };
    const response = await bot.post(invoke("adaptiveCard/action", value));
    expect(await response.json()).toMatchObject({ statusCode: 200, type: "application/vnd.microsoft.activity.message" });
    await bot.teams.stop();
    expect(bodies(bot)).toEqual([{ kind: "action", id: "screening.details", value: "s-1", fields: {} }]);
    expect(recorder.left).toHaveLength(1);
  });

  it("the form opens as a dialog with the name filled in, and its answer is shown there", async () => {
    const bot = await botThat(recordingAnswer);
    const opened = await bot.post(invoke("task/fetch", { data: { redflag: { id: "screen-subject", value: "Kim Lee" } } }));
    const form = JSON.stringify(await opened.json());
    expect(form).toContain('"type":"continue"');
    expect(form).toContain('"value":"Kim Lee"');
    const fields = { name: "Kim Lee", dob: "1980" };
    const sent = await bot.post(invoke("task/submit", { data: { redflag: { id: "screen-form", value: "" }, ...fields } }));
    expect(JSON.stringify(await sent.json())).toContain("EXAMPLE, Person");
    expect(bodies(bot)).toEqual([{ kind: "action", id: "screen-form", value: "", fields }]);
    expect(recorder.left).toEqual([]);
  });

  it("/screen without a name offers the form and asks nothing of the router", async () => {
    const bot = await botThat(recordingAnswer);
    await settled(bot, message({ text: "/screen" }));
    expect(bot.incoming).toEqual([]);
    expect(JSON.stringify(recorder.left[0]!.body)).toContain('"msteams":{"type":"task/fetch"}');
  });

  it("“Screen this message” screens its words and shows the result in a dialog", async () => {
    const bot = await botThat(recordingAnswer);
    const messagePayload = { id: "5", body: { contentType: "html", content: "<p>Pay <b>Kim&nbsp;Lee</b></p><p>today</p>" } };
    const response = await bot.post(invoke("composeExtension/fetchTask", { commandId: "screenMessage", messagePayload }, inChannel));
    expect(JSON.stringify(await response.json())).toContain("EXAMPLE, Person");
    expect(bodies(bot)).toEqual([{ kind: "command", name: "screen-message", text: "Pay Kim Lee\ntoday" }]);
    expect(recorder.left).toEqual([]);
  });

  it("“Screen a subject” opens the form", async () => {
    const bot = await botThat(recordingAnswer);
    const response = await bot.post(invoke("composeExtension/fetchTask", { commandId: "screenSubject" }));
    expect(JSON.stringify(await response.json())).toContain('"id":"dob"');
    expect(bot.incoming).toEqual([]);
  });

  it("a thumb and its words reach the router with the answer they belong to, and nothing is posted", async () => {
    const bot = await botThat((incoming, responder) => responder.send(incoming.body.kind === "message" ? citedAnswer() : reply()));
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
    expect(recorder.left).toHaveLength(1);
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
  const downloading = (bytes: Uint8Array) => async (url: string) => ({ url, bytes, contentType: "text/csv", lastModified: null, etag: null });
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
    expect(recorder.left[0]!.body.text).toContain(sentence);
    expect(recorder.left[0]!.body.text).toContain("Nothing was screened.");
  });
});

describe("posting unasked", () => {
  const silent: Handler = async () => undefined;
  const target = (channelId: string) => ({ workspaceId: TENANT.tenantId, channelId });
  const removal = (changes: Readonly<Record<string, unknown>>) => message({ text: undefined, ...changes });
  const parts = () => reply({ blocks: [{ kind: "paragraph", text: [{ text: "word ".repeat(8_000) }] }] });

  /** A bot that has heard of a conversation; what it does there has left the wire. */
  const botIn = async (place: Readonly<Record<string, unknown>>): Promise<Bot> => {
    const bot = await botThat(silent);
    expect((await bot.post(message(place))).status).toBe(200);
    await waitUntil("the message was taken in", () => bot.incoming.length > 0);
    return bot;
  };

  it("starts a new thread in a channel and continues in it", async () => {
    const bot = await botIn(inChannel);
    await bot.teams.post(target(TENANT.channelId), parts());
    const [first, second] = recorder.left;
    expect([first!.path, first!.body.isGroup, first!.body.channelData]).toEqual([
      "/v3/conversations",
      true,
      { channel: { id: TENANT.channelId }, tenant: { id: TENANT.tenantId } },
    ]);
    expect(second!.path).toContain("/v3/conversations/message-1/activities");
  });

  it.each([
    ["a group chat", inGroup, TENANT.groupChat],
    ["a personal chat", {}, TENANT.personalChat],
  ])("writes to %s", async (_, place, channelId) => {
    const bot = await botIn(place);
    await bot.teams.post(target(channelId), reply());
    expect(recorder.left.map(({ path }) => path)).toEqual([`/v3/conversations/${channelId}/activities`]);
  });

  it.each([
    ["never was", async () => botThat(silent), target("elsewhere")],
    ["is in another tenant", () => botIn(inGroup), { workspaceId: "other", channelId: TENANT.groupChat }],
  ])("refuses where the bot %s", async (_, start, where) => {
    const bot = await start();
    await expect(bot.teams.post(where, reply())).rejects.toMatchObject({ code: "not-found" });
    expect(recorder.left).toEqual([]);
  });

  it.each([
    ["uninstalled from a chat", inGroup, { ...inGroup, type: "installationUpdate", action: "remove" }, TENANT.groupChat],
    ["removed as a member", inGroup, { ...inGroup, type: "conversationUpdate", membersRemoved: [{ id: TENANT.botId }] }, TENANT.groupChat],
    ["gone with its channel", inChannel, { ...inChannel, type: "conversationUpdate", channelData: { ...inChannel.channelData, eventType: "channelDeleted" } }, TENANT.channelId],
    [
      "uninstalled from the team, which tells of the general channel only",
      inChannel,
      {
        type: "installationUpdate",
        action: "remove",
        conversation: { id: TENANT.teamId, conversationType: "channel", tenantId: TENANT.tenantId },
        channelData: { tenant: { id: TENANT.tenantId }, team: { id: TENANT.teamId } },
      },
      TENANT.channelId,
    ],
  ])("forgets a conversation when %s", async (_, place, event, channelId) => {
    const bot = await botIn(place);
    expect((await bot.post(removal(event))).status).toBe(200);
    await waitUntil("the place is forgotten", () =>
      bot.teams.post(target(channelId), reply()).then(
        () => false,
        (thrown: { code?: string }) => thrown.code === "not-found",
      ),
    );
    expect((await bot.post(message(place))).status).toBe(200);
    await waitUntil("writing to it again makes it known again", () => bot.incoming.length > 1);
    await bot.teams.post(target(channelId), reply());
  });

  it("introduces itself when it is installed", async () => {
    const bot = await botThat(silent);
    await settled(bot, message({ text: undefined, type: "installationUpdate", action: "add" }));
    expect(bot.incoming.map(({ body }) => body)).toEqual([{ kind: "command", name: "help", text: "" }]);
  });
});

describe("a hundred conversations at once", () => {
  it("loses none, doubles none, mixes none, though each is delivered twice", async () => {
    const bot = await botThat(async (incoming: Incoming, responder: Responder) => {
      const text = incoming.body.kind === "message" ? incoming.body.text : "";
      await responder.send(reply({ blocks: [{ kind: "paragraph", text: [{ text: `answer to ${text}` }] }] }));
    });
    const asked = Array.from({ length: 100 }, (_, n) =>
      message({ text: `question ${n}`, conversation: { id: `chat-${n}`, conversationType: "personal", tenantId: TENANT.tenantId } }),
    );
    const statuses = await Promise.all([...asked, ...asked].map(async (activity) => (await bot.post(activity)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await bot.teams.stop();
    const answers = recorder.left.map(({ path, body }) => `${/chat-\d+/.exec(path)?.[0]} ${body.text}`);
    expect([...answers].sort()).toEqual(asked.map((_, n) => `chat-${n} answer to question ${n}`).sort());
  });
});
