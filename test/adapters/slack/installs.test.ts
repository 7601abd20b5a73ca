import { afterEach, describe, expect, it } from "vitest";
import { makeInstallationStore } from "../../../src/adapters/slack/installs.ts";
import { makeSeal } from "../../../src/adapters/slack/sealed.ts";
import { makeSlack } from "../../../src/adapters/slack/slack.ts";
import { ConfigError } from "../../../src/core/errors.ts";
import type { ExpiringStore } from "../../../src/ports/stores.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import { wrap } from "../../support/slack/events.ts";
import { type Simulator, startSimulator } from "../../support/slack/simulator.ts";
import { type Bench, echo, GRANT, reply, startBench } from "./harness.ts";

const SECRET = "an-install-secret-of-at-least-32-characters";

let bench: Bench;
afterEach(() => bench?.close());

/** Keeps what is written, so that a test can look for secrets in it. */
const watched = (): ExpiringStore & { readonly written: () => string } => {
  const store = memoryExpiring();
  const values: unknown[] = [];
  return {
    ...store,
    set: (key, value, ttlMs) => {
      values.push(value);
      return store.set(key, value, ttlMs);
    },
    written: () => JSON.stringify(values),
  };
};

const startForMany = async (expiring: ExpiringStore, sim: Simulator): Promise<void> => {
  bench = await startBench("http", echo, {
    sim,
    expiring,
    oauth: {
      clientId: sim.oauth.clientId,
      clientSecret: sim.oauth.clientSecret,
      stateSecret: "a-state-secret",
      installSecret: SECRET,
      redirectUri: null,
      authorizationUrl: `${sim.origin}/oauth/v2/authorize`,
    },
  });
  sim.oauth.redirectUrl = new URL("/slack/oauth_redirect", bench.eventsUrl).toString();
};

/** What a browser does: the install page, Slack's consent page, and back. */
const install = async (keepCookie = true): Promise<Response> => {
  const page = await fetch(new URL("/slack/install", bench.eventsUrl));
  const link = /<a href="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll("&amp;", "&") ?? "";
  const consent = await fetch(link, { redirect: "manual" });
  const cookie = keepCookie ? (page.headers.get("set-cookie") ?? "").split(";")[0] : "";
  return fetch(consent.headers.get("location") ?? "", { headers: { Cookie: cookie ?? "" } });
};

const asking = async (): Promise<readonly string[]> => {
  const { sim, ann, direct } = bench;
  await sim.people.say(ann.id, direct.id, "hello");
  await bench.slack.stop();
  return sim.answers(direct.id).map(({ text }) => text);
};

describe("installation in many workspaces", () => {
  it("answers with the token that the installation brought, and keeps no token readable", async () => {
    const expiring = watched();
    await startForMany(expiring, await startSimulator({ grant: GRANT }));
    expect((await install()).status).toBe(200);
    expect(await asking()).toEqual(["Heard: hello"]);
    const used = bench.sim.api.calls.find(({ method }) => method === "chat.postMessage");
    expect(used?.answer.body.ok).toBe(true);
    expect(expiring.written()).not.toContain("xoxb-");
    expect(expiring.written()).toContain("v1.");
  });

  it("refuses an installation that another browser began", async () => {
    await startForMany(memoryExpiring(), await startSimulator({ grant: GRANT }));
    expect((await install(false)).status).not.toBe(200);
    expect(await asking()).toEqual([]);
  });

  it("refreshes a rotating token, also before a post that no event caused", async () => {
    await startForMany(memoryExpiring(), await startSimulator({ grant: GRANT }));
    const { sim, channel } = bench;
    sim.oauth.expiresInSeconds = 60;
    await install();
    const first = [...sim.workspace.tokens.keys()].at(-1) ?? "";
    sim.oauth.expiresInSeconds = 43_200;
    await bench.slack.post(
      { workspaceId: sim.workspace.teamId, channelId: channel.id, threadTs: null },
      reply("Digest"),
    );
    const second = [...sim.workspace.tokens.keys()].at(-1) ?? "";
    expect(second).not.toBe(first);
    expect(sim.answers(channel.id).map(({ text }) => text)).toEqual(["Digest"]);
    expect(await asking()).toEqual(["Heard: hello"]);
    expect(
      sim.api.calls.filter(({ method, args }) => method === "oauth.v2.access" && args.grant_type === "refresh_token"),
    ).toHaveLength(1);
  });

  it.each([
    ["is forgotten when Redflag is uninstalled", { type: "app_uninstalled" }, false],
    [
      "is forgotten when the bot's token is revoked",
      { type: "tokens_revoked", tokens: { oauth: [], bot: ["U1"] } },
      false,
    ],
    [
      "stays when only people's tokens are revoked",
      { type: "tokens_revoked", tokens: { oauth: ["U1"], bot: [] } },
      true,
    ],
  ])("an installation %s", async (_claim, event, stays) => {
    await startForMany(memoryExpiring(), await startSimulator({ grant: GRANT }));
    const { sim, channel } = bench;
    await install();
    await sim.post.deliver({ kind: "events_api", payload: wrap(sim.workspace, event) });
    await bench.slack.stop();
    const posting = bench.slack.post(
      { workspaceId: sim.workspace.teamId, channelId: channel.id, threadTs: null },
      reply("Digest"),
    );
    if (stays) await posting;
    else await expect(posting).rejects.toThrow("no token for the Slack workspace");
    expect(await asking()).toEqual(stays ? ["Heard: hello"] : []);
  });
});

