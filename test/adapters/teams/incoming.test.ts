import { describe, expect, it } from "vitest";
import { incomingWith, messageBody, readableText } from "../../../src/adapters/teams/incoming.ts";
import { inboundActivity, placeOf, tenantOf } from "../../../src/adapters/teams/wire.ts";
import { instant } from "../../../src/core/dates.ts";
import { teamsMessage } from "../../support/teams/bot.ts";
import { TENANT } from "../../support/teams/playground.ts";

const at = instant(new Date("2026-11-20T12:00:00Z"));
const read = (changes: Readonly<Record<string, unknown>>) =>
  inboundActivity.parse(teamsMessage("https://smba.trafficmanager.net/teams/", changes));
const mention = (text: string, id: string = TENANT.botId) => ({ type: "mention", text, mentioned: { id, name: "x" } });
const inChannel = (id: string) => ({
  conversation: { id, conversationType: "channel", tenantId: TENANT.tenantId },
  channelData: {
    tenant: { id: TENANT.tenantId },
    channel: { id: "19:c@thread.tacv2" },
    team: { id: "19:t@thread.tacv2" },
  },
});

describe("the words of a message", () => {
  it.each([
    ["the bot's mention goes", "<at>Redflag</at> who is Kim?", [mention("<at>Redflag</at>")], "who is Kim?"],
    ["so does one in the middle", "who is <at>Redflag</at> Kim?", [mention("<at>Redflag</at>")], "who is Kim?"],
    [
      "a person's name stays",
      "<at>Redflag</at> is <at>Kim Lee</at> listed?",
      [mention("<at>Redflag</at>"), mention("<at>Kim Lee</at>", "29:kim")],
      "is Kim Lee listed?",
    ],
    ["a first mention without an entity goes too", "<at>redflag</at> hi", [], "hi"],
    ["Teams' escapes are undone", "AT&amp;T &lt;x&gt;&nbsp;y &#39;z&#x27;", [], "AT&T <x> y 'z'"],
    ["escapes are undone once", "&amp;lt;b&amp;gt;", [], "&lt;b&gt;"],
    ["lines stay lines", "screen this:\r\n  Kim  Lee ", [], "screen this:\nKim Lee"],
    ["no text is no words", undefined, [], ""],
  ])("%s", (_, text, entities, words) => {
    expect(readableText(read({ text, entities }))).toBe(words);
  });
});

describe("what a message asks", () => {
  const group = { conversation: { id: "19:g@thread.v2", conversationType: "groupChat", tenantId: TENANT.tenantId } };

  it.each([
    ["a personal message is addressed", { text: "hi" }, { kind: "message", text: "hi", addressed: true }],
    [
      "a mention in a group is addressed",
      { ...group, text: "<at>Redflag</at> hi", entities: [mention("<at>Redflag</at>")] },
      { kind: "message", text: "hi", addressed: true },
    ],
    ["talk in a group is not", { ...group, text: "hi" }, { kind: "message", text: "hi", addressed: false }],
    [
      "another person's mention in a group is not",
      { ...group, text: "<at>Kim</at> hi", entities: [mention("<at>Kim</at>", "29:kim")] },
      { kind: "message", text: "Kim hi", addressed: false },
    ],
    ["a slash command", { text: "/Screen Kim Lee" }, { kind: "command", name: "screen", text: "Kim Lee" }],
    ["a slash command without words", { text: "/screen" }, { kind: "command", name: "screen", text: "" }],
    [
      "a path is no command",
      { text: "/etc/passwd is what?" },
      { kind: "message", text: "/etc/passwd is what?", addressed: true },
    ],
    [
      "a pressed button",
      { text: undefined, value: { redflag: { id: "a", value: "b" }, dob: "1980", n: 1 } },
      { kind: "action", id: "a", value: "b", fields: { dob: "1980" } },
    ],
    ["a button of another app's card is not ours", { text: undefined, value: { id: "a" } }, null],
    ["an empty message asks nothing", { text: "<at>Redflag</at>", entities: [mention("<at>Redflag</at>")] }, null],
  ])("%s", (_, changes, body) => {
    expect(messageBody(read(changes))).toEqual(body);
  });
});

describe("where a message belongs", () => {
  const body = { kind: "message", text: "hi", addressed: true } as const;
  const placed = (changes: Readonly<Record<string, unknown>>) => incomingWith(read(changes), TENANT.tenantId, body, at);

  it("an answer in a thread and its first post share a thread and a channel", () => {
    const first = placed({ ...inChannel("19:c@thread.tacv2;messageid=17"), id: "17" });
    const answer = placed({ ...inChannel("19:c@thread.tacv2;messageid=17"), id: "18" });
    const bare = placed({ ...inChannel("19:c@thread.tacv2"), id: "17" });
    expect([first, answer, bare].map(({ threadId }) => threadId)).toEqual(
      Array(3).fill("19:c@thread.tacv2;messageid=17"),
    );
    expect(new Set([first, answer, bare].map(({ channelId }) => channelId))).toEqual(new Set(["19:c@thread.tacv2"]));
    expect(first.scene).toBe("channel");
  });

  it("the same message id in two conversations is two events", () => {
    const other = { conversation: { id: "other", conversationType: "personal", tenantId: TENANT.tenantId } };
    expect(placed({ id: "1" }).eventId).not.toBe(placed({ ...other, id: "1" }).eventId);
  });

  it("a person is known by the directory's id, else by the one in this tenant", () => {
    expect(placed({}).userId).toBe("00000000-0000-0000-0000-000000000020");
    expect(placed({ from: { id: "29:x" } }).userId).toBe("29:x");
  });

  it("a place to post to carries no message id", () => {
    expect(placeOf(read(inChannel("19:c@thread.tacv2;messageid=17")), TENANT.tenantId).conversationId).toBe(
      "19:c@thread.tacv2",
    );
  });

  it.each([
    ["agree", { channelData: { tenant: { id: "a" } }, conversation: { id: "c", tenantId: "a" } }, "a"],
    ["one is enough", { channelData: null, conversation: { id: "c", tenantId: "a" } }, "a"],
    [
      "two different ones are none",
      { channelData: { tenant: { id: "a" } }, conversation: { id: "c", tenantId: "b" } },
      null,
    ],
    ["none is none", { channelData: null, conversation: { id: "c" } }, null],
  ])("tenant: %s", (_, changes, tenant) => {
    expect(tenantOf(read(changes))).toBe(tenant);
  });
});
