import type { ServerResponse } from "node:http";
import { ExpressReceiver, LogLevel, type Receiver, SocketModeReceiver, type webApi } from "@slack/bolt";
import { type Request, type Response, Router } from "express";
import type { Now } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { makeInstallationStore } from "./installs.ts";
import { makeSeal } from "./sealed.ts";
import { SCOPES } from "./surface.ts";
import type { Authorize } from "./workspaces.ts";

/** Slack's documented path; the same for events, commands and interactivity. */
export const EVENTS_PATH = "/slack/events";
const MAX_SKEW_SECONDS = 300;
const PATIENCE_MS = 15_000;

/** The tokens that decide the transport. */
interface Secrets {
  readonly signingSecret: string | null;
  readonly appToken: string | null;
}

/** For installation in many workspaces and whole organisations instead of one bot token. HTTP only. */
export interface OauthSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs the state of an installation under way. */
  readonly stateSecret: string;
  /** Encrypts the installations in the store; at least 32 characters. */
  readonly installSecret: string;
  /** What encrypted them before it was changed. */
  readonly formerInstallSecret?: string | null;
  /** `https://<this server>/slack/oauth_redirect`, as entered in the app's settings; `null` uses the one entered there. */
  readonly redirectUri: string | null;
  /** Other address of Slack's consent page, for GovSlack or a test stand-in. */
  readonly authorizationUrl: string | null;
}

/** How events reach us. */
interface Receiving extends Receiver {
  /** Finds the token of a workspace, refreshed where it rotates; `null` with a single token. */
  readonly authorize: Authorize | null;
  /** The routes to mount; `null` in Socket Mode. */
  readonly router: Router | null;
}

export const makeReceiver = (
  secrets: Secrets,
  oauth: OauthSettings | null,
  expiring: ExpiringStore,
  clientOptions: webApi.WebClientOptions,
  log: Log,
  now: Now,
  reconnectAfterMs: number | null,
): Receiving =>
  secrets.appToken === null
    ? overHttp(secrets.signingSecret ?? "", oauth, expiring, clientOptions, log, now)
    : overSocket(secrets.appToken, clientOptions, log, reconnectAfterMs);

const overSocket = (
  appToken: string,
  clientOptions: webApi.WebClientOptions,
  log: Log,
  reconnectAfterMs: number | null,
): Receiving => {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quietLogger(log),
    ...(reconnectAfterMs === null ? {} : { clientPingTimeout: reconnectAfterMs }),
    // Without many retries a network fault during a reconnect ends in an unhandled rejection inside the client.
    installerOptions: {
      clientOptions: { ...clientOptions, retryConfig: { retries: 1_000, factor: 1.3, maxTimeout: 30_000 } },
    },
  });
  return {
    router: null,
    authorize: null,
    init: (app) => receiver.init(app),
    start: () => receiver.start(),
    stop: () => receiver.stop(),
  };
};

const overHttp = (
  signingSecret: string,
  oauth: OauthSettings | null,
  expiring: ExpiringStore,
  clientOptions: webApi.WebClientOptions,
  log: Log,
  now: Now,
): Receiving => {
  const router = Router();
  router.post(EVENTS_PATH, (request, response, next) => (fromTheFuture(request, now) ? refuse(response) : next()));
  const receiver = new ExpressReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    router,
    logger: quietLogger(log),
    // Slack has hung up after three seconds; what could be put in the queue later than that is put all the same.
    unhandledRequestTimeoutMillis: PATIENCE_MS,
    processEventErrorHandler: (failure) => Promise.resolve(sendAgain(failure, log)),
    ...(oauth === null ? {} : installing(oauth, expiring, clientOptions)),
  });
  // The server is shared: starting and stopping it is not for us.
  return {
    router,
    authorize: receiver.installer === undefined ? null : receiver.installer.authorize.bind(receiver.installer),
    init: (app) => receiver.init(app),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
};

/** Adds /slack/install and /slack/oauth_redirect. */
const installing = (oauth: OauthSettings, expiring: ExpiringStore, clientOptions: webApi.WebClientOptions) => ({
  clientId: oauth.clientId,
  clientSecret: oauth.clientSecret,
  stateSecret: oauth.stateSecret,
  scopes: SCOPES.map(({ scope }) => scope),
  installationStore: makeInstallationStore(expiring, makeSeal(oauth.installSecret, oauth.formerInstallSecret)),
  ...(oauth.redirectUri === null ? {} : { redirectUri: oauth.redirectUri }),
  installerOptions: {
    clientOptions,
    renderHtmlForInstallPath: installPage,
    ...(oauth.redirectUri === null ? {} : { redirectUriPath: new URL(oauth.redirectUri).pathname }),
    ...(oauth.authorizationUrl === null ? {} : { authorizationUrl: oauth.authorizationUrl }),
  },
});

/** Our own page: Bolt's loads a picture from another host. */
const installPage = (url: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Install Redflag</title><body><h1>Install Redflag in Slack</h1><p><a href="${url.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">Add to Slack</a></p></body></html>`;

/** Bolt refuses timestamps more than five minutes old and takes any from the future; a replay could be dated ahead. */
const fromTheFuture = (request: Request, now: Now): boolean => {
  const sentAtSeconds = Number(request.headers["x-slack-request-timestamp"]);
  return sentAtSeconds - Date.parse(now()) / 1_000 > MAX_SKEW_SECONDS;
};

/** Not acknowledged: Slack delivers an event again, at once, after a minute and after five. */
const sendAgain: (failure: { readonly error: Error; readonly response: ServerResponse }, log: Log) => boolean = (
  { error, response },
  log,
) => {
  log.error("a Slack event could not be taken in; Slack delivers it again", { reason: error.message });
  if (!response.headersSent) response.writeHead(503).end();
  return false;
};

const refuse = (response: Response): void => {
  response.status(401).send();
};

/** Bolt's chatter, warnings and errors only, on our log. */
export const quietLogger = (log: Log): NonNullable<webApi.WebClientOptions["logger"]> => ({
  debug: () => {},
  info: () => {},
  warn: (...words) => log.warn(`Slack: ${words.join(" ")}`),
  error: (...words) => log.error(`Slack: ${words.join(" ")}`),
  setLevel: () => {},
  getLevel: () => LogLevel.WARN,
  setName: () => {},
});
