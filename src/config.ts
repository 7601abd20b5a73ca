import { ConfigError } from "./core/errors.ts";

/** Shape of one setting: how its text is read, what holds when it is unset. The README's table is made from this list. */
interface Setting {
  readonly name: string;
  readonly kind: "flag" | "number" | "path" | "secret" | "text" | "words";
  readonly fallback: string | null;
  readonly min?: number;
  readonly max?: number;
  readonly what: string;
}

export const SETTINGS = [
  {
    name: "PORT",
    kind: "number",
    fallback: "3978",
    min: 0,
    max: 65535,
    what: "Port of the one HTTP server; 0 takes a free one.",
  },
  {
    name: "HOST",
    kind: "text",
    fallback: "127.0.0.1",
    what: "Address to listen on. Set 0.0.0.0 behind a proxy or in a container.",
  },
  {
    name: "PUBLIC_URL",
    kind: "text",
    fallback: null,
    what: "Address under which people reach the web pages; links in replies point there.",
  },
  {
    name: "REDFLAG_DATA_DIR",
    kind: "path",
    fallback: "./var",
    what: "Folder of the embedded store: lists, corpus, audit record.",
  },
  {
    name: "REDIS_URL",
    kind: "secret",
    fallback: null,
    what: "Redis for what may expire (memory, de-duplication, limits). Unset: the embedded store.",
  },
  {
    name: "LISTS_REFRESH_HOURS",
    kind: "number",
    fallback: "6",
    min: 0,
    max: 720,
    what: "Hours between refreshes of the official lists while the server runs; 0 switches them off.",
  },
  {
    name: "SCREEN_THRESHOLD",
    kind: "number",
    fallback: null,
    min: 0,
    max: 1,
    what: "Possible-match threshold. Unset: the measured default.",
  },
  {
    name: "OPENAI_API_KEY",
    kind: "secret",
    fallback: null,
    what: "Key of an OpenAI-compatible endpoint. Unset with no base URL: answers are extracted, no model.",
  },
  {
    name: "OPENAI_BASE_URL",
    kind: "text",
    fallback: null,
    what: "Base URL of the endpoint, for Azure OpenAI, Ollama, vLLM and others.",
  },
  { name: "OPENAI_MODEL", kind: "text", fallback: "gpt-4.1-mini", what: "Model that writes answers." },
  {
    name: "OPENAI_TIMEOUT_MS",
    kind: "number",
    fallback: "20000",
    min: 100,
    max: 120000,
    what: "Longest wait for a model before the extracted answer is given, milliseconds.",
  },
  {
    name: "SLACK_BOT_TOKEN",
    kind: "secret",
    fallback: null,
    what: "Bot token (xoxb-…). With a signing secret or an app token it switches Slack on.",
  },
  {
    name: "SLACK_SIGNING_SECRET",
    kind: "secret",
    fallback: null,
    what: "Signing secret: Slack over HTTP at /slack/events.",
  },
  {
    name: "SLACK_APP_TOKEN",
    kind: "secret",
    fallback: null,
    what: "App-level token (xapp-…): Slack over Socket Mode.",
  },
  {
    name: "SLACK_API_URL",
    kind: "text",
    fallback: null,
    what: "Other address of Slack's Web API, for GovSlack or a test stand-in.",
  },
  {
    name: "TEAMS_APP_ID",
    kind: "text",
    fallback: null,
    what: "Microsoft app id of the bot; switches Teams on at /api/messages.",
  },
  {
    name: "TEAMS_APP_PASSWORD",
    kind: "secret",
    fallback: null,
    what: "Client secret of the app. Leave unset for a managed identity.",
  },
  { name: "TEAMS_TENANT_ID", kind: "text", fallback: null, what: "Tenant of the single-tenant bot." },
  {
    name: "TEAMS_ALLOWED_TENANTS",
    kind: "words",
    fallback: "",
    what: "Tenants that may talk to the bot, separated by commas. Empty: only TEAMS_TENANT_ID.",
  },
  {
    name: "TEAMS_ALLOW_ANONYMOUS",
    kind: "flag",
    fallback: "false",
    what: "Development only: accept unsigned requests. Refused when NODE_ENV is production.",
  },
  { name: "NODE_ENV", kind: "text", fallback: "development", what: "production switches development shortcuts off." },
  { name: "LOG_LEVEL", kind: "text", fallback: "info", what: "debug, info, warn, error or silent." },
] as const satisfies readonly Setting[];

type SettingName = (typeof SETTINGS)[number]["name"];

export interface SlackSettings {
  readonly botToken: string;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  readonly apiUrl: string | null;
}

export interface TeamsSettings {
  readonly appId: string | null;
  readonly appPassword: string | null;
  readonly tenantId: string | null;
  readonly allowedTenants: readonly string[];
  readonly allowAnonymous: boolean;
}

export interface ModelSettings {
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly model: string;
  readonly timeoutMs: number;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  readonly dataDir: string;
  readonly redisUrl: string | null;
  readonly listsRefreshHours: number;
  readonly screenThreshold: number | null;
  readonly production: boolean;
  readonly logLevel: string;
  /** `null` leaves the platform off. */
  readonly slack: SlackSettings | null;
  readonly teams: TeamsSettings | null;
  readonly model: ModelSettings | null;
}

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"];

