import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isTold } from "../../src/bot/auto-screen.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import { type Reply, textOf } from "../../src/core/reply.ts";
import type { Mention } from "../../src/core/screening.ts";
import { type RealBot, startRealBot } from "../support/real-bot.ts";
import { incoming } from "../support/records.ts";

let bot: RealBot;
beforeAll(async () => {
  bot = await startRealBot();
});
afterAll(() => bot.close());

let events = 0;
/** What the bot says to one event, in the order it says it. */
const say = async (event: Partial<Incoming>): Promise<readonly Reply[]> => {
  const said: Reply[] = [];
  await bot.handle(incoming({ eventId: `e-${++events}`, ...event }), {
    progress: async () => {},
    send: async (reply) => void said.push(reply),
  });
  return said;
};
const settings = (text: string, event: Partial<Incoming> = {}) =>
  say({ body: { kind: "command", name: "redflag", text: `settings ${text}` }, ...event });
const write = (text: string, event: Partial<Incoming> = {}) =>
  say({ body: { kind: "message", text, addressed: false }, ...event });
const ask = (text: string, event: Partial<Incoming> = {}) =>
  say({ body: { kind: "message", text, addressed: true }, ...event });

const wordsOf = (replies: readonly Reply[]): string =>
  replies
    .flatMap(({ blocks }) => blocks)
    .map((block) => {
      if (block.kind === "list") return block.items.map(textOf).join("\n");
      if (block.kind === "fields") return block.rows.map(({ label, value }) => `${label}: ${textOf(value)}`).join("\n");
      return "text" in block ? textOf(block.text) : "";
    })
    .join("\n");

const choicesOf = ([reply]: readonly Reply[]) => {
  const block = reply?.blocks.find(({ kind }) => kind === "choices");
  if (block?.kind !== "choices") throw new Error("There are no choices.");
  return block;
};

const recorded = async (kind: string, channelId: string) => {
  const found = [];
  for await (const entry of bot.runtime.store.audit.read(null, null))
    if (entry.kind === kind && entry.place.endsWith(`/${channelId}`)) found.push(entry);
  return found;
};

describe("the settings of a channel", () => {
  it("are recorded with who changed them, before and after, and only when something changed", async () => {
    const channelId = "C-audit";
    await settings("auto-screen private", { channelId, userId: "U7" });
    await settings("auto-screen private", { channelId, userId: "U7" });
    await settings("auto-screen loud", { channelId, userId: "U7" });
    expect(await recorded("settings", channelId)).toMatchObject([
      { actor: "U7", detail: { before: { autoScreen: "off" }, after: { autoScreen: "private" } } },
    ]);
  });

  it("take every choice that they offer, and then show it as chosen", async () => {
    const channelId = "C-choices";
    const offered = choicesOf(await settings("", { channelId }));
    for (const { name, options } of offered.choices)
      for (const { value } of options) {
        const said = await say({ channelId, body: { kind: "action", id: offered.id, value, fields: {} } });
        const chosen = choicesOf(said).choices.find((choice) => choice.name === name)?.chosen;
        expect([name, chosen]).toEqual([name, value]);
      }
  });

  it("take a form of all choices at once, and none of them when one is wrong", async () => {
    const channelId = "C-form";
    const send = (fields: Readonly<Record<string, string>>) =>
      say({ channelId, body: { kind: "action", id: "settings.set", value: "", fields } });
    await send({ replies: "replies private", scope: "scope advisory", "four-eyes": "four-eyes loud" });
    expect(choicesOf(await settings("", { channelId })).choices.map(({ chosen }) => chosen)).toContain(
      "replies thread",
    );
    await send({ replies: "replies private", scope: "scope advisory", "four-eyes": "four-eyes on" });
    expect(choicesOf(await settings("", { channelId })).choices.map(({ chosen }) => chosen)).toEqual([
      "auto-screen off",
      "replies private",
      "scope advisory",
      "four-eyes on",
    ]);
  });

  it.each([
    ["zone Mars/Olympus", /Mars\/Olympus/],
    ["four-eyes maybe", /four-eyes is one of on, off, got “maybe”/],
    ["auto-screen", /auto-screen is one of off, private, thread, got “”/],
    ["replies publicly", /replies is one of thread, private/],
    ["scope Example Gazette", /No document here is of a publisher or kind “Example Gazette”/],
    ["scope kind:poem", /no documents of kind “poem”/],
    ["scope ,", /The scope names nothing/],
    ["colour red", /There is no setting “colour”/],
    ["__proto__ x", /There is no setting “__proto__”/],
  ])("refuse “%s” in one sentence and change nothing", async (text, sentence) => {
    const channelId = "C-refused";
    const [reply] = await settings(text, { channelId });
    expect(reply?.summary).toMatch(sentence);
    expect(reply?.summary).toContain("Nothing was changed.");
    expect(await recorded("settings", channelId)).toEqual([]);
  });

  it.each<[string, Partial<Incoming>, RegExp]>([
    ["on Teams, where only mentions arrive", { platform: "teams", channelId: "19:a" }, /not available on Teams/],
    ["in a direct message", { scene: "direct", channelId: "D1" }, /set this in a channel/],
    ["on the web page", { platform: "web", scene: "direct", channelId: "web" }, /for channels of several people/],
  ])("say why ordinary messages cannot be screened %s", async (_where, event, why) => {
    expect((await settings("auto-screen private", event))[0]?.summary).toMatch(why);
    const shown = await settings("", event);
    expect(wordsOf(shown)).toMatch(why);
    expect(choicesOf(shown).choices.map(({ name }) => name)).not.toContain("auto-screen");
  });
});

