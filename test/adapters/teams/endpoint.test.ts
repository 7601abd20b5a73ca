import { describe, expect, it } from "vitest";
import type { Incoming } from "../../../src/core/incoming.ts";
import type { Handler, Responder } from "../../../src/ports/chat.ts";
import { teamsMessage } from "../../support/teams/bot.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { reply } from "../../support/teams/replies.ts";
import { inChannel, onTheWire } from "../../support/teams/wire.ts";

const { botThat, failNext, invoke, left, message, settled } = onTheWire();

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
    expect(left()).toEqual([]);
    const stopped = bot.teams.stop();
    expect((await bot.post(message())).status).toBe(503);
    finish();
    await stopped;
    expect(left()).toHaveLength(1);
  });

  it("answers an activity once, however often it is delivered", async () => {
    const bot = await botThat((_, responder) => responder.send(reply()));
    const twice = message();
    await settled(bot, twice, twice, twice);
    expect(bot.incoming).toHaveLength(1);
    expect(left()).toHaveLength(1);
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
    [
      "an answer address that is not this machine, unsigned",
      teamsMessage("https://smba.trafficmanager.net/teams/"),
      403,
    ],
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
    failNext({ status: 429, headers: { "retry-after": "0" } }, { status: 412 }, { status: 502 });
    await settled(bot, message());
    expect(left().map(({ status }) => status)).toEqual([429, 412, 502, 201]);
  });

  it("does not repeat after 500, which the library below would do three times", async () => {
    const bot = await botThat(answering);
    failNext({ status: 500 });
    await settled(bot, message());
    expect(left().map(({ status }) => status)).toEqual([500]);
    expect(bot.logged.join()).toContain("HTTP 500");
  });

  it("tells the handler when a message could not be delivered", async () => {
    const thrown: unknown[] = [];
    const bot = await botThat(async (_, responder) => {
      await responder.send(reply()).catch((error: unknown) => thrown.push(error));
    });
    failNext(...Array(4).fill({ status: 504 }));
    await settled(bot, message());
    expect(left()).toHaveLength(4);
    expect(thrown).toEqual([expect.objectContaining({ code: "unavailable" })]);
  });

  it("sends an oversize answer in parts under the limit, in order", async () => {
    const text = Array.from({ length: 9_000 }, (_, n) => `word${n}`).join(" ");
    const bot = await botThat((_, responder) =>
      responder.send(reply({ blocks: [{ kind: "paragraph", text: [{ text }] }] })),
    );
    await settled(bot, message());
    expect(left().length).toBeGreaterThan(2);
    for (const { bytes } of left()) expect(bytes).toBeLessThan(28 * 1024);
    const words = left().flatMap(({ body }) => String(body.text).split(/\s+/));
    expect(words).toEqual(text.split(" "));
  });

  it("answers in the thread of a channel", async () => {
    const bot = await botThat(answering);
    await settled(bot, message(inChannel));
    expect(decodeURIComponent(left()[0]!.path)).toContain(
      `/v3/conversations/${TENANT.channelId};messageid=17/activities`,
    );
  });
});

describe("a hundred conversations at once", () => {
  it("loses none, doubles none, mixes none, though each is delivered twice", async () => {
    const bot = await botThat(async (incoming: Incoming, responder: Responder) => {
      const text = incoming.body.kind === "message" ? incoming.body.text : "";
      await responder.send(reply({ blocks: [{ kind: "paragraph", text: [{ text: `answer to ${text}` }] }] }));
    });
    const asked = Array.from({ length: 100 }, (_, n) =>
      message({
        text: `question ${n}`,
        conversation: { id: `chat-${n}`, conversationType: "personal", tenantId: TENANT.tenantId },
      }),
    );
    const statuses = await Promise.all([...asked, ...asked].map(async (activity) => (await bot.post(activity)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await bot.teams.stop();
    const answers = left().map(({ path, body }) => `${/chat-\d+/.exec(path)?.[0]} ${body.text}`);
    expect([...answers].sort()).toEqual(asked.map((_, n) => `chat-${n} answer to question ${n}`).sort());
  });
});
