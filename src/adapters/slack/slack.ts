import { App, type ReceiverEvent, type webApi } from "@slack/bolt";
import type { Router } from "express";
import { ConfigError, messageOf, Unavailable } from "../../core/errors.ts";
import type { Reply } from "../../core/reply.ts";
import type { Handler } from "../../ports/chat.ts";
import type { Now } from "../../ports/clock.ts";
import { type Forms, subjectFormOnly } from "../../ports/forms.ts";
import type { Log } from "../../ports/log.ts";
import type { DrawChart } from "../../ports/pictures.ts";
import type { Groups } from "../../ports/policy.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { WorkQueue } from "../../ports/work-queue.ts";
import { makeBudget } from "./budget.ts";
import { ANSWER_PATIENCE_MS, type Call, makeCall, sameEachTime } from "./calls.ts";
import { shareFile } from "./files.ts";
import { endedBy, makeInstallationStore } from "./installs.ts";
import { makeIntake } from "./intake.ts";
import { type OpenQuestion, questionIn } from "./journal.ts";
import { makeLanes } from "./lanes.ts";
import { listen } from "./listeners.ts";
import { threadOutlet } from "./outlets.ts";
import type { AnyPayload } from "./payloads.ts";
import { picturesOf } from "./pictures.ts";
import { makeProgress, noProgress } from "./progress.ts";
import { makeReceiver, type OauthSettings, quietLogger } from "./receiving.ts";
import { recordsOfOne, recordsOfReplicas, type Tell } from "./records.ts";
import { comesAgain, recover, tellToAskAgain } from "./recover.ts";
import { makeRespond } from "./respond.ts";
import { makeResponder } from "./responder.ts";
import { makeSeal } from "./sealed.ts";
import { makeSession } from "./session.ts";
import { makeUserGroups } from "./user-groups.ts";
import { withdrawalsHere, withdrawalsShared } from "./withdrawals.ts";
import { makeClients, singleWorkspace } from "./workspaces.ts";
import { makeZones } from "./zones.ts";

/** Settings of the Slack side. With `appToken` events come over Socket Mode, else over HTTP with `signingSecret`. */
export interface SlackSettings {
  /** `null` where many workspaces install Redflag (`oauth`). */
  readonly botToken: string | null;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  /** Other address of the Web API; `null` is Slack's own. */
  readonly apiUrl: string | null;
}

/** Where a scheduled post goes. */
interface SlackTarget {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly threadTs: string | null;
}

export interface SlackOptions {
  readonly settings: SlackSettings;
  /** Set for installation in many workspaces; needs a signing secret and no bot token. */
  readonly oauth?: OauthSettings;
  /** Name of this process among several over one store. Default "main". */
  readonly instance?: string;
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  /** What people write goes through it, so that any replica answers; without it this process answers all it takes in. */
  readonly queue?: WorkQueue | null;
  readonly now: Now;
  readonly log: Log;
  /** For tests and proxies: how the Web API is reached. */
  readonly clientOptions?: webApi.WebClientOptions;
  /** Forms beside the one for a subject, and what is wrong with a submission. */
  readonly forms?: Forms;
  /** Draws the charts of digests; without it they are lines of text. */
  readonly draw?: DrawChart;
  /** For response_urls and files. Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Waits this many milliseconds; for tests. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Pause before Socket Mode reconnects, also its ping time-out; for tests. Default: the client's 5,000. */
  readonly reconnectAfterMs?: number;
  /** An answer that takes longer shows its steps as a stream, sooner ones only a status. Default 1,500. */
  readonly streamAfterMs?: number;
}