describe("ordinary messages of a channel that opted in", () => {
  it("are recorded each, also without a hit, and never with their words", async () => {
    const channelId = "C-record";
    await settings("auto-screen private", { channelId });
    await write("the secret lunch is at noon", { channelId });
    await write("we pay Song Kum Hyok tomorrow", { channelId });
    const entries = await recorded("auto-screening", channelId);
    expect(entries).toMatchObject([
      { detail: { mode: "private", named: 0, screenings: [], told: [] } },
      { detail: { named: 1, screenings: [expect.any(String)], told: [expect.any(String)] } },
    ]);
    expect(JSON.stringify(entries)).not.toContain("lunch");
    expect(JSON.stringify(entries)).not.toContain("tomorrow");
  });

  it("are neither screened nor recorded where the channel did not opt in", async () => {
    const channelId = "C-off";
    expect(await write("we pay Song Kum Hyok tomorrow", { channelId })).toEqual([]);
    expect(await recorded("auto-screening", channelId)).toEqual([]);
  });

  it("get no word when screening them fails: nobody asked", async () => {
    const channelId = "C-fails";
    await settings("auto-screen thread", { channelId });
    const { append } = bot.runtime.store.audit;
    Object.assign(bot.runtime.store.audit, { append: () => Promise.reject(new Error("disk full")) });
    expect(await write("we pay Song Kum Hyok tomorrow", { channelId })).toEqual([]);
    Object.assign(bot.runtime.store.audit, { append });
  });

  it("show the entry, its list and days, and buttons for details, what was searched and the settings", async () => {
    const channelId = "C-note";
    await settings("auto-screen thread", { channelId });
    const [note] = await write("we pay Song Kum Hyok tomorrow", { channelId });
    expect(note?.audience).toBe("everyone");
    expect(wordsOf(note ? [note] : [])).toMatch(/Match: SONG, Kum Hyok — OFAC SDN, listed 8 July 2025/);
    const labels = note?.blocks
      .flatMap((block) => (block.kind === "actions" ? block.actions : []))
      .map(({ label }) => label);
    expect(labels).toEqual(["Details", "What was searched", "Settings"]);
  });

  const mention = (change: Partial<Mention>): Mention => ({
    text: "Ibrahim Example",
    start: 0,
    end: 15,
    kind: "person",
    verdict: "possible-match",
    listingId: null,
    list: null,
    score: 0.8,
    ...change,
  });
  it.each<[string, Partial<Mention>, boolean]>([
    ["a match is told", { verdict: "match", text: "Lazarus" }, true],
    ["a possible match of a name of two parts is told", {}, true],
    ["a possible match of one word is not told", { text: "Ibrahim" }, false],
    ["a possible match of one word with a space behind is not told", { text: "Ibrahim " }, false],
    ["an address near a listed one is told", { kind: "address", text: "0x1" }, true],
    ["an address that is on no list is not told", { kind: "address", text: "0x1", verdict: "no-match" }, false],
    ["a name that is on no list is not told", { verdict: "no-match" }, false],
    ["what could not be screened is not told", { verdict: "cannot-tell" }, false],
  ])("%s", (_claim, change, told) => {
    expect(isTold(mention(change))).toBe(told);
  });
});

describe("private answers", () => {
  it("are followed up by their asker alone", async () => {
    const place = { channelId: "C-private", threadId: "500.1" };
    await settings("replies private", place);
    const [answer] = await ask("Who is Song Kum Hyok?", { ...place, userId: "U1" });
    expect(answer?.audience).toBe("asker");
    expect(await write("Since when?", { ...place, userId: "U2" })).toEqual([]);
    expect(await write("Since when?", { ...place, userId: "U1" })).toHaveLength(1);
  });

  it("are shared by their button, which is recorded", async () => {
    const place = { channelId: "C-share", threadId: "600.1" };
    await settings("replies private", place);
    const [answer] = await ask("Who is Song Kum Hyok?", place);
    const share = answer?.blocks
      .flatMap((block) => (block.kind === "actions" ? block.actions : []))
      .find(({ id }) => id === "answer.share");
    const [shared] = await say({
      ...place,
      body: { kind: "action", id: "answer.share", value: share?.value ?? "", fields: {} },
    });
    expect(shared).toMatchObject({ audience: "everyone", citations: answer?.citations });
    expect(await recorded("share", place.channelId)).toHaveLength(1);
  });
});

describe("the home page", () => {
  it("shows what is the reader's own and nothing of anybody else", async () => {
    const mine = { userId: "U-home", channelId: "C-home" };
    await ask("watch Fortuna Example", mine);
    await ask("screen Annabel Example", mine);
    await ask("digest subscribe DPRK weekly on monday at 9 UTC", mine);
    await ask("watch Somebody Else", { userId: "U-other", channelId: "C-home" });
    await ask("screen Another Person", { userId: "U-other", channelId: "C-home" });
    const home = wordsOf(
      await say({
        userId: "U-home",
        scene: "direct",
        channelId: "U-home",
        body: { kind: "action", id: "home-opened", value: "", fields: {} },
      }),
    );
    for (const part of [
      "Lists in force",
      "“Fortuna Example” since",
      "“Annabel Example”: no match found",
      "weekly on Monday at 09:00 (UTC)",
      "What Redflag does",
    ])
      expect(home).toContain(part);
    expect(home).not.toMatch(/Somebody Else|Another Person/);
  });
});
