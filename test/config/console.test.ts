import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import { ConfigError } from "../../src/core/errors.ts";

const TOKEN = "a-token-of-24-characters-or-more";
const OIDC = { OIDC_ISSUER: "https://login.example.org", OIDC_CLIENT_ID: "redflag", OIDC_CLIENT_SECRET: "secret" };

const problems = (env: Record<string, string>): readonly string[] => {
  try {
    parseConfig(env);
    return [];
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.problems;
    throw thrown;
  }
};

describe("the settings of the web pages", () => {
  it("need nothing", () => {
    expect(parseConfig({}).console).toEqual({ token: null, oidc: null });
  });
  it.each([
    ["a token", { CONSOLE_TOKEN: TOKEN }, { token: TOKEN, oidc: null }],
    [
      "a provider",
      OIDC,
      {
        token: null,
        oidc: { issuer: OIDC.OIDC_ISSUER, clientId: "redflag", clientSecret: "secret", roleClaim: null },
      },
    ],
  ])("take %s", (_claim, env, settings) => {
    expect(parseConfig(env as Record<string, string>).console).toEqual(settings);
  });
  it("take a provider without TLS on this machine alone", () => {
    expect(problems({ ...OIDC, OIDC_ISSUER: "http://127.0.0.1:8080" })).toEqual([]);
  });
  it.each([
    ["a token that can be guessed", { CONSOLE_TOKEN: "short" }, "CONSOLE_TOKEN must have at least 24 characters"],
    [
      "a provider without TLS elsewhere",
      { ...OIDC, OIDC_ISSUER: "http://login.example.org" },
      'OIDC_ISSUER must be an https address, got "http://login.example.org"',
    ],
    ["an issuer that is no address", { ...OIDC, OIDC_ISSUER: "login" }, 'OIDC_ISSUER must be a URL, got "login"'],
    [
      "a provider without a client",
      { OIDC_ISSUER: OIDC.OIDC_ISSUER, OIDC_CLIENT_SECRET: "s" },
      "OIDC_CLIENT_ID is missing while OIDC_ISSUER is set",
    ],
    [
      "a provider without a secret",
      { OIDC_ISSUER: OIDC.OIDC_ISSUER, OIDC_CLIENT_ID: "c" },
      "OIDC_CLIENT_SECRET is missing while OIDC_ISSUER is set",
    ],
    [
      "a claim without a provider",
      { OIDC_ROLE_CLAIM: "roles" },
      "OIDC_ISSUER is missing while other OIDC settings are set",
    ],
  ])("name %s", (_claim, env, message) => {
    expect(problems(env as Record<string, string>)).toEqual([message]);
  });
});