/** Reads every setting and reports every problem at once. Throws `ConfigError`. Empty text counts as unset. */
export const parseConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const problems: string[] = [];
  const raw = (name: SettingName): string | null => {
    const setting = SETTINGS.find((s) => s.name === name);
    return env[name]?.trim() || setting?.fallback || null;
  };
  const number = (name: SettingName): number | null => {
    const setting: Setting | undefined = SETTINGS.find((s) => s.name === name);
    const text = raw(name);
    if (text === null) return null;
    const value = Number(text);
    const [min, max] = [setting?.min ?? Number.NEGATIVE_INFINITY, setting?.max ?? Number.POSITIVE_INFINITY];
    if (Number.isFinite(value) && value >= min && value <= max) return value;
    problems.push(`${name} must be a number from ${min} to ${max}, got "${text}"`);
    return null;
  };
  const flag = (name: SettingName): boolean => {
    const text = raw(name) ?? "false";
    if (text !== "true" && text !== "false") problems.push(`${name} must be true or false, got "${text}"`);
    return text === "true";
  };
  const url = (name: SettingName): string | null => {
    const text = raw(name);
    const hidden = SETTINGS.find((s) => s.name === name)?.kind === "secret";
    if (text !== null && !URL.canParse(text))
      problems.push(`${name} must be a URL, got ${hidden ? "something else" : `"${text}"`}`);
    return text;
  };
  const oneOf = (name: SettingName, allowed: readonly string[]): string => {
    const text = raw(name) ?? "";
    if (!allowed.includes(text)) problems.push(`${name} must be one of ${allowed.join(", ")}, got "${text}"`);
    return text;
  };

  const production = raw("NODE_ENV") === "production";
  const config: Config = {
    port: number("PORT") ?? 0,
    host: raw("HOST") ?? "",
    publicUrl: url("PUBLIC_URL"),
    dataDir: raw("REDFLAG_DATA_DIR") ?? "",
    redisUrl: url("REDIS_URL") && raw("REDIS_URL"),
    listsRefreshHours: number("LISTS_REFRESH_HOURS") ?? 0,
    screenThreshold: number("SCREEN_THRESHOLD"),
    production,
    logLevel: oneOf("LOG_LEVEL", LOG_LEVELS),
    slack: slackSettings(raw, url, problems),
    teams: teamsSettings(raw, flag("TEAMS_ALLOW_ANONYMOUS"), production, problems),
    model: modelSettings(raw, url("OPENAI_BASE_URL"), number("OPENAI_TIMEOUT_MS")),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
};

type Raw = (name: SettingName) => string | null;

const slackSettings = (raw: Raw, url: Raw, problems: string[]): SlackSettings | null => {
  const [botToken, signingSecret, appToken] = [
    raw("SLACK_BOT_TOKEN"),
    raw("SLACK_SIGNING_SECRET"),
    raw("SLACK_APP_TOKEN"),
  ];
  if (!botToken && !signingSecret && !appToken) return null;
  if (!botToken) problems.push("SLACK_BOT_TOKEN is missing while other Slack settings are set");
  else if (!signingSecret && !appToken)
    problems.push(
      "SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode) is missing while SLACK_BOT_TOKEN is set",
    );
  return { botToken: botToken ?? "", signingSecret, appToken, apiUrl: url("SLACK_API_URL") };
};

const teamsSettings = (
  raw: Raw,
  allowAnonymous: boolean,
  production: boolean,
  problems: string[],
): TeamsSettings | null => {
  const [appId, appPassword, tenantId] = [raw("TEAMS_APP_ID"), raw("TEAMS_APP_PASSWORD"), raw("TEAMS_TENANT_ID")];
  if (!appId && !appPassword && !tenantId && !allowAnonymous) return null;
  if (!appId && !allowAnonymous) problems.push("TEAMS_APP_ID is missing while other Teams settings are set");
  if (appId && !tenantId) problems.push("TEAMS_TENANT_ID is missing while TEAMS_APP_ID is set");
  if (allowAnonymous && production) problems.push("TEAMS_ALLOW_ANONYMOUS must not be true when NODE_ENV is production");
  const allowed = (raw("TEAMS_ALLOWED_TENANTS") ?? "").split(",").map((word) => word.trim());
  return { appId, appPassword, tenantId, allowedTenants: allowed.filter((word) => word !== ""), allowAnonymous };
};

const modelSettings = (raw: Raw, baseUrl: string | null, timeoutMs: number | null): ModelSettings | null => {
  const apiKey = raw("OPENAI_API_KEY");
  if (!apiKey && !baseUrl) return null;
  return { apiKey, baseUrl, model: raw("OPENAI_MODEL") ?? "", timeoutMs: timeoutMs ?? 0 };
};

/** The README's settings table. */
export const settingsTable = (): string =>
  ["| setting | default | what it does |", "| --- | --- | --- |"]
    .concat(SETTINGS.map((s) => `| \`${s.name}\` | ${s.fallback ? `\`${s.fallback}\`` : "unset"} | ${s.what} |`))
    .join("\n");
