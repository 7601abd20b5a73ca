import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ANONYMOUS_WARNING, checkTrust, type TeamsSettings } from "../../../src/adapters/teams/trust.ts";
import { ConfigError } from "../../../src/core/errors.ts";
import { ANONYMOUS, type Bot, startBot, teamsMessage } from "../../support/teams/bot.ts";
import { type Issuer, startIssuer } from "../../support/teams/issuer.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { waitUntil } from "../../support/teams/wait.ts";

const APP_ID = "00000000-0000-0000-0000-0000000000aa";
const SERVICE_URL = "https://smba.example/teams/";
const SIGNED: TeamsSettings = {
  appId: APP_ID,
  appPassword: "example",
  tenantId: TENANT.tenantId,
  allowedTenants: [],
  allowAnonymous: false,
};

let issuer: Issuer;
let bot: Bot;

beforeAll(async () => {
  issuer = await startIssuer(APP_ID, SERVICE_URL);
  const trust = { tokenIssuer: issuer.issuer, openIdMetadataUrl: issuer.openIdMetadataUrl };
  bot = await startBot(async () => undefined, { settings: SIGNED, production: true, trust });
});

afterAll(async () => {
  await bot?.stop();
  await issuer?.stop();
});

const send = (authorization: string | null, changes: Readonly<Record<string, unknown>> = {}): Promise<Response> =>
  bot.post(teamsMessage(SERVICE_URL, changes), authorization === null ? {} : { authorization });

const elsewhere = {
  conversation: { id: "c", conversationType: "personal", tenantId: "another-tenant" },
  channelData: { tenant: { id: "another-tenant" } },
};
const unsigned = (header: object): string =>
  `Bearer ${[header, { iss: issuer.issuer, aud: APP_ID, serviceurl: SERVICE_URL, exp: 9_999_999_999 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".")}.`;

describe("a signed request", () => {
  it("with a right token is taken in", async () => {
    const before = bot.incoming.length;
    expect((await send(issuer.token())).status).toBe(200);
    await waitUntil("the message reaches the router", () => bot.incoming.length > before);
  });

  it.each([
    ["no token", () => send(null), 401],
    ["a wrong audience", () => send(issuer.token({ aud: "00000000-0000-0000-0000-0000000000bb" })), 401],
    ["a wrong issuer", () => send(issuer.token({ iss: "https://other.example" })), 401],
    ["a token expired beyond the five minutes of tolerance", () => send(issuer.token({ expiresIn: -600 })), 401],
    ["a tenant that is not allowed", () => send(issuer.token(), elsewhere), 403],
    [
      "another service address than the token's",
      () => send(issuer.token({ serviceurl: "https://evil.example/" })),
      401,
    ],
    ["another person's key", () => send(issuer.token({}, issuer.strangersKey)), 401],
    ["a cut signature", () => send(issuer.token().slice(0, -10)), 401],
    ["no algorithm", () => send(unsigned({ alg: "none", typ: "JWT", kid: "example-key" })), 401],
    ["something that is no token", () => send("Bearer nonsense"), 401],
    ["another scheme", () => send("Basic eDp5"), 401],
    ["a channel that is not Teams", () => send(issuer.token(), { channelId: "webchat" }), 403],
  ])("with %s is refused and runs nothing", async (_, sending, status) => {
    const before = bot.incoming.length;
    const kept = bot.store.size();
    expect((await sending()).status).toBe(status);
    expect(bot.incoming.length).toBe(before);
    expect(bot.store.size()).toBe(kept);
  });

  it("is refused with 503 while the keys cannot be fetched", async () => {
    const trust = { tokenIssuer: issuer.issuer, openIdMetadataUrl: "http://127.0.0.1:9/openid" };
    const blind = await startBot(async () => undefined, { settings: SIGNED, trust });
    const response = await blind.post(teamsMessage(SERVICE_URL), { authorization: issuer.token() });
    expect(response.status).toBe(503);
    expect(blind.incoming).toEqual([]);
    await blind.stop();
  });
});

describe("settings with which requests could not be trusted", () => {
  it.each([
    ["production without an app id", ANONYMOUS, true, /TEAMS_APP_ID is missing/],
    [
      "production with the development switch",
      { ...SIGNED, allowAnonymous: true },
      true,
      /TEAMS_ALLOW_ANONYMOUS must not be true/,
    ],
    ["no app id and no switch", { ...ANONYMOUS, allowAnonymous: false }, false, /TEAMS_APP_ID is missing/],
    ["an app id without a tenant", { ...SIGNED, tenantId: null }, false, /TEAMS_TENANT_ID is missing/],
  ])("%s does not start", (_, settings, production, problem) => {
    expect(() => checkTrust(settings, production)).toThrow(ConfigError);
    expect(() => checkTrust(settings, production)).toThrow(problem);
  });

  it.each([
    ["a single-tenant bot", SIGNED, true, false],
    ["a managed identity, which has no password", { ...SIGNED, appPassword: null }, true, false],
    ["the development switch", ANONYMOUS, false, true],
    ["the switch beside an app id, which is then used", { ...SIGNED, allowAnonymous: true }, false, false],
  ])("%s starts", async (_, settings, production, anonymous) => {
    const started = await startBot(async () => undefined, { settings, production });
    expect(started.logged.includes(`aloud ${ANONYMOUS_WARNING}`)).toBe(anonymous);
    await started.stop();
  });

  it("prints the warning of anonymous requests in red", () => {
    expect(ANONYMOUS_WARNING.startsWith("\u001b[1;31m") && ANONYMOUS_WARNING.endsWith("\u001b[0m")).toBe(true);
    expect(ANONYMOUS_WARNING).toContain("For development on this machine only.");
  });
});
