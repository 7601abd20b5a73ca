import { describe, expect, it } from "vitest";
import type { Handler } from "../../../src/ports/chat.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { citedText, screeningReply } from "../../support/teams/replies.ts";
import { inChannel, inGroup, onTheWire } from "../../support/teams/wire.ts";

const { botThat, failNext, left, message, settled } = onTheWire();

describe("progress", () => {
  const working =
    (...steps: readonly string[]): Handler =>
    async (_, responder) => {
      for (const step of steps) await responder.progress(step);
      await responder.send(citedText());
    };
  const streamOf = (body: Readonly<Record<string, unknown>>) =>
    (body.entities as Record<string, unknown>[] | undefined)?.find(({ type }) => type === "streaminfo");

  it("streams in a one-to-one chat and ends with the answer, keeping one update a second", async () => {
    let ms = 0;
    const bot = await botThat(working("Searching", "dropped: too soon", "Checking"), { stopwatch: () => (ms += 600) });
    await settled(bot, message());
    expect(left().map(({ body }) => [body.type, streamOf(body)])).toEqual([
      ["typing", { type: "streaminfo", streamType: "informative", streamSequence: 1 }],
      ["typing", { type: "streaminfo", streamType: "informative", streamSequence: 2, streamId: "message-1" }],
      ["message", { type: "streaminfo", streamType: "final", streamId: "message-1" }],
    ]);
    expect(left()[1]!.body.text).toBe("Checking");
  });

  it("after two minutes the answer is a message of its own", async () => {
    let ms = 0;
    const bot = await botThat(working("Searching"), { stopwatch: () => (ms += 60_000) });
    await settled(bot, message());
    expect(streamOf(left().at(-1)!.body)).toBeUndefined();
    expect(left().at(-1)!.body.type).toBe("message");
  });

  it("an end that Teams refuses becomes a message", async () => {
    const bot = await botThat(async (_, responder) => {
      await responder.progress("Searching");
      failNext({ status: 403 });
      await responder.send(citedText());
    });
    await settled(bot, message());
    expect(left().map(({ status }) => status)).toEqual([201, 403, 201]);
    expect(streamOf(left()[2]!.body)).toBeUndefined();
  });

  it("an update under way when the answer is ready goes before it, not after", async () => {
    const bot = await botThat(async (_, responder) => {
      void responder.progress("Searching");
      await responder.send(citedText());
    });
    await settled(bot, message());
    expect(left().map(({ body }) => [body.type, streamOf(body)?.streamType])).toEqual([
      ["typing", "informative"],
      ["message", "final"],
    ]);
  });

  it("a refused update stops progress and not the answer", async () => {
    const bot = await botThat(working("one", "two"), { stopwatch: () => 0 });
    failNext({ status: 403 });
    await settled(bot, message());
    expect(left().map(({ body, status }) => [body.type, status])).toEqual([
      ["typing", 403],
      ["message", 201],
    ]);
  });

  it("a bar that nothing followed is ended with a reason", async () => {
    const bot = await botThat((_, responder) => responder.progress("Searching"));
    await settled(bot, message());
    expect(left().at(-1)!.body.text).toContain("did not come to an answer");
    expect(streamOf(left().at(-1)!.body)?.streamType).toBe("final");
  });

  it("a bar that a pressed button began and nothing followed is ended too", async () => {
    const bot = await botThat((_, responder) => responder.progress("Searching"));
    await settled(bot, message({ text: undefined, value: { redflag: { id: "screening.details", value: "s-1" } } }));
    expect(left().at(-1)!.body.text).toContain("could not finish");
  });

  it("types in a group, says nothing in a channel", async () => {
    const bot = await botThat(working("Searching"));
    await settled(bot, message(inGroup), message(inChannel));
    expect(left().map(({ body }) => body.type)).toEqual(["typing", "message", "message"]);
  });
});

describe("an answer for the asker alone", () => {
  const aside: Handler = (_, responder) => responder.send(screeningReply({ audience: "asker" }));

  it("in a one-to-one chat is a message like any other", async () => {
    const bot = await botThat(aside);
    await settled(bot, message());
    expect(left()).toHaveLength(1);
  });

  it("in a channel goes to the person's own chat; the channel reads one line without it", async () => {
    const bot = await botThat(aside);
    await settled(bot, message(inChannel));
    const [opened, answer, line] = left();
    expect([opened!.path, opened!.body.members]).toEqual([
      "/v3/conversations",
      [{ id: "29:example", name: "Example Person" }],
    ]);
    expect(JSON.stringify(answer!.body)).toContain("EXAMPLE, Person");
    expect(answer!.path).not.toContain(TENANT.channelId);
    expect(JSON.stringify(line!.body)).not.toContain("EXAMPLE, Person");
    expect(line!.body.text).toContain("private chat");
  });

  it("is not shown in the channel when no chat can be opened", async () => {
    const bot = await botThat(aside);
    failNext({ status: 403 });
    await settled(bot, message(inChannel));
    const [, line, ...more] = left();
    expect(more).toEqual([]);
    expect(JSON.stringify(line!.body)).not.toContain("EXAMPLE, Person");
    expect(line!.body.text).toContain("could not open a chat");
  });

  it("to a slash command goes back the same way, to one person", async () => {
    const bot = await botThat(aside);
    await settled(
      bot,
      message({
        ...inGroup,
        text: "/screen Kim",
        recipient: { id: TENANT.botId, name: TENANT.botName, isTargeted: true },
      }),
    );
    expect(left()).toHaveLength(1);
    expect(left()[0]!.path).toMatch(/activities\?isTargetedActivity=true$/);
    expect(left()[0]!.body.recipient).toMatchObject({ id: "29:example" });
  });
});
