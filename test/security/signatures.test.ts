import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Bench, echo, startBench } from "../adapters/slack/harness.ts";
import { type Bot, startBot, teamsMessage } from "../support/teams/bot.ts";
import { type Issuer, startIssuer } from "../support/teams/issuer.ts";
import { TENANT } from "../support/teams/playground.ts";
import { waitUntil } from "../support/teams/wait.ts";

/** Who may speak to the bot over HTTP. Stale and forged requests stand in the wire tests of Slack and the trust tests of Teams too. */
const seconds = (): number => Math.floor(Date.now() / 1_000);
const sign = (secret: string, at: number, raw: string): string =>
  `v0=${createHmac("sha256", secret).update(`v0:${at}:${raw}`).digest("hex")}`;

interface Sent {
  readonly raw: string;
  readonly at: number;
  readonly signature: string | null;
  readonly type?: string;
}

describe("Slack", () => {
  let bench: Bench;
  afterEach(() => bench.close());

  const deliver = ({ raw, at, signature, type = "application/json" }: Sent): Promise<Response> =>
    fetch(bench.eventsUrl, {
      method: "POST",
      headers: {
        "Content-Type": type,
        "X-Slack-Request-Timestamp": String(at),
        ...(signature === null ? {} : { "X-Slack-Signature": signature }),
      },
      body: raw,
    });
  const eventOf = (id: string, ts: string): string =>
    JSON.stringify({
      type: "event_callback",
      team_id: bench.sim.workspace.teamId,
      event_id: id,
      event: { type: "app_mention", user: bench.ann.id, text: "hi", channel: bench.channel.id, ts },
    });
  const commandOf = (trigger: string): string =>
    new URLSearchParams({
      command: "/screen",
      text: "Kim",
      team_id: bench.sim.workspace.teamId,
      channel_id: bench.channel.id,
      user_id: bench.ann.id,
      trigger_id: trigger,
      response_url: `${bench.sim.origin}/response/none`,
    }).toString();

  const FORGERIES: readonly (readonly [string, (raw: string, at: number, secret: string) => Sent])[] = [
    ["signed with an empty secret", (raw, at) => ({ raw, at, signature: sign("", at, raw) })],
    ["signed with the bot's token", (raw, at) => ({ raw, at, signature: sign("xoxb-simulated", at, raw) })],
    [
      "with another body than the one signed",
      (raw, at, secret) => ({ raw: raw.replace('"hi"', '"ho"'), at, signature: sign(secret, at, raw) }),
    ],
    [
      "with another time than the one signed",
      (raw, at, secret) => ({ raw, at: at + 1, signature: sign(secret, at, raw) }),
    ],
    ["with a signature cut short", (raw, at, secret) => ({ raw, at, signature: sign(secret, at, raw).slice(0, -2) })],
    [
      "with another version of signatures",
      (raw, at, secret) => ({ raw, at, signature: sign(secret, at, raw).replace("v0=", "v1=") }),
    ],
    ["without a signature", (raw, at) => ({ raw, at, signature: null })],
    ["with an empty signature", (raw, at) => ({ raw, at, signature: "" })],
    [
      "signed rightly an hour ago",
      (raw, at, secret) => ({ raw, at: at - 3_600, signature: sign(secret, at - 3_600, raw) }),
    ],
    [
      "signed rightly for tomorrow",
      (raw, at, secret) => ({ raw, at: at + 86_400, signature: sign(secret, at + 86_400, raw) }),
    ],
    [
      "with a time that is no number",
      (raw, _at, secret) => ({ raw, at: Number.NaN, signature: sign(secret, Number.NaN, raw) }),
    ],
  ];
  it.each(FORGERIES)("refuses an event %s, and nothing is done", async (_claim, forge) => {
    bench = await startBench("http", echo);
    const response = await deliver(forge(eventOf("Ev1", "1.1"), seconds(), bench.sim.signingSecret));
    await bench.slack.stop();
    expect([response.status, bench.heard.length]).toEqual([401, 0]);
  });
  it("answers an event once that somebody overheard and sent again, byte for byte", async () => {
    bench = await startBench("http", echo);
    const [raw, at] = [eventOf("Ev1", "1.1"), seconds()];
    const sent = { raw, at, signature: sign(bench.sim.signingSecret, at, raw) };
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await deliver(sent)).status);
    await bench.slack.stop();
    expect([statuses, bench.heard.length]).toEqual([[200, 200, 200, 200, 200], 1]);
  });
  it("runs a command once that somebody overheard and sent again, and another one of the same words again", async () => {
    bench = await startBench("http", echo);
    const send = (raw: string): Promise<Response> => {
      const at = seconds();
      return deliver({
        raw,
        at,
        signature: sign(bench.sim.signingSecret, at, raw),
        type: "application/x-www-form-urlencoded",
      });
    };
    for (let i = 0; i < 3; i++) await send(commandOf("1.trigger"));
    await send(commandOf("2.trigger"));
    await bench.slack.stop();
    expect(bench.heard).toHaveLength(2);
  });
  it("takes the same words in another message", async () => {
    bench = await startBench("http", echo);
    for (const raw of [eventOf("Ev1", "1.1"), eventOf("Ev2", "2.1")]) {
      const at = seconds();
      await deliver({ raw, at, signature: sign(bench.sim.signingSecret, at, raw) });
    }
    await bench.slack.stop();
    expect(bench.heard).toHaveLength(2);
  });
});

describe("Teams", () => {
  const APP_ID = "00000000-0000-0000-0000-0000000000aa";
  const SERVICE_URL = "https://smba.example/teams/";
  let issuer: Issuer;
  let bot: Bot;
  beforeAll(async () => {
    issuer = await startIssuer(APP_ID, SERVICE_URL);
    bot = await startBot(async () => undefined, {
      settings: {
        appId: APP_ID,
        appPassword: "example",
        tenantId: TENANT.tenantId,
        allowedTenants: [],
        allowAnonymous: false,
      },
      production: true,
      trust: { tokenIssuer: issuer.issuer, openIdMetadataUrl: issuer.openIdMetadataUrl },
    });
  });
  afterAll(async () => {
    await bot?.stop();
    await issuer?.stop();
  });

  it("answers an activity once that somebody overheard and sent again, token and all", async () => {
    const activity = JSON.stringify(teamsMessage(SERVICE_URL));
    const headers = { authorization: issuer.token() };
    const before = bot.incoming.length;
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await bot.post(activity, headers)).status);
    await waitUntil("the message reaches the router", () => bot.incoming.length > before);
    await bot.idle();
    expect([statuses, bot.incoming.length - before]).toEqual([[200, 200, 200, 200, 200], 1]);
  });
  it.each([
    ["expired", () => issuer.token({ expiresIn: -600 })],
    ["of another app", () => issuer.token({ aud: "00000000-0000-0000-0000-0000000000bb" })],
    ["of a stranger", () => issuer.token({}, issuer.strangersKey)],
  ])("refuses a token that is %s, and nothing is done", async (_claim, token) => {
    const before = bot.incoming.length;
    const response = await bot.post(teamsMessage(SERVICE_URL), { authorization: token() });
    expect([response.status, bot.incoming.length]).toEqual([401, before]);
  });
});