export interface Slack {
  /** Mount at the root, before any body parser: signatures are made over the raw bytes. `null` in Socket Mode. */
  readonly router: Router | null;
  /** Checks the token and, in Socket Mode, connects. Rejects with `ConfigError` when Slack refuses the token. */
  start(): Promise<void>;
  /** Takes no more events and waits for the answers being made, also to events in requests that `received` still waits for. */
  stop(received?: Promise<unknown>): Promise<void>;
  /** Members of user groups, for roles. */
  readonly groups: Groups;
  /**
   * Posts unasked, for digests. Rejects with `CallRefused` when Slack does not take it. A repeat with the same `key` is the same
   * post to Slack.
   */
  post(target: SlackTarget, reply: Reply, key?: string): Promise<void>;
  /** IANA zone of a person's profile; `null` when Slack does not say. Never rejects. */
  zoneOf(workspaceId: string, userId: string): Promise<string | null>;
}

const NOT_DRAWN: DrawChart = () => Promise.resolve(null);
const CALL_TIMEOUT_MS = 15_000;
const STREAM_AFTER_MS = 1_500;
/** Half of what Slack's tier 3 allows a workspace. */
const TITLES_PER_MINUTE = 25;

export const makeSlack = (options: SlackOptions): Slack => {
  const { settings, handle, expiring, now, log } = options;
  const wait = options.wait ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const oauth = options.oauth ?? null;
  assertSettings(settings, oauth);
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
  const callOf = (token: string | undefined): Call => makeCall(clientOf(token ?? ""), wait);
  /** For answers: somebody waits for them, also while Slack fails. */
  const patientOf = (token: string | undefined): Call =>
    makeCall(clientOf(token ?? ""), wait, undefined, ANSWER_PATIENCE_MS);
  const tryOf = (token: string | undefined): Call => makeCall(clientOf(token ?? ""), wait, 0);
  const respondTo = (url: string) => makeRespond(url, fetchFn, log);

  const shared = options.queue ? withdrawalsShared(expiring) : null;
  const session = makeSession({ handle, expiring, withdrawals: shared ?? withdrawalsHere(), wait, log });
  const receiver = makeReceiver(settings, oauth, expiring, given, log, now, options.reconnectAfterMs ?? null);
  const single =
    settings.botToken === null ? null : singleWorkspace(settings.botToken, clientOf(settings.botToken), log);
  const authorize = single ?? receiver.authorize;
  if (authorize === null) throw new ConfigError(["Slack needs SLACK_BOT_TOKEN, or its OAuth settings over HTTP"]);
  /** Asks again for each use: a rotating token is refreshed here, not only when an event happens to arrive. */
  const workspaceCall = async (workspaceId: string, enterpriseId: string | null): Promise<Call> => {
    try {
      const source = { teamId: workspaceId, enterpriseId: enterpriseId ?? workspaceId, isEnterpriseInstall: false };
      return callOf((await authorize(source)).botToken);
    } catch (thrown) {
      throw new Unavailable(
        `There is no token for the Slack workspace ${workspaceId}. Nothing was posted. Install Redflag there again.`,
        { cause: thrown },
      );
    }
  };
  const tell: Tell = (leftovers, { forget }) => recover(leftovers, { callOf: workspaceCall, respondTo, forget, log });
  const gaveUp = async (key: string, body: AnyPayload): Promise<void> => {
    const question = questionIn(key, body);
    if (question !== null) await tellToAskAgain(question, { callOf: workspaceCall, respondTo });
  };
  const recording = { expiring, tell, comesAgain: (one: OpenQuestion) => comesAgain(one, expiring), wait, log };
  const records = options.queue ? recordsOfReplicas(recording) : recordsOfOne(options.instance ?? "main", recording);
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
  const pass = (event: ReceiverEvent): Promise<void> => app.processEvent(event);
  const lanes = options.queue && shared ? makeLanes({ queue: options.queue, withdrawals: shared, pass, gaveUp }) : null;
  const intake = makeIntake({
    pass,
    expiring,
    journal: records.journal,
    lanes,
    warn: (message) => log.warn(message),
  });
  // Receivers know their app only by processEvent: the intake stands before it.
  receiver.init(intake as unknown as App);
  listen(app, {
    session,
    forms: options.forms ?? subjectFormOnly,
    now,
    log,
    fetch: fetchFn,
    apiUrl: given.slackApiUrl ?? null,
    callOf: patientOf,
    tryCallOf: tryOf,
    respondTo,
    expiring,
    progressAt: (place, calls, teamId) =>
      makeProgress({
        ...calls,
        place,
        teamId,
        wait,
        streamAfterMs: options.streamAfterMs ?? STREAM_AFTER_MS,
      }),
    mayEntitle: makeBudget(TITLES_PER_MINUTE, () => Date.parse(now())),
    forget: async (body) => {
      const ended = endedBy(body);
      if (ended === null) return;
      log.warn("Redflag was removed from a Slack workspace or its token was revoked", {
        workspaceId: body.team_id ?? "",
      });
      if (oauth !== null)
        await makeInstallationStore(expiring, makeSeal(oauth.installSecret)).deleteInstallation?.(ended as never);
    },
  });

  return {
    router: receiver.router,
    zoneOf: makeZones({ callOf: (workspaceId) => workspaceCall(workspaceId, null), expiring, log }),
    start: async () => {
      if (settings.botToken !== null) await signIn(clientOf(settings.botToken), log);
      await records.begin();
      await receiver.start();
      await lanes?.start();
      await records.tell();
    },
    stop: async (received) => {
      await receiver.stop();
      await received;
      await intake.idle();
      await records.stop();
    },
    groups: makeUserGroups({ callOf: (workspaceId) => workspaceCall(workspaceId, null), now }),
    post: async (target, reply, key) => {
      const place = { channelId: target.channelId, threadTs: target.threadTs, userId: null, direct: false };
      const asked = await workspaceCall(target.workspaceId, null);
      const call = key === undefined ? asked : sameEachTime(asked, key);
      const responder = makeResponder({
        outlet: threadOutlet(call, place, wait),
        progress: noProgress,
        wait,
        direct: false,
        share: (file) => shareFile(call, fetchFn, place, file),
        pictures: (reply) => picturesOf(reply, { draw: options.draw ?? NOT_DRAWN, call, fetch: fetchFn, log }),
        spoken: () => Promise.resolve(),
      });
      await responder.send({ ...reply, audience: "everyone" });
    },
  };
};

