import { describe, expect, it } from "vitest";
import { type BotDeps, makeRouter } from "../../src/bot/router.ts";
import { BadInput } from "../../src/core/errors.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import type { Reply } from "../../src/core/reply.ts";
import { memoryAudit, memoryExpiring } from "../support/memory-stores.ts";
import { AT, answer, incoming, screening } from "../support/records.ts";

const setUp = (change: Partial<BotDeps> = {}) => {
  const expiring = memoryExpiring();
  const audit = memoryAudit();
  const asked: { question: string; turns: number }[] = [];
  const sent: Reply[] = [];
  const errors: string[] = [];
  const handle = makeRouter({
    answer: async (question, turns) => {
      asked.push({ question, turns: turns.length });
      return answer({ question });
    },
    screen: async (subject) => screening({ subject }),
    namesOnly: async (text) => text.startsWith("0x"),
    listLines: async () => [{ title: "OFAC SDN", line: "20 November 2026" }],
    describe: (list) => ({ title: list.toUpperCase(), meaning: "Property is blocked." }),
    expiring,
    audit,
    now: () => AT,
    log: { info: () => {}, warn: () => {}, error: (message) => void errors.push(message) },
    ...change,
  });
  const say = (event: Partial<Incoming>) =>
    handle(incoming(event), { progress: async () => {}, send: async (reply) => void sent.push(reply) });
  const message = (text: string, event: Partial<Incoming> = {}) =>
    say({ eventId: text, body: { kind: "message", text, addressed: true }, ...event });
  return { say, message, sent, asked, audit, errors, handle };
};

describe("the router", () => {
  it("answers an event once, however often it is delivered", async () => {
    const bot = setUp();
    await Promise.all([bot.say({}), bot.say({}), bot.say({})]);
    expect(bot.sent).toHaveLength(1);
  });
  it("answers two events with the same id on two platforms", async () => {
    const bot = setUp();
    await bot.say({});
    await bot.say({ platform: "teams" });
    expect(bot.sent).toHaveLength(2);
  });
  it("keeps silent when nobody asked it", async () => {
    const bot = setUp();
    await bot.say({ body: { kind: "message", text: "lunch?", addressed: false } });
    expect(bot.sent).toEqual([]);
  });
  it("follows a thread it has answered in without a new mention, and no other thread", async () => {
    const bot = setUp();
    await bot.message("Who is Example?");
    await bot.say({ eventId: "e-2", body: { kind: "message", text: "Since when?", addressed: false } });
    await bot.say({
      eventId: "e-3",
      threadId: "100.2",
      body: { kind: "message", text: "Since when?", addressed: false },
    });
    expect(bot.asked).toEqual([
      { question: "Who is Example?", turns: 0 },
      { question: "Since when?", turns: 1 },
    ]);
  });
  it("keeps the order of one thread and does not hold another up", async () => {
    const order: string[] = [];
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bot = setUp({
      answer: async (question) => {
        if (question === "slow?") await gate;
        order.push(question);
        return answer({ question });
      },
    });
    const first = bot.message("slow?");
    const second = bot.message("after?");
    await bot.message("elsewhere?", { threadId: "200.1" });
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(["elsewhere?", "slow?", "after?"]);
  });
  it("records an answer and its screenings before they are shown", async () => {
    const bot = setUp({ answer: async (question) => answer({ question, screenings: [screening()] }) });
    await bot.handle(incoming(), {
      progress: async () => {},
      send: async () => void expect(bot.audit.entries.map((e) => e.kind)).toEqual(["answer", "screening"]),
    });
    expect(bot.errors).toEqual([]);
    expect(bot.audit.entries).toHaveLength(2);
  });
  it("shows nothing that could not be recorded", async () => {
    const broken = { ...memoryAudit(), append: async () => Promise.reject(new Error("disk full")) };
    const bot = setUp({ audit: broken });
    await bot.message("Who is Example?");
    expect(bot.sent[0]?.summary).toMatch(/Something went wrong here and nothing was changed/);
    expect(JSON.stringify(bot.sent)).not.toContain("disk full");
  });
  it("gives the sentence of an error that is meant for people", async () => {
    const bot = setUp({ answer: async () => Promise.reject(new BadInput("Too long. Nothing was searched.")) });
    await bot.message("Who is Example?");
    expect(bot.sent[0]?.summary).toBe("Too long. Nothing was searched.");
  });
  it("goes on when progress cannot be shown", async () => {
    const bot = setUp({
      answer: async (question, _turns, progress) => {
        progress("Searching");
        return answer({ question });
      },
    });
    await bot.handle(incoming(), {
      progress: async () => Promise.reject(new Error("429")),
      send: async (reply) => void bot.sent.push(reply),
    });
    expect(bot.sent).toHaveLength(1);
  });
  it("shows the details of a screening from its button, and says when it is gone", async () => {
    const bot = setUp();
    await bot.message("screen Person Example");
    const action = (id: string, value: string, eventId: string) =>
      bot.say({ eventId, body: { kind: "action", id, value, fields: {} } });
    await action("screening.details", "scr-1", "a-1");
    await action("screening.details", "scr-none", "a-2");
    await action("screening.unheard-of", "scr-1", "a-3");
    expect(bot.sent.map((r) => r.summary)).toEqual([
      "Match: EXAMPLE, Person",
      "Details of screening scr-1",
      expect.stringMatching(/no longer kept/),
      expect.stringMatching(/not known to this version/),
    ]);
  });
  it.each([
    ["a bare address is screened", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96", "Match: EXAMPLE, Person"],
    ["“screen” and a name is screened", "screen Person Example --dob 1987", "Match: EXAMPLE, Person"],
    [
      "a dash that a chat program made of two hyphens is read",
      "screen Person Example —dob 1987",
      "Match: EXAMPLE, Person",
    ],
    ["a wrong option is named", "screen Person --colour red", /no option --colour/],
    ["a wrong date of birth is named", "screen Person --dob 8.7.1987", /YYYY, YYYY-MM or YYYY-MM-DD/],
    ["a wrong country is named", "screen Person --country Korea", /two letters/],
    ["a wrong threshold is named", "screen Person --threshold 85", /number from 0 to 1/],
    ["help is given", "help", "What Redflag answers"],
    ["lists are shown", "lists", "1 lists loaded"],
    ["a greeting is answered", "hello", /Ask a question/],
    ["thanks are answered", "thanks!", "Noted."],
    ["a message of 1 MB is refused whole", "a".repeat(1_000_000), /Nothing was searched or screened/],
    ["“screening” as a topic is a question", "screening obligations for exchanges?", /fictional example/],
  ])("%s", async (_claim, text, summary) => {
    const bot = setUp();
    await bot.message(text);
    expect(bot.sent.map((r) => r.summary)).toEqual([
      typeof summary === "string" ? summary : expect.stringMatching(summary),
    ]);
  });
});
