import { newId, systemNow } from "./adapters/clock.ts";
import { renderText } from "./adapters/terminal/render.ts";
import { makeWeb } from "./adapters/web/routes.ts";
import { answerReply } from "./bot/replies/answer.ts";
import { screeningReply } from "./bot/replies/screening.ts";
import { makeRouter } from "./bot/router.ts";
import type { Config, SlackOauth } from "./config.ts";
import { subjectFrom } from "./core/subject.ts";
import { type HttpServer, type Readiness, startHttp } from "./http.ts";
import { startListSchedule } from "./list-schedule.ts";
import { LIST_SOURCES } from "./lists/sources.ts";
import type { Handler } from "./ports/chat.ts";
import type { Now } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { ExpiringStore } from "./ports/stores.ts";
import { startPostSchedule } from "./post-schedule.ts";
import type { Runtime } from "./runtime.ts";

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
  readonly now: Now;
  readonly log: Log;
}

/** The bot over a runtime: what every platform's events are given to. */
export const handlerOf = ({ services, store, log }: Runtime): Handler =>
  makeRouter({
    answer: (question, turns, progress) => services.answer(question, { turns, asOf: null, progress }),
    screen: services.screen,
    screener: services.screener,
    screenTable: services.screenTable,
    namesOnly: services.namesOnly,
    listLines: services.listLines,
    describe: services.describe,
    office: services.office,
    expiring: store.expiring,
    audit: store.audit,
    now: systemNow,
    log,
  });

/** Starts every configured platform on one HTTP server, after one cited answer and one screening. */
export const startServer = async (
  config: Config,
  runtime: Runtime,
  out: (text: string) => void,
): Promise<RunningServer> => {
  const { store, log } = runtime;
  await showFirst(runtime, out);
  const handle = handlerOf(runtime);
  const platform: Platform = { handle, expiring: store.expiring, now: systemNow, log };
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
  const hosts = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    config.host,
    ...(config.publicUrl ? [new URL(config.publicUrl).hostname] : []),
  ];
  const web = makeWeb({ handle, documents: store.documents, hosts, now: systemNow, newId });
  const routers = [slack?.router ?? null, teams?.router ?? null, web].filter((router) => router !== null);
  const http: HttpServer = await startHttp(config.host, config.port, {
    routers,
    readiness: () => readiness(runtime),
    log,
  });
  await slack?.start();
  const schedule = startListSchedule(runtime, config.listsRefreshHours);
  const posts = startPostSchedule(runtime, { slack, teams });
  const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${http.port}`;
  out(platformLines(config).join("\n"));
  out(`Chat page: ${url}/   health: ${url}/healthz`);
  return {
    url,
    close: async () => {
      schedule.stop();
      await posts.stop();
      await slack?.stop();
      await teams?.stop();
      await http.close();
    },
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
  ];
};

const readiness = async ({ services }: Runtime): Promise<Readiness> => {
  const wanted = new Set<string>(LIST_SOURCES.filter((source) => source.refreshed).map((source) => source.id));
  const rows = (await services.lists.status()).filter(
    (row) => row.trouble !== null && (row.entries !== null || wanted.has(row.source)),
  );
  return { ready: rows.length === 0, why: rows.map((row) => `${row.title}: ${row.trouble}.`) };
};
