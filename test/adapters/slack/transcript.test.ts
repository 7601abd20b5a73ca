import { afterEach, expect, it } from "vitest";
import { cardBot, citedReply, replyBot, steppingBot } from "../../scenarios/bots.ts";
import { type Bench, startBench } from "./harness.ts";

let bench: Bench;
afterEach(() => bench.close());

const page = async (): Promise<string> => (await fetch(`${bench.sim.origin}/transcript/${bench.ann.id}`)).text();

it("shows a question, its answer with sources, and the folded quotes", async () => {
  bench = await startBench("http", replyBot(citedReply)().handle);
  const { sim, ann, channel } = bench;
  await sim.people.say(ann.id, channel.id, `<@${sim.workspace.bot.id}> who is Fortuna Example?`);
  await bench.slack.stop();
  const html = await page();
  for (const part of [
    "#compliance",
    "Ann Example",
    "who is Fortuna Example?",
    '<a href="https://example.org/notices/1">',
    "<details><summary>Quoted passages [1] to [2]",
    "Not helpful",
  ])
    expect(html).toContain(part);
});

it("shows a private card, the form and the home page to the person, and the card to nobody else", async () => {
  bench = await startBench("http", cardBot().handle);
  const { sim, ann, channel } = bench;
  const bob = sim.workspace.addUser("Bob Example");
  channel.members.add(bob.id);
  await sim.people.command(ann.id, channel.id, "/screen", "Example");
  await sim.people.command(ann.id, channel.id, "/screen", "");
  await sim.people.openApp(ann.id, "home");
  await bench.slack.stop();
  const html = await page();
  for (const part of ["Only visible to you", "Possible match: EXAMPLE, Fortuna", "Screen a subject", "Redflag: Home"])
    expect(html).toContain(part);
  const others = await (await fetch(`${sim.origin}/transcript/${bob.id}`)).text();
  expect(others).not.toContain("Possible match");
});

it("shows the steps of a streamed answer", async () => {
  bench = await startBench("http", steppingBot().handle);
  const { sim, ann, direct } = bench;
  await sim.people.say(ann.id, direct.id, "hello");
  await bench.slack.stop();
  expect(await page()).toContain("done: Checking 5 citations");
});

it("escapes what people and documents say", async () => {
  bench = await startBench(
    "http",
    replyBot({ ...citedReply, blocks: [{ kind: "paragraph", text: [{ text: "<script>alert(1)</script>" }] }] })()
      .handle,
  );
  const { sim, ann, direct } = bench;
  await sim.people.say(ann.id, direct.id, "&lt;img src=x onerror=alert(1)&gt;");
  await bench.slack.stop();
  const html = await page();
  expect(html).not.toContain("<script>alert");
  expect(html).not.toContain("<img src=x");
});
