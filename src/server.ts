import type { Router } from "express";
import { newId, stopwatch, systemNow } from "./adapters/clock.ts";
import { references } from "./adapters/log.ts";
import type { PrometheusMetrics } from "./adapters/metrics.ts";
import { renderText } from "./adapters/terminal/render.ts";
import { type Entry, isLoopback } from "./adapters/web/gate.ts";
import { makeWeb } from "./adapters/web/routes.ts";
import { DAY_MS, startAuditSchedule } from "./audit-schedule.ts";
import { makeDesk } from "./bot/desk.ts";
import { makeForms } from "./bot/forms/forms.ts";
import { makeLimiter } from "./bot/limits.ts";
import { makeOpenAnswers } from "./bot/open-answers.ts";
import { makePolicy } from "./bot/policy.ts";
import { answerReply } from "./bot/replies/answer.ts";
import { screeningReply } from "./bot/replies/screening.ts";
import { type BotDeps, makeRouter } from "./bot/router.ts";
import type { Config, SlackOauth } from "./config.ts";
import { subjectFrom } from "./core/subject.ts";
import { type HttpServer, startHttp } from "./http.ts";
import { HOUR_MS, type ListSchedule, startListSchedule } from "./list-schedule.ts";
import { metricsPage } from "./metrics-page.ts";
import type { Handler } from "./ports/chat.ts";
import type { Now } from "./ports/clock.ts";
import type { Forms } from "./ports/forms.ts";
import type { Log } from "./ports/log.ts";
import type { DrawChart } from "./ports/pictures.ts";
import type { Groups } from "./ports/policy.ts";
import { NO_PROFILES, type Profiles } from "./ports/profiles.ts";
import type { ExpiringStore } from "./ports/stores.ts";
import type { WorkQueue } from "./ports/work-queue.ts";
import { startPostSchedule } from "./post-schedule.ts";
import { makeReadiness } from "./readiness.ts";
import type { Runtime } from "./runtime.ts";
import { makeConsole } from "./services/console.ts";
import { publishersIn } from "./services/publishers.ts";
import { stopGracefully } from "./shutdown.ts";
import { turnOf } from "./turns.ts";

/** What a first start shows, so that a reader sees at once what the program does. */
const FIRST_QUESTION = "Who is Song Kum Hyok and why was he sanctioned?";
const FIRST_SUBJECT = "Song Geum-hyeok";

export interface RunningServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What every platform's adapter is given. */
interface Platform {
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  readonly queue: WorkQueue | null;
  readonly now: Now;
  readonly log: Log;
  readonly draw: DrawChart;
  readonly forms: Forms;
}

interface ZoneOf {
  zoneOf(workspaceId: string, userId: string): Promise<string | null>;
}

/** Before a platform is there nobody belongs to a group. */
const NO_GROUPS: Groups = { has: async () => false };

/** The bot over a runtime: what every platform's events are given to. */
export const handlerOf = (runtime: Runtime, groups: Groups = NO_GROUPS, profiles: Profiles = NO_PROFILES): Handler =>
  makeRouter(botDepsOf(runtime, groups, profiles));

const botDepsOf = (
  { services, store, log, trust }: Runtime,
  groups: Groups,
  profiles: Profiles = NO_PROFILES,
): BotDeps => ({
  policy: makePolicy({ members: trust.members, groups, log }),
  limit: makeLimiter({ limits: trust.limits, expiring: store.expiring, now: systemNow }),
  matcher: services.matcher,
  answer: (question, turns, progress, scope) => services.answer(question, { turns, asOf: null, progress, scope }),
  screen: services.screen,
  screener: services.screener,
  screenTable: services.screenTable,
  namesOnly: services.namesOnly,
  publishers: publishersIn(store.documents),
  listLines: services.listLines,
  describe: services.describe,
  office: { ...services.office, profiles },
  expiring: store.expiring,
  audit: store.audit,
  now: systemNow,
  log,
  reference: references.current,
});

