import { describe, expect, it } from "vitest";
import { type BotDeps, makeRouter } from "../../src/bot/router.ts";
import { BadInput } from "../../src/core/errors.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import type { Reply } from "../../src/core/reply.ts";
import { memoryAudit, memoryExpiring } from "../support/memory-stores.ts";
import { NO_OFFICE } from "../support/no-office.ts";
import { AT, answer, hit, incoming, screening } from "../support/records.ts";

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
    screener: async () => ({
      screen: (subject) => screening({ subject }),
      compare: () => ({ score: 0, verdict: "no-match", reasons: [], contradictions: [] }),
      mentions: (text) =>
        text.includes("Person Example")
          ? [
              {
                text: "Person Example",
                start: 0,
                end: 14,
                kind: "person",
                verdict: "match",
                listingId: null,
                list: null,
                score: 1,
              },
            ]
          : [],
      searched: () => [],
    }),
    screenTable: async () => ({
      lines: [
        { id: "1", verdict: "match", hits: [hit()] },
        { id: "2", verdict: "no-match", hits: [] },
      ],
      csv: "id\n1\n2\n",
      screenings: [screening(), screening({ hits: [] })],
    }),
    namesOnly: async (text) => text.startsWith("0x"),
    listLines: async () => [{ title: "OFAC SDN", line: "20 November 2026" }],
    describe: (list) => ({ title: list.toUpperCase(), meaning: "Property is blocked." }),
    office: NO_OFFICE,
    publishers: async () => [],
    matcher: "matcher-1",
    reference: () => null,
    policy: { whyNot: async () => null },
    limit: async () => {},
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
    [
      "a form with a name and an address",
      "screen-form",
      { name: "Person Example", addresses: "0x1" },
      "2 things screened, 2 alerts",
    ],
    ["a form with nothing in it", "screen-form", { name: " " }, /neither a name nor an address/],
    [
      "a table of names",
      "screen-csv",
      { csv: "name\nx" },
      "2 rows screened, 1 match, 0 possible matches, 1 with no match found, 0 that could not be screened",
    ],
    ["the opened home page", "home-opened", {}, "Redflag"],
    ["a rating", "feedback", { rating: "not-helpful" }, /Recorded as not helpful/],
  ])("takes %s", async (_claim, id, fields, summary) => {
    const bot = setUp();
    await bot.say({ body: { kind: "action", id, value: "customers.csv", fields: fields as Record<string, string> } });
    expect(bot.sent.map((r) => r.summary)).toEqual([
      typeof summary === "string" ? summary : expect.stringMatching(summary),
    ]);
  });
  it("shares a screening with everybody from its button, and records who did", async () => {
    const bot = setUp();
    await bot.message("screen Person Example");
    await bot.say({ eventId: "a-1", body: { kind: "action", id: "screening.share", value: "scr-1", fields: {} } });
    expect(bot.sent.map((r) => r.audience)).toEqual(["asker", "everyone"]);
    expect(bot.audit.entries.map((e) => e.kind)).toEqual(["screening", "share"]);
  });
  it.each([
    ["screens what a chosen message mentions", "Pay Person Example today", "1 thing screened, 1 alert"],
    ["says when a chosen message mentions nobody", "Lunch at noon", /No listed name and no address was found/],
  ])("%s", async (_claim, text, summary) => {
    const bot = setUp();
    await bot.say({ body: { kind: "command", name: "screen-message", text } });
    expect(bot.sent.map((r) => r.summary)).toEqual([
      typeof summary === "string" ? summary : expect.stringMatching(summary),
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
