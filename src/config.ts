import { type ConsoleSettings, consoleSettings } from "./config/console.ts";
import { type OperationsSettings, operationsSettings } from "./config/operations.ts";
import { type ReadFile, secretsIn, withSecretFiles } from "./config/secret-files.ts";
import { type TrustSettings, trustSettings } from "./config/trust.ts";
import { ConfigError } from "./core/errors.ts";
import type { Setting } from "./settings/setting.ts";
import { SETTINGS, type SettingName } from "./settings.ts";

/** One app that many workspaces install. */
export interface SlackOauth {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly installSecret: string;
  /** Opens what was encrypted before the secret was changed. */
  readonly formerInstallSecret: string | null;
}

export interface SlackSettings {
  /** `null` where many workspaces install the app. */
  readonly botToken: string | null;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  readonly apiUrl: string | null;
  readonly oauth: SlackOauth | null;
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
  /** Asked when the first model fails; `null` for none. */
  readonly fallbackModel: string | null;
  /** US dollars for a million tokens; `null` unless both are set. */
  readonly prices: { readonly inputUsd: number; readonly outputUsd: number } | null;
  /** False: names that no source names are not shown to the model. */
  readonly seesNames: boolean;
}

export interface EmbeddingsSettings {
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly model: string;
  readonly weight: number;
  readonly timeoutMs: number;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** Passages that are held in memory at most; used with Postgres alone. */
  readonly corpusInMemory: number;
  readonly listsRefreshHours: number;
  readonly screenThreshold: number | null;
  readonly production: boolean;
  readonly logLevel: string;
  /** `null` leaves the platform off. */
  readonly slack: SlackSettings | null;
  readonly teams: TeamsSettings | null;
  readonly model: ModelSettings | null;
  readonly console: ConsoleSettings;
  readonly trust: TrustSettings;
  readonly operations: OperationsSettings;
  /** Every secret that is set, for the log to leave out. */
  readonly secrets: readonly string[];
  /** `null`: search goes by words alone. */
  readonly embeddings: EmbeddingsSettings | null;
}

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"];

/** Reads every setting and reports every problem at once. Throws `ConfigError`. Empty text counts as unset. */
export const parseConfig = (
  given: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile = noFiles,
): Config => {
  const problems: string[] = [];
  const env = withSecretFiles(given, readFile, problems);
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
    databaseUrl: url("DATABASE_URL") && raw("DATABASE_URL"),
    redisUrl: url("REDIS_URL") && raw("REDIS_URL"),
    corpusInMemory: number("CORPUS_IN_MEMORY") ?? 0,
    listsRefreshHours: number("LISTS_REFRESH_HOURS") ?? 0,
    screenThreshold: number("SCREEN_THRESHOLD"),
    production,
    logLevel: oneOf("LOG_LEVEL", LOG_LEVELS),
    slack: slackSettings(raw, url, problems),
    teams: teamsSettings(raw, flag("TEAMS_ALLOW_ANONYMOUS"), production, problems),
    model: modelSettings(raw, url("OPENAI_BASE_URL"), number, flag("MODEL_SEES_NAMES")),
    console: consoleSettings(raw, url("OIDC_ISSUER"), problems),
    trust: trustSettings(raw, number, problems),
    operations: operationsSettings(raw, number, url("OTEL_EXPORTER_OTLP_ENDPOINT"), problems),
    secrets: secretsIn(env),
    embeddings: embeddingsSettings(raw, url("EMBEDDINGS_BASE_URL"), number, problems),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
};

const noFiles: ReadFile = () => {
  throw new Error("files are not read here");
};

type Raw = (name: SettingName) => string | null;

const slackSettings = (raw: Raw, url: Raw, problems: string[]): SlackSettings | null => {
  const botToken = raw("SLACK_BOT_TOKEN");
  const signingSecret = raw("SLACK_SIGNING_SECRET");
  const appToken = raw("SLACK_APP_TOKEN");
  const oauth = slackOauth(raw, problems);
  if (!botToken && !signingSecret && !appToken && !oauth) return null;
  if (botToken && oauth) problems.push("SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set; keep one of them");
  if (!botToken && !oauth) problems.push("SLACK_BOT_TOKEN is missing while other Slack settings are set");
  if (oauth && !signingSecret) problems.push("SLACK_SIGNING_SECRET is missing while SLACK_CLIENT_ID is set");
  if (botToken && !signingSecret && !appToken)
    problems.push(
      "SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode) is missing while SLACK_BOT_TOKEN is set",
    );
  return { botToken, signingSecret, appToken, apiUrl: url("SLACK_API_URL"), oauth };
};

const OAUTH_SECRETS = ["SLACK_CLIENT_SECRET", "SLACK_STATE_SECRET", "SLACK_INSTALL_SECRET"] as const;

const slackOauth = (raw: Raw, problems: string[]): SlackOauth | null => {
  const clientId = raw("SLACK_CLIENT_ID");
  if (!clientId) return null;
  const [clientSecret, stateSecret, installSecret] = OAUTH_SECRETS.map((name) => {
    const secret = raw(name);
    if (!secret) problems.push(`${name} is missing while SLACK_CLIENT_ID is set`);
    return secret ?? "";
  });
  if (installSecret && installSecret.length < 32)
    problems.push("SLACK_INSTALL_SECRET must have at least 32 characters");
  return {
    clientId,
    clientSecret: clientSecret ?? "",
    stateSecret: stateSecret ?? "",
    installSecret: installSecret ?? "",
    formerInstallSecret: raw("SLACK_INSTALL_SECRET_OLD"),
  };
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

type NumberOf = (name: SettingName) => number | null;

const modelSettings = (
  raw: Raw,
  baseUrl: string | null,
  number: NumberOf,
  seesNames: boolean,
): ModelSettings | null => {
  const apiKey = raw("OPENAI_API_KEY");
  const [inputUsd, outputUsd] = [number("OPENAI_INPUT_PRICE"), number("OPENAI_OUTPUT_PRICE")];
  const timeoutMs = number("OPENAI_TIMEOUT_MS") ?? 0;
  if (!apiKey && !baseUrl) return null;
  return {
    apiKey,
    baseUrl,
    model: raw("OPENAI_MODEL") ?? "",
    timeoutMs,
    fallbackModel: raw("OPENAI_FALLBACK_MODEL"),
    prices: inputUsd === null || outputUsd === null ? null : { inputUsd, outputUsd },
    seesNames,
  };
};

/** A key is sent only to the endpoint that it was given for. */
const embeddingsSettings = (
  raw: Raw,
  ownUrl: string | null,
  number: NumberOf,
  problems: string[],
): EmbeddingsSettings | null => {
  const [weight, timeoutMs] = [number("EMBEDDINGS_WEIGHT") ?? 0, number("EMBEDDINGS_TIMEOUT_MS") ?? 0];
  const model = raw("EMBEDDINGS_MODEL");
  if (!model) return null;
  const apiKey = raw("EMBEDDINGS_API_KEY") ?? (ownUrl ? null : raw("OPENAI_API_KEY"));
  const baseUrl = ownUrl ?? raw("OPENAI_BASE_URL");
  if (!apiKey && !baseUrl)
    problems.push("EMBEDDINGS_BASE_URL or EMBEDDINGS_API_KEY is missing while EMBEDDINGS_MODEL is set");
  return { apiKey, baseUrl, model, weight, timeoutMs };
};