/** Who may open the web pages: whoever sits at this machine, whoever signs in, or nobody. */
const entryOf = ({ host, console: { token, oidc } }: Config): Entry => {
  if (token !== null || oidc !== null) return { kind: "login", token, oidc };
  return { kind: isLoopback(host) ? "open" : "closed" };
};

/** Chat page and console over the same desk as the platforms. */
const webOf = async (
  config: Config,
  runtime: Runtime,
  handle: Handler,
  next: ListSchedule["next"],
): Promise<Router> => {
  const { services, store, log, trust } = runtime;
  const bot = botDepsOf(runtime, NO_GROUPS);
  const { oidc } = config.console;
  const publicHost = config.publicUrl ? [new URL(config.publicUrl).hostname] : [];
  return makeWeb({
    handle,
    console: makeConsole({
      ...services,
      desk: makeDesk(bot),
      policy: bot.policy,
      members: trust.members,
      moves: services.listMoves,
      audit: store.audit,
      nextRefresh: next,
    }),
    documents: store.documents,
    expiring: store.expiring,
    entry: entryOf(config),
    oidc: oidc ? (await import("./adapters/web/oidc.ts")).makeOidc(oidc) : null,
    hosts: ["127.0.0.1", "localhost", "[::1]", config.host, ...publicHost],
    publicUrl: config.publicUrl,
    now: systemNow,
    newId,
    log,
  });
};

