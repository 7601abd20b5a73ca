import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { overHttpManifest } from "../../../src/adapters/slack/manifest.ts";
import {
  AGENT_DESCRIPTION,
  COMMANDS,
  EVENTS,
  METHODS,
  PROMPTS,
  SCOPES,
  SHORTCUTS,
} from "../../../src/adapters/slack/surface.ts";
import { sharedData } from "../../support/shared-data.ts";

const ROOT = join(import.meta.dirname, "../../..");
const manifest = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));
const sorted = (words: readonly string[]): readonly string[] => [...words].sort();

/** Scopes that no event and no method asks for by itself. */
const FEATURE_SCOPES = [
  { scope: "commands", used: COMMANDS.length > 0 },
  { scope: "files:read", used: true },
];

describe("manifest.json and the code's table", () => {
  it("name the same slash commands, with the same words", () => {
    expect(manifest.features.slash_commands).toEqual(
      COMMANDS.map(({ command, description, usageHint }) => ({
        command,
        description,
        usage_hint: usageHint,
        should_escape: false,
      })),
    );
  });

  it("name the same events", () => {
    expect(sorted(manifest.settings.event_subscriptions.bot_events)).toEqual(sorted(Object.keys(EVENTS)));
  });

  it("name the same shortcuts", () => {
    expect(manifest.features.shortcuts).toEqual(
      Object.values(SHORTCUTS).map(({ name, type, callbackId, description }) => ({
        name,
        type,
        callback_id: callbackId,
        description,
      })),
    );
  });

  it("name the same scopes, and the same ones as optional", () => {
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(SCOPES.map(({ scope }) => scope)));
    expect(sorted(manifest.oauth_config.scopes.bot_optional)).toEqual(
      sorted(SCOPES.filter(({ optional }) => optional).map(({ scope }) => scope)),
    );
  });

  it("show the same agent and prompts, at most four", () => {
    expect(manifest.features.agent_view).toEqual({ agent_description: AGENT_DESCRIPTION, suggested_prompts: PROMPTS });
    expect(PROMPTS.length).toBeLessThanOrEqual(4);
  });
});

describe("scopes", () => {
  const needed = new Set<string>([
    ...Object.values(EVENTS).filter((scope) => scope !== null),
    ...Object.values(METHODS).filter((scope) => scope !== null),
    ...FEATURE_SCOPES.filter(({ used }) => used).map(({ scope }) => scope),
  ]);
  const asked = new Set(SCOPES.map(({ scope }) => scope));

  it("cover every event and method", () => {
    expect([...needed].filter((scope) => !asked.has(scope))).toEqual([]);
  });

  it("are each used by an event, a method or a feature", () => {
    expect([...asked].filter((scope) => !needed.has(scope))).toEqual([]);
  });

  it("never reach beyond what Redflag needs", () => {
    const tooMuch = /^(admin|channels:join|chat:write\.public|channels:manage|users:read\.email)/;
    expect([...asked].filter((scope) => tooMuch.test(scope))).toEqual([]);
  });
});

it("every method of the table is called somewhere in the adapter", () => {
  const folder = join(ROOT, "src/adapters/slack");
  const code = readdirSync(folder)
    .filter((name) => name !== "surface.ts")
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const unused = Object.keys(METHODS).filter((method) => !code.includes(`"${method}"`) && method !== "auth.test");
  expect(unused).toEqual([]);
});

describe("the manifest for HTTP", () => {
  const text = readFileSync(join(ROOT, "manifest.json"), "utf8");
  const http = overHttpManifest(text, "https://redflag.example/") as typeof manifest;
  const EVENTS_URL = "https://redflag.example/slack/events";

  it("sends events, interactivity and every command to the address that the server listens at", () => {
    expect(http.settings.event_subscriptions.request_url).toBe(EVENTS_URL);
    expect(http.settings.interactivity.request_url).toBe(EVENTS_URL);
    expect(new Set(http.features.slash_commands.map(({ url }: { url: string }) => url))).toEqual(new Set([EVENTS_URL]));
    expect(http.oauth_config.redirect_urls).toEqual(["https://redflag.example/slack/oauth_redirect"]);
    expect(http.settings.socket_mode_enabled).toBe(false);
  });

  it("asks for the same scopes, events, commands and shortcuts as the one for Socket Mode", () => {
    expect(http.oauth_config.scopes).toEqual(manifest.oauth_config.scopes);
    expect(http.settings.event_subscriptions.bot_events).toEqual(manifest.settings.event_subscriptions.bot_events);
    expect(http.features.shortcuts).toEqual(manifest.features.shortcuts);
    expect(http.features.slash_commands.map(({ url, ...command }: { url: string }) => command)).toEqual(
      manifest.features.slash_commands,
    );
  });

  it.each([
    "http://redflag.example",
    "redflag.example",
    "https://redflag.example/?a=1",
    "",
  ])("is not made for %j, which Slack would not take", (url) => {
    expect(() => overHttpManifest(text, url)).toThrow(/must begin with https/);
  });

  it("is printed by its script, and a wrong address is said in a sentence", () => {
    const script = join(ROOT, "src/adapters/slack/print-manifest.ts");
    const print = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
    expect(JSON.parse(print("--url", "https://redflag.example/").stdout)).toEqual(http);
    expect(JSON.parse(print().stdout)).toEqual(manifest);
    expect(print("--url", "http://redflag.example")).toMatchObject({ status: 1, stdout: "" });
  });
});

const schemaPath = sharedData("../schemas/slack-manifest.schema.2.0.0.json");

describe.skipIf(schemaPath === null)("manifest.json against Slack's schema 2.0.0", () => {
  const valid = (value: unknown): unknown => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const check = ajv.compile(JSON.parse(readFileSync(schemaPath ?? "", "utf8")));
    return check(value) ? [] : check.errors;
  };

  it("is valid", () => {
    expect(valid(manifest)).toEqual([]);
  });

  it("is valid for HTTP", () => {
    expect(valid(overHttpManifest(JSON.stringify(manifest), "https://redflag.example"))).toEqual([]);
  });

  it("is refused with a field that Slack does not know", () => {
    expect(valid({ ...manifest, features: { ...manifest.features, telepathy: {} } })).not.toEqual([]);
  });
});
