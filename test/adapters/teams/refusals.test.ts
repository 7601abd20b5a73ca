import { describe, expect, it } from "vitest";
import { plainly } from "../../../src/adapters/teams/plainly.ts";
import { withdrawalsHere } from "../../../src/adapters/teams/withdrawals.ts";
import { Unavailable } from "../../../src/core/errors.ts";
import { plain } from "../../../src/core/reply.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { citedAnswer, reply, screeningReply } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";
import { inChannel, inGroup, onTheWire } from "../../support/teams/wire.ts";

const { botThat, failNext, left, message, settled } = onTheWire();
const answering =
  (...replies: readonly Parameters<Parameters<Handler>[1]["send"]>[0][]): Handler =>
  async (_, responder) => {
    for (const one of replies) await responder.send(one);
  };
const words = (index: number): string => JSON.stringify(left()[index]!.body);
const pathOf = (index: number): string => decodeURIComponent(left()[index]!.path);

describe("a layout that Teams refuses", () => {
  it("leaves as the words of the card, with nothing in them that could be markup", async () => {
    const hostile = reply({
      blocks: [...screeningReply().blocks, { kind: "quote", text: plain("*no* <at>x</at>") }],
    });
    const bot = await botThat(answering(hostile));
    failNext({ status: 400 });
    await settled(bot, message());
    expect(left().map(({ status }) => status)).toEqual([400, 201]);
    expect(left()[1]!.body.attachments).toBeUndefined();
    expect(left()[1]!.body.text).toBe(
      "Match: EXAMPLE, Person — Example list\n\nWhy: family name equal\n\n&#42;no&#42; &lt;at&gt;x&lt;/at&gt;",
    );
  });

  it("leaves with its text and without its entities", async () => {
    const bot = await botThat(answering(citedAnswer()));
    failNext({ status: 400 });
    await settled(bot, message());
    expect(left()[1]!.body.text).toBe(left()[0]!.body.text);
    expect(words(1)).not.toContain("schema.org");
  });

  it("is given up when plain words are refused too, and tried no third time", async () => {
    const bot = await botThat(answering(reply()));
    failNext({ status: 400 }, { status: 400 });
    await settled(bot, message());
    expect(left().map(({ status }) => status)).toEqual([400, 400]);
  });

  it("falls back to the summary when a card has no words", () => {
    expect(plainly({ type: "message", summary: "A chart", attachments: [] }).text).toBe("A chart");
  });
});

describe("a conversation that the bot may not write to any more", () => {
  const gone = { status: 403, code: "BotNotInConversationRoster" };

  it.each([
    ["a channel", inChannel],
    ["a group chat", inGroup],
  ])("in %s all parts of the answer go to the asker, the first with the reason", async (_, place) => {
    const long = reply({ blocks: [{ kind: "paragraph", text: plain("word ".repeat(8_000)) }] });
    const bot = await botThat(answering(long));
    failNext(gone);
    await settled(bot, message(place));
    const [, opened, first, second] = left();
    expect(opened!.path).toBe("/v3/conversations");
    expect(pathOf(2)).toBe("/v3/conversations/message-1/activities");
    expect(first!.body.text).toContain("Teams says: HTTP 403 BotNotInConversationRoster");
    expect(pathOf(3)).toBe(pathOf(2));
    expect(second!.body.text).not.toContain("Teams says");
  });

  it("a card carries the reason above its own words", async () => {
    const bot = await botThat(answering(screeningReply()));
    failNext({ status: 404, code: "ConversationNotFound" });
    await settled(bot, message(inChannel));
    expect(JSON.stringify(left()[2]!.body.attachments)).toMatch(/ConversationNotFound.*EXAMPLE, Person/);
  });

  it("the handler is told the first refusal, with what to do, when there is no chat with the asker either", async () => {
    const thrown: unknown[] = [];
    const bot = await botThat((_, responder) =>
      responder.send(reply()).catch((one: unknown) => {
        thrown.push(one);
      }),
    );
    failNext(gone, { status: 403, code: "Forbidden" });
    await settled(bot, message(inChannel));
    expect(thrown).toEqual([expect.any(Unavailable)]);
    expect(String(thrown[0])).toMatch(/HTTP 403 BotNotInConversationRoster.*not delivered.*Add the Redflag app/);
  });

  it("a one-to-one chat that is closed has no other way", async () => {
    const bot = await botThat(answering(reply()));
    failNext(gone);
    await settled(bot, message());
    expect(left().map(({ status }) => status)).toEqual([403]);
  });
});

describe("a press on a card that one person sees in a group", () => {
  const recipient = { id: TENANT.botId, name: TENANT.botName, isTargeted: true };
  const pressed = { redflag: { id: "screening.details", value: "s-1", targeted: true } };

  it("is marked on every button of such a card", async () => {
    const bot = await botThat(answering(screeningReply({ audience: "asker" })));
    await settled(bot, message({ ...inGroup, text: "/screen Kim", recipient }));
    expect(words(0).match(/"targeted":true/g)).toHaveLength(2);
  });

  it("is answered to that person alone, and what is shared goes to everybody", async () => {
    const bot = await botThat(answering(reply({ audience: "asker" }), reply({ audience: "everyone" })));
    await settled(bot, message({ ...inGroup, text: undefined, value: pressed }));
    expect(left().map(({ path }) => path.includes("isTargetedActivity=true"))).toEqual([true, false]);
  });
});

describe("a deleted question", () => {
  const deletion = (id: string) => message({ type: "messageDelete", id, text: undefined });
  const waiting = () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handle: Handler = async (_, responder) => {
      await responder.progress("Searching");
      await released;
      await responder.send(reply());
    };
    return { handle, release: () => release() };
  };

  it.each([
    ["ends the bar that was begun with one line and without the answer", "m-1", "The question was deleted."],
    ["is another one: the answer is sent", "m-2", "An example."],
  ])("%s", async (_, deletedId, last) => {
    const { handle, release } = waiting();
    const bot = await botThat(handle);
    expect((await bot.post(message({ id: "m-1" }))).status).toBe(200);
    await waitUntil("the bar is shown", () => left().length > 0);
    expect((await bot.post(deletion(deletedId))).status).toBe(200);
    release();
    await bot.teams.stop();
    expect(left().at(-1)!.body.text).toBe(last);
    expect(left()).toHaveLength(2);
  });

  it("is remembered among a thousand others, and the oldest is forgotten", async () => {
    const withdrawals = withdrawalsHere();
    const named = (id: number, type = "message") => ({ conversation: { id: "chat" }, id: `m-${id}`, type });
    for (let id = 0; id <= 1_000; id++) expect(await withdrawals.withdraw(named(id))).toBe(false);
    const withdrawn = (id: number, type?: string) => withdrawals.begin(named(id, type), `event-${id}`).withdrawn();
    expect([await withdrawn(0), await withdrawn(1), await withdrawn(1_000)]).toEqual([null, "edited", "edited"]);
    // The new words of an edited message are answered.
    expect(await withdrawn(1_000, "messageUpdate")).toBeNull();
  });
});
