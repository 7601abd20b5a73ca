import { afterEach, describe, expect, it } from "vitest";
import { signature } from "../../support/slack/signature.ts";
import { type Bench, echo, startBench, type Wire } from "./harness.ts";

let bench: Bench;
afterEach(() => bench.close());

const ADDRESS = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";
const wires: readonly Wire[] = ["http", "socket"];

describe.each(wires)("Slack over %s", (wire) => {
  it("answers a mention in the thread of the message, with Block Kit and without previews", async () => {
    bench = await startBench(wire, echo);
    const { sim, ann, channel } = bench;
    const asked = await sim.people.say(ann.id, channel.id, `<@${sim.workspace.bot.id}> who is Song Kum Hyok?`);
    const answer = await sim.until(() => sim.answers(channel.id)[0], "an answer");
    expect(answer.threadTs).toBe(asked.ts);
    expect(answer.blocks[0]).toMatchObject({ type: "rich_text" });
    expect(JSON.stringify(answer.blocks)).toContain("Heard: who is Song Kum Hyok?");
    expect(sim.api.calls.find((call) => call.method === "chat.postMessage")?.args).toMatchObject({
      unfurl_links: "false",
    });
  });

  it("answers a direct message", async () => {
    bench = await startBench(wire, echo);
    const { sim, ann, direct } = bench;
    await sim.people.say(ann.id, direct.id, "Is Tornado Cash still sanctioned?");
    const answer = await sim.until(() => sim.answers(direct.id)[0], "an answer");
    expect(answer.text).toContain("Is Tornado Cash still sanctioned?");
    expect(bench.heard[0]).toMatchObject({
      platform: "slack",
      scene: "direct",
      body: { kind: "message", addressed: true },
    });
  });

  it("answers /screen privately", async () => {
    bench = await startBench(wire, echo);
    const { sim, ann, channel } = bench;
    const delivery = await sim.people.command(ann.id, channel.id, "/screen", ADDRESS);
    const answer = await sim.until(() => sim.answers(channel.id)[0], "an answer");
    expect(delivery.acked).toBe(true);
    expect(answer).toMatchObject({ onlyFor: ann.id, via: "response_url" });
    expect(JSON.stringify(answer.blocks)).toContain(ADDRESS);
    expect(bench.heard[0]?.body).toEqual({ kind: "command", name: "screen", text: ADDRESS });
  });

  it("answers an event once that is delivered twice", async () => {
    bench = await startBench(wire, echo);
    const { sim, ann, channel } = bench;
    await sim.people.say(ann.id, channel.id, `<@${sim.workspace.bot.id}> once`);
    await sim.until(() => sim.answers(channel.id)[0], "an answer");
    const [first] = sim.post.deliveries;
    if (first === undefined) throw new Error("nothing was delivered");
    const again = await sim.redeliver(first);
    await bench.slack.stop();
    expect(again.acked).toBe(true);
    expect(sim.answers(channel.id)).toHaveLength(1);
  });

  it("answers a mention in a direct message once although it arrives as two events", async () => {
    bench = await startBench(wire, echo);
    const { sim, ann, direct } = bench;
    await sim.people.say(ann.id, direct.id, `<@${sim.workspace.bot.id}> twice?`);
    await sim.until(() => sim.answers(direct.id)[0], "an answer");
    await bench.slack.stop();
    expect(
      sim.post.deliveries.filter(({ envelope }) => JSON.stringify(envelope).includes("twice?")).length,
    ).toBeGreaterThanOrEqual(2);
    expect(sim.answers(direct.id)).toHaveLength(1);
  });

  it("answers a redelivery when the first delivery never arrived", async () => {
    bench = await startBench(wire, echo);
    const { sim, ann, channel } = bench;
    const connected = {
      http: () => sim.connectHttp(bench.eventsUrl),
      socket: () => sim.post.use(sim.socket.transport),
    };
    sim.post.use(() => Promise.resolve({ status: null, ackMs: null, body: "" }));
    const saying = sim.people.say(ann.id, channel.id, `<@${sim.workspace.bot.id}> hello?`);
    connected[wire]();
    await saying;
    for (const lost of sim.post.deliveries.filter((delivery) => !delivery.acked)) await sim.redeliver(lost);
    await sim.until(() => sim.answers(channel.id)[0], "an answer");
    expect(sim.answers(channel.id)).toHaveLength(1);
  });

  it("follows a thread it has answered in without a new mention, but not when the message turns to somebody else", async () => {
    bench = await startBench(wire, echo);
    const { sim, ann, channel } = bench;
    const asked = await sim.people.say(ann.id, channel.id, `<@${sim.workspace.bot.id}> first`);
    await sim.until(() => sim.answers(channel.id)[0], "an answer");
    bench.advance(2_000);
    await sim.people.say(ann.id, channel.id, "<@U0OTHER> can you look at this?", { threadTs: asked.ts });
    await sim.people.say(ann.id, channel.id, "and in 2024?", { threadTs: asked.ts });
    await sim.until(() => sim.answers(channel.id)[1], "a second answer");
    expect(sim.answers(channel.id)[1]?.text).toContain("and in 2024?");
    expect(bench.heard.map(({ body }) => body.kind === "message" && body.addressed)).toEqual([true, false, true]);
  });
});

