import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import { ConfigError } from "../../src/core/errors.ts";
import { SETTINGS, settingsTable } from "../../src/settings.ts";

const problems = (env: Record<string, string>): readonly string[] => {
  try {
    parseConfig(env);
    return [];
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.problems;
    throw thrown;
  }
};

describe("the configuration", () => {
  it("needs nothing: Slack, Teams and the model are off", () => {
    const config = parseConfig({});
    expect([config.slack, config.teams, config.model, config.redisUrl]).toEqual([null, null, null, null]);
    expect([config.port, config.host, config.dataDir]).toEqual([3978, "127.0.0.1", "./var"]);
  });
  it("reports every problem at once", () => {
    expect(
      problems({
        PORT: "99999",
        SCREEN_THRESHOLD: "85",
        SLACK_SIGNING_SECRET: "s",
        LOG_LEVEL: "loud",
        OPENAI_BASE_URL: "local",
      }),
    ).toHaveLength(5);
  });
  it.each([
    ["a threshold in per cent", { SCREEN_THRESHOLD: "85" }, 'SCREEN_THRESHOLD must be a number from 0 to 1, got "85"'],
    ["a Slack secret without a token", { SLACK_SIGNING_SECRET: "s" }, /SLACK_BOT_TOKEN is missing/],
    [
      "a Slack token without a transport",
      { SLACK_BOT_TOKEN: "xoxb" },
      /SLACK_SIGNING_SECRET \(HTTP\) or SLACK_APP_TOKEN/,
    ],
    [
      "a Slack app for many without its secrets",
      { SLACK_CLIENT_ID: "1.2", SLACK_SIGNING_SECRET: "s", SLACK_CLIENT_SECRET: "t", SLACK_STATE_SECRET: "u" },
      /SLACK_INSTALL_SECRET is missing/,
    ],
    ["a Teams app without its tenant", { TEAMS_APP_ID: "id" }, /TEAMS_TENANT_ID is missing/],
    ["a Teams password without an app id", { TEAMS_APP_PASSWORD: "p" }, /TEAMS_APP_ID is missing/],
    ["anonymous Teams in production", { TEAMS_ALLOW_ANONYMOUS: "true", NODE_ENV: "production" }, /must not be true/],
    ["a flag that is no flag", { TEAMS_ALLOW_ANONYMOUS: "yes" }, /must be true or false/],
  ])("names %s", (_claim, env, message) => {
    expect(problems(env)).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
  });
  it.each([
    ["Slack over HTTP", { SLACK_BOT_TOKEN: "xoxb", SLACK_SIGNING_SECRET: "s" }],
    [
      "Slack for many workspaces",
      {
        SLACK_CLIENT_ID: "1.2",
        SLACK_CLIENT_SECRET: "s",
        SLACK_STATE_SECRET: "t",
        SLACK_INSTALL_SECRET: "u".repeat(32),
        SLACK_SIGNING_SECRET: "v",
      },
    ],
    ["Slack over Socket Mode", { SLACK_BOT_TOKEN: "xoxb", SLACK_APP_TOKEN: "xapp" }],
    ["Teams with a managed identity", { TEAMS_APP_ID: "id", TEAMS_TENANT_ID: "t" }],
    ["anonymous Teams in development", { TEAMS_ALLOW_ANONYMOUS: "true" }],
    ["a local model without a key", { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1" }],
  ])("accepts %s", (_claim, env) => {
    expect(problems(env)).toEqual([]);
  });
  it("never repeats a secret in a problem", () => {
    expect(
      problems({
        SLACK_SIGNING_SECRET: "very-secret-1",
        TEAMS_APP_PASSWORD: "very-secret-2",
        REDIS_URL: "very-secret-3",
      }).join(),
    ).not.toContain("very-secret");
  });
  it("lists every setting in the table of the README", () => {
    for (const { name } of SETTINGS) expect(settingsTable()).toContain(`\`${name}\``);
  });
});