describe("a sealed value", () => {
  const seal = makeSeal(SECRET);
  it("opens under its name and secret", () => {
    expect(seal.open("a", seal.seal("a", { token: "t" }))).toEqual({ value: { token: "t" }, former: false });
  });

  it.each([
    ["another name", () => seal.open("b", seal.seal("a", 1))],
    ["another secret", () => makeSeal(`${SECRET}!`).open("a", seal.seal("a", 1))],
    ["one changed character", () => seal.open("a", `${seal.seal("a", 1).slice(0, -2)}AA`)],
    ["a torn value", () => seal.open("a", "v1.")],
  ])("does not open under %s", (_claim, open) => {
    expect(open).toThrow("could not be decrypted");
  });

  it("opens under the former secret while it is changed, and says that it is to be sealed anew", () => {
    const [former, next] = ["f".repeat(32), "n".repeat(32)];
    const old = makeSeal(former).seal("a", { token: "t" });
    expect(makeSeal(next, former).open("a", old)).toEqual({ value: { token: "t" }, former: true });
    expect(() => makeSeal(next, "x".repeat(32)).open("a", old)).toThrow("could not be decrypted");
  });

  it("is sealed anew in the store when an installation of the former secret is read", async () => {
    const [former, next] = ["f".repeat(32), "n".repeat(32)];
    const expiring = memoryExpiring();
    const query = { teamId: "T1", enterpriseId: undefined, isEnterpriseInstall: false } as const;
    const installation = { team: { id: "T1" }, isEnterpriseInstall: false, bot: { token: "xoxb-1" } } as never;
    await makeInstallationStore(expiring, makeSeal(former)).storeInstallation(installation);
    await expect(makeInstallationStore(expiring, makeSeal(next)).fetchInstallation(query)).rejects.toThrow();
    const rotating = makeInstallationStore(expiring, makeSeal(next, former));
    expect(await rotating.fetchInstallation(query)).toEqual(installation);
    // From now on the former secret can be forgotten.
    expect(await makeInstallationStore(expiring, makeSeal(next)).fetchInstallation(query)).toEqual(installation);
  });

  it("looks different each time", () => {
    expect(seal.seal("a", 1)).not.toBe(seal.seal("a", 1));
  });
});

describe("settings", () => {
  const oauth = {
    clientId: "1",
    clientSecret: "s",
    stateSecret: "s",
    installSecret: SECRET,
    redirectUri: null,
    authorizationUrl: null,
  };
  const make = (
    settings: { botToken: string | null; signingSecret: string | null; appToken: string | null },
    more = {},
  ) =>
    makeSlack({
      settings: { ...settings, apiUrl: null },
      handle: echo,
      expiring: memoryExpiring(),
      now: () => "2025-07-08T00:00:00.000Z" as never,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      ...more,
    });

  it.each([
    [
      "neither an app token nor a signing secret",
      () => make({ botToken: "xoxb", signingSecret: null, appToken: null }),
    ],
    ["no bot token and no OAuth", () => make({ botToken: null, signingSecret: "s", appToken: null })],
    ["a bot token and OAuth", () => make({ botToken: "xoxb", signingSecret: "s", appToken: null }, { oauth })],
    ["OAuth over Socket Mode", () => make({ botToken: null, signingSecret: "s", appToken: "xapp" }, { oauth })],
    [
      "a short install secret",
      () =>
        make({ botToken: null, signingSecret: "s", appToken: null }, { oauth: { ...oauth, installSecret: "short" } }),
    ],
  ])("%s are refused", (_claim, made) => {
    expect(made).toThrow(ConfigError);
  });

  it("a refused token is a configuration error at the start", async () => {
    const sim = await startSimulator({ grant: GRANT });
    const slack = make(
      { botToken: "xoxb-wrong", signingSecret: "s", appToken: null },
      { clientOptions: { slackApiUrl: sim.apiUrl } },
    );
    await expect(slack.start()).rejects.toThrow("SLACK_BOT_TOKEN was refused by Slack");
    await sim.close();
  });
});
