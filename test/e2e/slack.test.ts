import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Bench, startBench, type Wire } from "../adapters/slack/harness.ts";
import { type RealBot, startRealBot } from "../support/real-bot.ts";

const WALLET = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";
const wires: readonly Wire[] = ["http", "socket"];

let bot: RealBot;
let bench: Bench;
beforeAll(async () => {
  bot = await startRealBot();
});
afterEach(() => bench.close());
afterAll(() => bot.close());

describe.each(wires)("the whole bot in Slack over %s", (wire) => {
  it("answers a mention in its thread, with a numbered source", async () => {
    bench = await startBench(wire, bot.handle);
    const { sim, ann, channel } = bench;
    const asked = await sim.people.say(
      ann.id,
      channel.id,
      `<@${sim.workspace.bot.id}> Who is Song Kum Hyok and why was he sanctioned?`,
    );
    const answer = await sim.until(() => sim.answers(channel.id)[0], "an answer");
    expect(answer.threadTs).toBe(asked.ts);
    const shown = JSON.stringify(answer.blocks);
    expect(shown).toContain("8 July 2025");
    expect(shown).toContain("[1]");
    expect(shown).toContain("https://");
  });
  it("answers a direct message about a removal with its date", async () => {
    bench = await startBench(wire, bot.handle);
    const { sim, ann, direct } = bench;
    await sim.people.say(ann.id, direct.id, "Is Tornado Cash still sanctioned?");
    const answer = await sim.until(() => sim.answers(direct.id)[0], "an answer");
    expect(JSON.stringify(answer.blocks)).toContain("21 March 2025");
  });
  it("screens an address privately on /screen", async () => {
    bench = await startBench(wire, bot.handle);
    const { sim, ann, channel } = bench;
    await sim.people.command(ann.id, channel.id, "/screen", WALLET);
    const answer = await sim.until(() => sim.answers(channel.id)[0], "an answer");
    expect(answer.onlyFor).toBe(ann.id);
    expect(JSON.stringify(answer.blocks)).toMatch(/Match: LAZARUS GROUP/i);
  });
  it("answers an event once that is delivered twice", async () => {
    bench = await startBench(wire, bot.handle);
    const { sim, ann, channel } = bench;
    await sim.people.say(ann.id, channel.id, `<@${sim.workspace.bot.id}> What is the capital of Brazil?`);
    const answer = await sim.until(() => sim.answers(channel.id)[0], "an answer");
    expect(JSON.stringify(answer.blocks)).toContain("found nothing in the sources");
    for (const delivery of [...sim.post.deliveries]) await sim.redeliver(delivery);
    await bench.slack.stop();
    expect(sim.answers(channel.id)).toHaveLength(1);
  });
});
