import type { Router } from "express";
import { messageOf, RedflagError } from "../../core/errors.ts";
import type { IncomingBody } from "../../core/incoming.ts";
import type { Reply } from "../../core/reply.ts";
import { SILENCE_TEXT, troubleText } from "../../core/trouble.ts";
import type { Handler } from "../../ports/chat.ts";
import type { Now } from "../../ports/clock.ts";
import type { Download } from "../../ports/download.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { csvIn, type DroppedFile, readCsv } from "./attachments.ts";
import { makeConnector, type Trust } from "./botbuilder.ts";
import { DIALOG_WAIT_MS } from "./dialog.ts";
import { type Admitted, makeEndpoint } from "./endpoint.ts";
import { feedbackKey } from "./feedback.ts";
import { incomingWith, messageBody, pressedOnTargeted } from "./incoming.ts";
import { makeInvokes } from "./invokes.ts";
import { formOffer, noteReply } from "./notes.ts";
import { makePlaces, presenceOf } from "./places.ts";
import { renderReply } from "./render.ts";
import { type EndingResponder, makeResponder, type ResponderDeps, type Seat } from "./responder.ts";
import { RETRYING, type Retrying, withRetry } from "./retry.ts";
import { ANONYMOUS_WARNING, allowedTenants, checkTrust, type TeamsSettings } from "./trust.ts";
import { type InboundActivity, type Place, placeOf } from "./wire.ts";
import { makeWithdrawals } from "./withdrawals.ts";

export interface TeamsDeps {
  readonly settings: TeamsSettings;
  readonly production: boolean;
  readonly handle: Handler;
  readonly expiring: ExpiringStore;
  readonly now: Now;
  readonly log: Log;
  /** Fetches a dropped CSV from its pre-signed address; without it files are refused with a sentence. */
  readonly download?: Download;
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
  /** Resolves when everything acknowledged has been answered. */
  stop(): Promise<void>;
}

/** Answers stay connected to their thumbs this long. */
const FEEDBACK_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Throws `ConfigError` when requests could not be trusted with these settings. */
export const makeTeams = (deps: TeamsDeps): Teams => {
  const { settings, expiring, handle, log, now } = deps;
  const { anonymous } = checkTrust(settings, deps.production);
  if (anonymous) (deps.warnAloud ?? ((line) => process.stderr.write(`${line}\n`)))(ANONYMOUS_WARNING);

  const connector = makeConnector(settings, deps.trust ?? null);
  const retrying = deps.retrying ?? RETRYING;
  const places = makePlaces(expiring);
  const responding: ResponderDeps = {
    connector,
    retrying,
    stopwatch: deps.stopwatch ?? (() => performance.now()),
    log,
    keepFeedback: (place, messageId, feedbackFor) =>
      expiring.set(feedbackKey(place.tenantId, place.conversationId, messageId), feedbackFor, FEEDBACK_KEPT_MS),
  };

  const withdrawals = makeWithdrawals();
  /** Runs one body through the router and answers in the conversation it came from. */
  const run = async (event: Admitted, body: IncomingBody): Promise<void> => {
    const responder = responderOf(event);
    try {
      await handle(incomingWith(event.activity, event.tenantId, body, now()), responder);
    } catch (thrown) {
      log.error("a Teams event failed", { reason: messageOf(thrown) });
      if (!responder.spoke()) await responder.send(noteReply(troubleText(thrown)));
    }
    if (!responder.spoke() && awaitsAnswer(body)) await responder.send(noteReply(SILENCE_TEXT));
    await responder.end();
  };

  const onEvent = async (event: Admitted): Promise<void> => {
    const { activity, tenantId } = event;
    const place = placeOf(activity, tenantId);
    const teamId = activity.channelData?.team?.id ?? null;
    const presence = presenceOf(activity);
    if (presence !== "here") return places.forget(place, presence === "gone" ? teamId : null);
    await places.remember(place, teamId);
    if (activity.type === "installationUpdate" && activity.action === "add") return introduce(event, place);
    if (activity.type === "messageDelete") return withdrawals.add(activity);
    if (activity.type !== "message") return;
    const file = csvIn(activity);
    if (file) return screenFile(event, file);
    const body = messageBody(activity);
    // A command without its name: the form asks for it.
    if (body?.kind === "command" && body.name === "screen" && body.text === "")
      return responderOf(event).send(formOffer());
    if (body) await run(event, body);
  };

  /** The help, for everyone there: nobody in particular has asked, and a channel has no thread yet. */
  const introduce = (event: Admitted, place: Place): Promise<void> =>
    handle(incomingWith(event.activity, event.tenantId, { kind: "command", name: "help", text: "" }, now()), {
      progress: async () => undefined,
      send: (reply) => postAt(place, reply),
    });

  const postAt = async (place: Place, reply: Reply): Promise<void> => {
    let threadId = place.conversationId;
    for (const [index, activity] of renderReply(reply).entries()) {
      if (place.scene === "channel" && index === 0)
        threadId = await withRetry(() => connector.openThread(place, activity), retrying);
      else await withRetry(() => connector.send(place, threadId, activity, null), retrying);
    }
  };

  const responderOf = (event: Admitted): EndingResponder => {
    const { threadId } = incomingWith(event.activity, event.tenantId, { kind: "command", name: "", text: "" }, now());
    return makeResponder(
      seatOf(event, threadId, () => withdrawals.has(event.activity)),
      responding,
    );
  };

  const screenFile = async (event: Admitted, file: DroppedFile): Promise<void> => {
    const read = await readCsv(file, deps.download ?? null, log);
    if ("body" in read) await run(event, read.body);
    else await responderOf(event).send(read.refusal);
  };

  const sendToPerson = async (event: Admitted, reply: Reply): Promise<void> => {
    const seat = seatOf(event, "", () => false);
    const direct = await withRetry(() => connector.openDirect(seat.place, seat.person), retrying);
    await makeResponder({ ...seat, place: direct, threadId: direct.conversationId }, responding).send(reply);
  };

  const endpoint = makeEndpoint({
    authenticate: (header, activity) => connector.authenticate(header, activity),
    anonymous,
    allowedTenants: allowedTenants(settings),
    expiring,
    log,
    onEvent,
    onInvoke: makeInvokes({ expiring, handle, now, run, sendToPerson, waitMs: deps.dialogWaitMs ?? DIALOG_WAIT_MS }),
  });

  return {
    router: endpoint.router,
    post: async ({ workspaceId, channelId }, reply) => {
      const place = await places.find(workspaceId, channelId);
      if (!place)
        throw new RedflagError(
          "not-found",
          "The bot is not in that Teams conversation. Nothing was posted. Add the app there and write to it once.",
        );
      await postAt(place, reply);
    },
    stop: () => endpoint.drain(),
  };
};

/** Ordinary messages and pressed buttons may stay without a word; a question and a command may not. */
const awaitsAnswer = (body: IncomingBody): boolean =>
  body.kind === "command" || (body.kind === "message" && body.addressed);

const seatOf = ({ activity, tenantId }: Admitted, threadId: string, withdrawn: () => boolean): Seat => ({
  place: placeOf(activity, tenantId),
  threadId,
  person: { userId: activity.from.id, name: activity.from.name ?? null },
  targeted: targetedBy(activity),
  withdrawn,
});

const targetedBy = ({ recipient, value }: InboundActivity): Seat["targeted"] => {
  if (pressedOnTargeted(value)) return "private";
  return recipient.isTargeted === true ? "everything" : "nothing";
};
