import type { Router } from "express";
import { messageOf, RedflagError } from "../../core/errors.ts";
import type { AttemptNumber, IncomingBody } from "../../core/incoming.ts";
import type { Reply } from "../../core/reply.ts";
import { SILENCE_TEXT, troubleText } from "../../core/trouble.ts";
import type { Handler } from "../../ports/chat.ts";
import type { Now } from "../../ports/clock.ts";
import type { Download } from "../../ports/download.ts";
import { type Forms, subjectFormOnly } from "../../ports/forms.ts";
import type { Log } from "../../ports/log.ts";
import type { DrawChart } from "../../ports/pictures.ts";
import type { Groups } from "../../ports/policy.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { WorkQueue } from "../../ports/work-queue.ts";
import { csvIn, type DroppedFile, readCsv } from "./attachments.ts";
import { makeConnector, type Trust } from "./botbuilder.ts";
import { DIALOG_WAIT_MS } from "./dialog.ts";
import { makeEndpoint } from "./endpoint.ts";
import { feedbackKey } from "./feedback.ts";
import { incomingWith, messageBody, pressedOnTargeted, readableText } from "./incoming.ts";
import { makeInvokes } from "./invokes.ts";
import { type Admitted, makeLanes } from "./lanes.ts";
import { formOffer, noteReply } from "./notes.ts";
import { picturesOf } from "./pictures.ts";
import { makePlaces, presenceOf } from "./places.ts";
import { renderReply } from "./render.ts";
import { type EndingResponder, makeResponder, type ResponderDeps, type Seat } from "./responder.ts";
import { ANSWERING, isLasting, RETRYING, type Retrying, withRetry } from "./retry.ts";
import { makeTeamMembers } from "./team-members.ts";
import { ANONYMOUS_WARNING, allowedTenants, checkTrust, type TeamsSettings } from "./trust.ts";
import { type InboundActivity, type Place, placeOf } from "./wire.ts";
import { withdrawalsHere, withdrawalsShared } from "./withdrawals.ts";
import { makeZones } from "./zones.ts";

export interface TeamsDeps {
  readonly settings: TeamsSettings;
  readonly production: boolean;
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  /** Events go through it, so that any replica answers; without it this process answers all it takes in. */
  readonly queue?: WorkQueue | null;
  readonly now: Now;
  readonly log: Log;
  /** Fetches a dropped CSV from its pre-signed address; without it files are refused with a sentence. */
  readonly download?: Download;
  /** Forms beside the one for a subject, and what is wrong with a submission. */
  readonly forms?: Forms;
  /** Draws the charts of digests; without it they are lines of text. */
  readonly draw?: DrawChart;
  /** `null` checks signatures against Microsoft's public cloud. */
  readonly trust?: Trust | null;
  readonly retrying?: Retrying;
  readonly stopwatch?: () => number;
  /** Longest wait for an answer that is shown in a dialog, milliseconds; later it goes to the person's chat. */
  readonly dialogWaitMs?: number;
  /** Where the warning of anonymous mode is printed; the default is stderr. */
  readonly warnAloud?: (line: string) => void;
}

/** Where a post goes that nobody asked for: ids as an `Incoming` of that conversation gave them. */
interface TeamsTarget {
  readonly workspaceId: string;
  readonly channelId: string;
}

export interface Teams {
  /** Serves POST /api/messages; to be mounted on the one HTTP server. */
  readonly router: Router;
  /**
   * Posts on the bot's own account: a new thread in a channel, a message in a chat. Rejects with `RedflagError` "not-found" when the
   * bot is not (or no longer) there, with `Unavailable` when Teams did not take it.
   */
  post(target: TeamsTarget, reply: Reply): Promise<void>;
  /** IANA zone of a person, as Teams sent it with what they wrote last; `null` when it never did. */
  zoneOf(tenantId: string, userId: string): Promise<string | null>;
  /** Members of teams, for roles. */
  readonly groups: Groups;
  /** Begins to answer what the queue holds. */
  start(): Promise<void>;
  /** Resolves when everything acknowledged has been answered. */
  stop(): Promise<void>;
}

