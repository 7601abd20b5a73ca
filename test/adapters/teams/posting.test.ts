import { describe, expect, it } from "vitest";
import type { Handler } from "../../../src/ports/chat.ts";
import type { Bot } from "../../support/teams/bot.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { reply } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";
import { inChannel, inGroup, onTheWire } from "../../support/teams/wire.ts";

const { botThat, left, message, settled } = onTheWire();

describe("posting unasked", () => {
  const silent: Handler = async () => undefined;
  const target = (channelId: string) => ({ workspaceId: TENANT.tenantId, channelId });
  const removal = (changes: Readonly<Record<string, unknown>>) => message({ text: undefined, ...changes });
  const parts = () => reply({ blocks: [{ kind: "paragraph", text: [{ text: "word ".repeat(8_000) }] }] });

  /** A bot that was added to a conversation and has said nothing there. */
  const botIn = async (place: Readonly<Record<string, unknown>>): Promise<Bot> => {
    const bot = await botThat(silent);
    const added = message({ type: "installationUpdate", action: "add", text: undefined, ...place });
    expect((await bot.post(added)).status).toBe(200);
    await waitUntil("the event was taken in", () => bot.incoming.length > 0);
    return bot;
  };

  it("starts a new thread in a channel and continues in it", async () => {
    const bot = await botIn(inChannel);
    await bot.teams.post(target(TENANT.channelId), parts());
    const [first, second] = left();
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
    expect(left().map(({ path }) => path)).toEqual([`/v3/conversations/${channelId}/activities`]);
  });

  it.each([
    ["never was", async () => botThat(silent), target("elsewhere")],
    ["is in another tenant", () => botIn(inGroup), { workspaceId: "other", channelId: TENANT.groupChat }],
  ])("refuses where the bot %s", async (_, start, where) => {
    const bot = await start();
    await expect(bot.teams.post(where, reply())).rejects.toMatchObject({ code: "not-found" });
    expect(left()).toEqual([]);
  });

  it.each([
    [
      "uninstalled from a chat",
      inGroup,
      { ...inGroup, type: "installationUpdate", action: "remove" },
      TENANT.groupChat,
    ],
    [
      "removed as a member",
      inGroup,
      { ...inGroup, type: "conversationUpdate", membersRemoved: [{ id: TENANT.botId }] },
      TENANT.groupChat,
    ],
    [
      "gone with its channel",
      inChannel,
      {
        ...inChannel,
        type: "conversationUpdate",
        channelData: { ...inChannel.channelData, eventType: "channelDeleted" },
      },
      TENANT.channelId,
    ],
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

  const asideHelp: Handler = (_, responder) => responder.send(reply({ audience: "asker" }));
  const installed = { text: undefined, type: "installationUpdate", action: "add" };
  const inTeam = {
    conversation: { id: TENANT.teamId, conversationType: "channel", tenantId: TENANT.tenantId },
    channelData: { tenant: { id: TENANT.tenantId }, team: { id: TENANT.teamId } },
  };

  it.each([
    ["a team, in a thread of its own", inTeam, "/v3/conversations"],
    ["a group chat", inGroup, `/v3/conversations/${TENANT.groupChat}/activities`],
    ["a personal chat", {}, `/v3/conversations/${TENANT.personalChat}/activities`],
  ])("introduces itself when it is installed in %s", async (_, place, path) => {
    const bot = await botThat(asideHelp);
    await settled(bot, message({ ...place, ...installed }));
    expect(bot.incoming.map(({ body }) => body)).toEqual([{ kind: "command", name: "help", text: "" }]);
    expect(left().map((request) => request.path)).toEqual([path]);
  });

  it("does not introduce itself again after an upgrade", async () => {
    const bot = await botThat(asideHelp);
    await settled(bot, message({ ...inGroup, ...installed, action: "add-upgrade" }));
    expect(left()).toEqual([]);
  });
});
