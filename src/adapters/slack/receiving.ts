import { ExpressReceiver, LogLevel, type Receiver, SocketModeReceiver, type webApi } from "@slack/bolt";
import { type Request, type Response, Router } from "express";
import type { Now } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

/** Slack's documented path; the same for events, commands and interactivity. */
const EVENTS_PATH = "/slack/events";
const MAX_SKEW_SECONDS = 300;

/** The tokens that decide the transport. */
export interface Secrets {
  readonly signingSecret: string | null;
  readonly appToken: string | null;
}

/** How events reach us. */
export interface Receiving extends Receiver {
  /** The routes to mount; `null` in Socket Mode. */
  readonly router: Router | null;
}

const makeReceiver = (
  settings: SlackSettings,
  clientOptions: webApi.WebClientOptions,
  log: Log,
  now: Now,
): Receiving => {
  const logger = quietLogger(log);
  if (settings.appToken !== null)
    return {
      receiver: new SocketModeReceiver({
        appToken: settings.appToken,
        logger,
        // Without many retries a network fault during a reconnect ends in an unhandled rejection inside the client.
        installerOptions: {
          clientOptions: { ...clientOptions, retryConfig: { retries: 1_000, factor: 1.3, maxTimeout: 30_000 } },
        },
      }),
      router: null,
    };
  const router = Router();
  router.post(EVENTS_PATH, (request, response, next) => (fromTheFuture(request, now) ? refuse(response) : next()));
  const receiver = new ExpressReceiver({
    signingSecret: settings.signingSecret ?? "",
    endpoints: EVENTS_PATH,
    router,
    logger,
  });
  return { receiver, router };
};

/** Bolt refuses timestamps more than five minutes old and takes any from the future; a replay could be dated ahead. */
const fromTheFuture = (request: Request, now: Now): boolean => {
  const sentAtSeconds = Number(request.headers["x-slack-request-timestamp"]);
  return sentAtSeconds - Date.parse(now()) / 1_000 > MAX_SKEW_SECONDS;
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