/** Answers stay connected to their thumbs this long. */
const FEEDBACK_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const WANTED: Seat["withdrawn"] = () => Promise.resolve(null);
const NOT_DRAWN: DrawChart = () => Promise.resolve(null);

/** Throws `ConfigError` when requests could not be trusted with these settings. */
export const makeTeams = (deps: TeamsDeps): Teams => {
  const { settings, expiring, handle, log, now } = deps;
  const { anonymous } = checkTrust(settings, deps.production);
  if (anonymous) (deps.warnAloud ?? ((line) => process.stderr.write(`${line}\n`)))(ANONYMOUS_WARNING);

  const connector = makeConnector(settings, deps.trust ?? null);
  const retrying = deps.retrying ?? RETRYING;
  const queue = deps.queue ?? null;
  const places = makePlaces(expiring, queue !== null);
  const zones = makeZones(expiring);
  const draw = deps.draw ?? NOT_DRAWN;
  const responding: ResponderDeps = {
    draw,
    connector,
    retrying: deps.retrying ?? ANSWERING,
    stopwatch: deps.stopwatch ?? (() => performance.now()),
    log,
    keepFeedback: (place, messageId, feedbackFor) =>
      expiring.set(feedbackKey(place.tenantId, place.conversationId, messageId), feedbackFor, FEEDBACK_KEPT_MS),
  };

  const shared = queue === null ? null : withdrawalsShared(expiring);
  const withdrawals = shared ?? withdrawalsHere();
  /** Runs one body through the router and answers in the conversation it came from. */
  const run = async (event: Admitted, body: IncomingBody): Promise<void> => {
    const turn = withdrawals.begin(event.activity, event.key);
    const responder = responderOf(event, turn.withdrawn);
    const incoming = incomingWith(event.activity, event.tenantId, body, now());
    try {
      await handle(event.attempt ? { ...incoming, attempt: numberOf(event.attempt) } : incoming, responder);
    } catch (thrown) {
      log.error("a Teams event failed", { reason: messageOf(thrown) });
      if (event.attempt) {
        turn.end();
        if (isLasting(thrown)) return;
        throw thrown;
      }
      if (!responder.spoke()) await responder.send(noteReply(troubleText(thrown)));
    }
    if (!responder.spoke() && awaitsAnswer(body)) await responder.send(noteReply(SILENCE_TEXT));
    await responder.end();
    turn.end();
  };

  const onEvent = async (event: Admitted): Promise<void> => {
    const { activity, tenantId } = event;
    const place = placeOf(activity, tenantId);
    const teamId = activity.channelData?.team?.id ?? null;
    const presence = presenceOf(activity);
    if (presence !== "here") return places.forget(place, presence === "gone" ? teamId : null);
    await places.remember(place, teamId);
    await zones.remember(activity, tenantId);
    // Nobody asked for it: an introduction that may have been given is not given again.
    if (activity.type === "installationUpdate" && activity.action === "add")
      return (event.attempt?.number ?? 1) > 1 ? undefined : introduce(event, place);
    if (activity.type === "messageDelete") return void (await withdrawals.withdraw(activity));
    if (activity.type === "messageUpdate") return runEdited(event);
    if (activity.type !== "message") return;
    const file = csvIn(activity);
    if (file) return screenFile(event, file);
    const body = messageBody(activity);
    // A command without its name: the form asks for it.
    if (body?.kind === "command" && body.name === "screen" && body.text === "")
      return responderOf(event).send(formOffer());
    if (body) await run(event, body);
  };

  /** New words of a question: only they are answered; where the old ones were answered already, once more. */
  const runEdited = async (event: Admitted): Promise<void> => {
    const { activity } = event;
    if (activity.channelData?.eventType !== "editMessage") return;
    const late = !(await withdrawals.withdraw(activity));
    const body = csvIn(activity) ? null : messageBody(activity);
    if (body?.kind === "message" && body.addressed) await run(event, late ? { ...body, edited: true } : body);
  };

  /** The help, for everyone there: nobody in particular has asked, and a channel has no thread yet. */
  const introduce = (event: Admitted, place: Place): Promise<void> =>
    handle(incomingWith(event.activity, event.tenantId, { kind: "command", name: "help", text: "" }, now()), {
      progress: async () => undefined,
      send: (reply) => postAt(place, reply),
    });

  const postAt = async (place: Place, reply: Reply): Promise<void> => {
    let threadId = place.conversationId;
    for (const [index, activity] of renderReply(reply, await picturesOf(reply, draw)).entries()) {
      if (place.scene === "channel" && index === 0)
        threadId = await withRetry(() => connector.openThread(place, activity), retrying);
      else await withRetry(() => connector.send(place, threadId, activity, null), retrying);
    }
  };

  const responderOf = (event: Admitted, withdrawn: Seat["withdrawn"] = WANTED): EndingResponder => {
    const { threadId } = incomingWith(event.activity, event.tenantId, { kind: "command", name: "", text: "" }, now());
    return makeResponder(seatOf(event, threadId, withdrawn), responding);
  };

  const screenFile = async (event: Admitted, file: DroppedFile): Promise<void> => {
    const read = await readCsv(file, readableText(event.activity), deps.download ?? null, log);
    if ("body" in read) await run(event, read.body);
    else await responderOf(event).send(read.refusal);
  };

  const sendToPerson = async (event: Admitted, reply: Reply): Promise<void> => {
    const seat = seatOf(event, "", WANTED);
    const direct = await withRetry(() => connector.openDirect(seat.place, seat.person), retrying);
    await makeResponder({ ...seat, place: direct, threadId: direct.conversationId }, responding).send(reply);
  };

  const gaveUp = async (event: Admitted): Promise<void> => {
    const body = messageBody(event.activity);
    if (body && awaitsAnswer(body)) await responderOf(event).send(noteReply(SILENCE_TEXT));
  };
  const lanes = queue && shared && makeLanes({ queue, expiring, withdrawals: shared, answer: onEvent, gaveUp });

  const endpoint = makeEndpoint({
    authenticate: (header, activity) => connector.authenticate(header, activity),
    anonymous,
    allowedTenants: allowedTenants(settings),
    expiring,
    lanes,
    log,
    onEvent,
    onInvoke: makeInvokes({
      expiring,
      handle,
      now,
      run,
      forms: deps.forms ?? subjectFormOnly,
      sendHere: (event, reply) => responderOf(event).send(reply),
      sendToPerson,
      waitMs: deps.dialogWaitMs ?? DIALOG_WAIT_MS,
    }),
  });

  return {
    router: endpoint.router,
    groups: makeTeamMembers({ connector, places, now }),
    post: async ({ workspaceId, channelId }, reply) => {
      const place = await places.find(workspaceId, channelId);
      if (!place)
        throw new RedflagError(
          "not-found",
          "The bot is not in that Teams conversation. Nothing was posted. Add the app there and write to it once.",
        );
      await postAt(place, reply);
    },
    zoneOf: zones.zoneOf,
    start: async () => lanes?.start(),
    stop: () => endpoint.drain(),
  };
};

/** Ordinary messages and pressed buttons may stay without a word; a question and a command may not. */
const awaitsAnswer = (body: IncomingBody): boolean =>
  body.kind === "command" || (body.kind === "message" && body.addressed);

const numberOf = ({ number, last }: AttemptNumber): AttemptNumber => ({ number, last });

const seatOf = ({ activity, tenantId, attempt }: Admitted, threadId: string, withdrawn: Seat["withdrawn"]): Seat => ({
  place: placeOf(activity, tenantId),
  threadId,
  person: { userId: activity.from.id, name: activity.from.name ?? null },
  targeted: targetedBy(activity),
  withdrawn,
  attempt: attempt ?? null,
});

const targetedBy = ({ recipient, value }: InboundActivity): Seat["targeted"] => {
  if (pressedOnTargeted(value)) return "private";
  return recipient.isTargeted === true ? "everything" : "nothing";
};
