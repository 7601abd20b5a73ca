import { App, type webApi } from "@slack/bolt";
import type { Router } from "express";
import { ConfigError } from "../../core/errors.ts";
import type { Reply } from "../../core/reply.ts";
import type { Handler } from "../../ports/chat.ts";
import type { Now } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { type Call, makeCall } from "./calls.ts";
import { makeIntake } from "./intake.ts";
import { listen } from "./listeners.ts";
import { threadOutlet } from "./outlets.ts";
import { makeProgress, noProgress } from "./progress.ts";
import { makeReceiver, quietLogger } from "./receiving.ts";
import { makeRespond } from "./respond.ts";
import { makeResponder } from "./responder.ts";
import { makeSession } from "./session.ts";
import { makeClients, singleWorkspace } from "./workspaces.ts";

/** Settings of the Slack side. With `appToken` events come over Socket Mode, else over HTTP with `signingSecret`. */
export interface SlackSettings {
  readonly botToken: string;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  /** Other address of the Web API; `null` is Slack's own. */
  readonly apiUrl: string | null;
}

/** Where a scheduled post goes. */
export interface SlackTarget {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly threadTs: string | null;
}

export interface SlackOptions {
  readonly settings: SlackSettings;
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  readonly now: Now;
  readonly log: Log;
  /** For tests and proxies: how the Web API is reached. */
  readonly clientOptions?: webApi.WebClientOptions;
  /** For response_urls and files. Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Waits this many milliseconds; for tests. */
  readonly wait?: (ms: number) => Promise<void>;
  /** An answer that takes longer shows its steps as a stream, sooner ones only a status. Default 1,500. */
  readonly streamAfterMs?: number;
}

export interface Slack {
  /** Mount at the root, before any body parser: signatures are made over the raw bytes. `null` in Socket Mode. */
  readonly router: Router | null;
  /** Checks the token and, in Socket Mode, connects. Rejects with `ConfigError` when Slack refuses the token. */
  start(): Promise<void>;
  /** Takes no more events and waits for the answers being made. */
  stop(): Promise<void>;
  /** Posts unasked, for digests. Rejects with `CallRefused` when Slack does not take it. */
  post(target: SlackTarget, reply: Reply): Promise<void>;
}

const CALL_TIMEOUT_MS = 15_000;
const STREAM_AFTER_MS = 1_500;

export const makeSlack = (options: SlackOptions): Slack => {
  const { settings, handle, expiring, now, log } = options;
  const wait = options.wait ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const { botToken } = settings;
  if (settings.appToken === null && settings.signingSecret === null)
    throw new ConfigError(["Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"]);

  const given = { ...(settings.apiUrl === null ? {} : { slackApiUrl: settings.apiUrl }), ...options.clientOptions };
  const clientOptions: webApi.WebClientOptions = {
    timeout: CALL_TIMEOUT_MS,
    ...given,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quietLogger(log),
  };
  const fetchFn = options.fetch ?? globalThis.fetch;
  const clientOf = makeClients(clientOptions);
  const callOf = (token: string | undefined): Call => makeCall(clientOf(token ?? botToken), wait);
  const tryOf = (token: string | undefined): Call => makeCall(clientOf(token ?? botToken), wait, 0);

  const session = makeSession({ handle, expiring, wait, log });
  const receiver = makeReceiver(settings, given, log, now);
  const authorize = singleWorkspace(botToken, clientOf(botToken), log);
  const app = new App({
    receiver,
    authorize,
    clientOptions,
    logger: quietLogger(log),
    convoStore: false,
  });
  app.error((error) => {
    log.error(`Slack: ${error.message}`);
    return Promise.resolve();
  });
  const intake = makeIntake({
    pass: (event) => app.processEvent(event),
    expiring,
    warn: (message) => log.warn(message),
  });
  // Receivers know their app only by processEvent: the intake stands before it.
  receiver.init(intake as unknown as App);
  listen(app, {
    session,
    now,
    log,
    fetch: fetchFn,
    callOf,
    respondTo: (url) => makeRespond(url, fetchFn, log),
    progressAt: (place, token, teamId) =>
      makeProgress({
        call: callOf(token),
        tryCall: tryOf(token),
        place,
        teamId,
        wait,
        streamAfterMs: options.streamAfterMs ?? STREAM_AFTER_MS,
      }),
    forget: () => Promise.resolve(log.warn("Redflag was removed from the Slack workspace or its token was revoked.")),
  });

  return {
    router: receiver.router,
    start: async () => {
      const self = await clientOf(botToken)
        .auth.test()
        .catch((thrown: unknown) => refuseBadToken(thrown, log));
      if (self !== null) log.info(`Slack: signed in to ${self.team ?? "a workspace"} as ${self.user ?? "a bot"}.`);
      await receiver.start();
    },
    stop: async () => {
      await receiver.stop();
      await session.idle();
    },
    post: async (target, reply) => {
      const place = { channelId: target.channelId, threadTs: target.threadTs, userId: null, direct: false };
      const outlet = threadOutlet(callOf(botToken), place);
      const responder = makeResponder({ outlet, progress: noProgress, wait, spoken: () => Promise.resolve() });
      await responder.send({ ...reply, audience: "everyone" });
    },
  };
};

const BAD_TOKEN = /invalid_auth|account_inactive|token_revoked|token_expired|not_authed/;

const refuseBadToken = (thrown: unknown, log: Log): null => {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (BAD_TOKEN.test(message)) throw new ConfigError([`SLACK_BOT_TOKEN was refused by Slack (${message})`]);
  log.warn(`Slack could not be reached at start (${message}); events will be answered when it can.`);
  return null;
};