/** Starts every configured platform on one HTTP server, after one cited answer and one screening. */
export const startServer = async (
  config: Config,
  runtime: Runtime,
  metrics: PrometheusMetrics,
  out: (text: string) => void,
): Promise<RunningServer> => {
  const { store, log, observing } = runtime;
  await showFirst(runtime, out);
  const groupsOf: { slack?: Groups; teams?: Groups } = {};
  const zonesOf: { slack?: ZoneOf; teams?: ZoneOf } = {};
  const profiles: Profiles = {
    zoneOf: async ({ platform: name, workspaceId, userId }) =>
      name === "slack" || name === "teams" ? ((await zonesOf[name]?.zoneOf(workspaceId, userId)) ?? null) : null,
  };
  const groups: Groups = {
    has: async (groupId, person) =>
      (person.platform === "slack" || person.platform === "teams") &&
      ((await groupsOf[person.platform]?.has(groupId, person)) ?? false),
  };
  const watching = { ...observing, references, newId, stopwatch, log };
  const answers = makeOpenAnswers(handlerOf(runtime, groups, profiles), {
    ...watching,
    audit: store.audit,
    now: systemNow,
  });
  const { handle } = answers;
  const platform: Platform = {
    handle,
    forms: makeForms({ office: { ...runtime.services.office, profiles } }),
    expiring: store.expiring,
    queue: runtime.queue,
    now: systemNow,
    log,
    draw: drawChart(log),
  };
  // Each platform's library takes about a second to load: only what is configured is loaded.
  const slack = config.slack
    ? (await import("./adapters/slack/slack.ts")).makeSlack({
        ...platform,
        settings: config.slack,
        ...(config.slack.oauth ? { oauth: oauthFrom(config.slack.oauth, config) } : {}),
      })
    : null;
  const teams = config.teams
    ? (await import("./adapters/teams/teams.ts")).makeTeams({
        ...platform,
        download: runtime.download,
        settings: config.teams,
        production: config.production,
      })
    : null;
  if (slack) groupsOf.slack = slack.groups;
  if (teams) groupsOf.teams = teams.groups;
  if (slack) zonesOf.slack = slack;
  if (teams) zonesOf.teams = teams;
  // Begun when everything listens; the pages say when it looks next.
  let schedule: ListSchedule | null = null;
  const web = await webOf(config, runtime, handle, () => schedule?.next() ?? null);
  const routers = [slack?.router ?? null, teams?.router ?? null, web].filter((router) => router !== null);
  const { operations } = config;
  const readiness = makeReadiness(runtime, stopwatch);
  const http: HttpServer = await startHttp(config.host, config.port, {
    operations: [
      metricsPage({ runtime, metrics, readiness, openAnswers: answers.count, token: operations.metricsToken }),
    ],
    routers,
    readiness,
    ...watching,
  });
  await slack?.start();
  await teams?.start();
  const { listsRefreshHours } = config;
  schedule = startListSchedule(runtime, listsRefreshHours, turnOf(runtime, "lists", listsRefreshHours * HOUR_MS));
  const auditing = startAuditSchedule(runtime, turnOf(runtime, "audit", DAY_MS));
  const posts = startPostSchedule(runtime, { slack, teams });
  const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${http.port}`;
  out(platformLines(config).join("\n"));
  out(`Chat page: ${url}/   health: ${url}/healthz`);
  return {
    url,
    close: async () => {
      auditing.stop();
      // An event that is being read now is taken in yet: Slack waits for what it brings.
      const received = http.drain();
      const slackDone = (): Promise<void> | undefined => slack?.stop(received);
      const parts = [() => received, schedule?.stop, posts.stop, runtime.queue?.stop, slackDone, teams?.stop];
      await stopGracefully({
        answers,
        parts: parts.filter((stop) => stop !== undefined),
        seconds: operations.shutdownSeconds,
        log,
      });
      await http.close();
    },
  };
};

/** The picture maker is loaded with the first chart. */
const drawChart = (log: Log): DrawChart => {
  let made: Promise<DrawChart> | null = null;
  return async (chart) => {
    made ??= import("./adapters/pictures/chart-png.ts").then(({ makeDrawChart }) => makeDrawChart(log));
    return (await made)(chart);
  };
};

const oauthFrom = (oauth: SlackOauth, { publicUrl }: Config) => ({
  ...oauth,
  redirectUri: publicUrl ? new URL("/slack/oauth_redirect", publicUrl).href : null,
  authorizationUrl: null,
});

const showFirst = async ({ services }: Runtime, out: (text: string) => void): Promise<void> => {
  const answer = await services.answer(FIRST_QUESTION, { turns: [], asOf: null, progress: () => {} });
  const screening = await services.screen(subjectFrom({ text: FIRST_SUBJECT }), {});
  for (const finding of [answer, screening]) await services.record("start", "terminal", finding);
  out(`> ${FIRST_QUESTION}\n\n${renderText(answerReply(answer, services.describe))}\n`);
  out(`> screen ${FIRST_SUBJECT}\n\n${renderText(screeningReply(screening, services.describe))}\n`);
};

/** One line a platform: on and where, or off and what switches it on. */
const platformLines = (config: Config): readonly string[] => {
  const transports = [
    ...(config.slack?.appToken ? ["Socket Mode"] : ["HTTP at /slack/events"]),
    ...(config.slack?.oauth ? ["installed at /slack/install"] : []),
  ];
  const model = config.model;
  return [
    config.slack
      ? `Slack: on, ${transports.join(", ")}.`
      : "Slack: off. Set SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN.",
    config.teams
      ? "Teams: on at /api/messages."
      : "Teams: off. Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.",
    model
      ? `Model: ${model.model}${model.baseUrl ? ` at ${new URL(model.baseUrl).host}` : ""}; every citation is checked.`
      : "Model: off, answers are extracted. Set OPENAI_API_KEY or OPENAI_BASE_URL.",
    PAGES[entryOf(config).kind],
  ];
};

const PAGES: Readonly<Record<Entry["kind"], string>> = {
  open: "Web pages: open to this machine, without a login.",
  login: "Web pages: open to whoever signs in.",
  closed: "Web pages: closed. Set CONSOLE_TOKEN, or OIDC_ISSUER with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.",
};