describe("Slack over HTTP", () => {
  const send = async (sentAtSeconds: number, secret: string) => {
    const raw = JSON.stringify({
      type: "event_callback",
      event_id: "Ev1",
      event: { type: "app_mention", user: bench.ann.id, text: "hi", channel: bench.channel.id, ts: "1.1" },
    });
    return fetch(bench.eventsUrl, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": String(sentAtSeconds),
        "X-Slack-Signature": signature(secret, sentAtSeconds, raw),
      },
      body: raw,
    });
  };
  const seconds = (): number => Math.floor(Date.now() / 1_000);

  it.each([
    ["takes a signed request", 0, true, 200],
    ["refuses a wrong signature", 0, false, 401],
    ["refuses a timestamp six minutes old", -360, true, 401],
    ["refuses a timestamp six minutes ahead", 360, true, 401],
    ["takes a timestamp four minutes old", -240, true, 200],
    ["takes a timestamp four minutes ahead", 240, true, 200],
  ])("%s", async (_claim, skewSeconds, signed, status) => {
    bench = await startBench("http", echo);
    const response = await send(seconds() + skewSeconds, signed ? bench.sim.signingSecret : "another-secret");
    await bench.slack.stop();
    expect(response.status).toBe(status);
    expect(bench.heard).toHaveLength(status === 200 ? 1 : 0);
  });

  it("refuses a request without a signature", async () => {
    bench = await startBench("http", echo);
    const response = await fetch(bench.eventsUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    expect(response.status).toBe(401);
  });

  it("answers Slack's URL verification", async () => {
    bench = await startBench("http", echo);
    const raw = JSON.stringify({ type: "url_verification", challenge: "abc" });
    const at = seconds();
    const response = await fetch(bench.eventsUrl, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": String(at),
        "X-Slack-Signature": signature(bench.sim.signingSecret, at, raw),
      },
      body: raw,
    });
    expect(await response.json()).toEqual({ challenge: "abc" });
  });
});

describe("Slack over Socket Mode", () => {
  it("connects again when Slack asks it to and answers afterwards", async () => {
    bench = await startBench("socket", echo);
    const { sim, ann, direct } = bench;
    sim.socket.disconnect("refresh_requested");
    await sim.until(() => sim.socket.connections() === 0, "the old connection to close");
    await sim.until(() => sim.socket.connections() === 1, "a new connection");
    await sim.people.say(ann.id, direct.id, "still there?");
    await sim.until(() => sim.answers(direct.id)[0], "an answer");
    expect(sim.answers(direct.id)).toHaveLength(1);
  });
});