const BAD_TOKEN = /invalid_auth|account_inactive|token_revoked|token_expired|not_authed/;

const signIn = async (client: webApi.WebClient, log: Log): Promise<void> => {
  try {
    const self = await client.auth.test();
    log.info("signed in to Slack", { team: self.team ?? "", as: self.user ?? "" });
  } catch (thrown) {
    const reason = messageOf(thrown);
    if (BAD_TOKEN.test(reason)) throw refusedToken(reason);
    log.warn("Slack could not be reached at start; events will be answered when it can", { reason });
  }
};

const refusedToken = (reason: string): ConfigError =>
  new ConfigError([`SLACK_BOT_TOKEN was refused by Slack (${reason})`]);

const MIN_SECRET_CHARACTERS = 32;

const assertSettings = (settings: SlackSettings, oauth: OauthSettings | null): void => {
  const problems: string[] = [];
  if (settings.appToken === null && settings.signingSecret === null)
    problems.push("Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)");
  if (settings.botToken === null && oauth === null) problems.push("Slack needs SLACK_BOT_TOKEN or its OAuth settings");
  if (settings.botToken !== null && oauth !== null)
    problems.push("SLACK_BOT_TOKEN is for one workspace and Slack's OAuth settings are for many; set one of them");
  if (oauth !== null && settings.appToken !== null)
    problems.push("installation in many workspaces works over HTTP only; unset SLACK_APP_TOKEN");
  if (oauth !== null && oauth.installSecret.length < MIN_SECRET_CHARACTERS)
    problems.push(`SLACK_INSTALL_SECRET must have at least ${MIN_SECRET_CHARACTERS} characters`);
  if (problems.length > 0) throw new ConfigError(problems);
};
