import { CONSOLE_SETTINGS } from "./settings/console.ts";
import { OPERATIONS_SETTINGS } from "./settings/operations.ts";
import type { Setting } from "./settings/setting.ts";
import { TRUST_SETTINGS } from "./settings/trust.ts";

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
    name: "DATABASE_URL",
    kind: "secret",
    fallback: null,
    what: "Postgres for everything durable and for the work queue, shared by all replicas. Unset: the embedded store.",
  },
  {
    name: "CORPUS_IN_MEMORY",
    kind: "number",
    fallback: "150000",
    min: 0,
    max: 10000000,
    what: "Passages that a replica holds in memory at most; a larger corpus is searched in Postgres.",
  },
  {
    name: "REDIS_URL",
    kind: "secret",
    fallback: null,
    what: "Redis for what may expire (memory, de-duplication, limits). Unset: the durable store keeps it.",
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
    name: "OPENAI_FALLBACK_MODEL",
    kind: "text",
    fallback: null,
    what: "Model of the same endpoint that is asked when the first one fails.",
  },
  {
    name: "OPENAI_INPUT_PRICE",
    kind: "number",
    fallback: null,
    min: 0,
    max: 10000,
    what: "US dollars for a million input tokens. With the output price each answer's cost is recorded.",
  },
  {
    name: "OPENAI_OUTPUT_PRICE",
    kind: "number",
    fallback: null,
    min: 0,
    max: 10000,
    what: "US dollars for a million output tokens.",
  },
  {
    name: "MODEL_SEES_NAMES",
    kind: "flag",
    fallback: "true",
    what: "false: names asked about that no source names are replaced by placeholders before any model sees them.",
  },
  {
    name: "EMBEDDINGS_MODEL",
    kind: "text",
    fallback: null,
    what: "Model of a /v1/embeddings endpoint for search by meaning beside the words. Measure first: npm run eval -- --embeddings.",
  },
  {
    name: "EMBEDDINGS_BASE_URL",
    kind: "text",
    fallback: null,
    what: "Base URL of that endpoint. Unset: OPENAI_BASE_URL.",
  },
  {
    name: "EMBEDDINGS_API_KEY",
    kind: "secret",
    fallback: null,
    what: "Key of that endpoint. Unset with no EMBEDDINGS_BASE_URL: OPENAI_API_KEY.",
  },
  {
    name: "EMBEDDINGS_WEIGHT",
    kind: "number",
    fallback: "0.5",
    min: 0,
    max: 1,
    what: "What nearness in meaning counts against the words.",
  },
  {
    name: "EMBEDDINGS_TIMEOUT_MS",
    kind: "number",
    fallback: "1500",
    min: 50,
    max: 60000,
    what: "Longest wait for the vector of a question; after it the words alone answer, milliseconds.",
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
    name: "SLACK_CLIENT_ID",
    kind: "text",
    fallback: null,
    what: "For many workspaces: client id of the app. People then install it at /slack/install; leave SLACK_BOT_TOKEN unset.",
  },
  { name: "SLACK_CLIENT_SECRET", kind: "secret", fallback: null, what: "Client secret of the app." },
  {
    name: "SLACK_STATE_SECRET",
    kind: "secret",
    fallback: null,
    what: "Signs an installation under way; any long random text.",
  },
  {
    name: "SLACK_INSTALL_SECRET",
    kind: "secret",
    fallback: null,
    what: "Encrypts the installations in the store; random text of at least 32 characters.",
  },
  {
    name: "SLACK_INSTALL_SECRET_OLD",
    kind: "secret",
    fallback: null,
    what: "The former SLACK_INSTALL_SECRET, while installations are encrypted anew: each is at its next use.",
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
  ...CONSOLE_SETTINGS,
  ...TRUST_SETTINGS,
  ...OPERATIONS_SETTINGS,
  { name: "NODE_ENV", kind: "text", fallback: "development", what: "production switches development shortcuts off." },
  { name: "LOG_LEVEL", kind: "text", fallback: "info", what: "debug, info, warn, error or silent." },
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]["name"];

/** The README's settings table. */
export const settingsTable = (): string =>
  ["| setting | default | what it does |", "| --- | --- | --- |"]
    .concat(SETTINGS.map((s) => `| \`${s.name}\` | ${s.fallback ? `\`${s.fallback}\`` : "unset"} | ${s.what} |`))
    .join("\n");
