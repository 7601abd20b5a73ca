import type { Context } from "@slack/bolt";
import { Unavailable } from "../../core/errors.ts";
import type { Now } from "../../ports/clock.ts";
import type { Forms } from "../../ports/forms.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { attemptIn } from "./attempt.ts";
import type { Budget } from "./budget.ts";
import type { Call } from "./calls.ts";
import { csvOf, fetchCsv, shareFile } from "./files.ts";
import * as arrive from "./incoming.ts";
import { eventKey } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import type { Outlet, Place, Respond } from "./outlets.ts";
import type { AnyPayload, MessagePayload } from "./payloads.ts";
import type { Progress } from "./progress.ts";
import { toMessages } from "./render.ts";
import type { Share } from "./responder.ts";
import type { Session } from "./session.ts";
import { tooLargeReply, unreadableReply } from "./trouble.ts";

/** Calls of one workspace; `tryCall` fails at once where `call` would wait. */
export interface Calls {
  readonly call: Call;
  readonly tryCall: Call;
}

/** What the listeners need; made once by `makeSlack`. */
export interface Desk {
  readonly session: Session;
  readonly forms: Forms;
  readonly now: Now;
  readonly log: Log;
  readonly fetch: typeof fetch;
  /** The Web API's address where it is not Slack's own. */
  readonly apiUrl: string | null;
  /** Calls with the token of the workspace an event came from. */
  readonly callOf: (botToken: string | undefined) => Call;
  /** The same, failing at once where `callOf` would wait: for what an answer must not wait for. */
  readonly tryCallOf: (botToken: string | undefined) => Call;
  readonly respondTo: (url: string) => Respond;
  readonly progressAt: (place: Place, calls: Calls, teamId: string) => Progress;
  readonly expiring: ExpiringStore;
  /** Keeps titles below what Slack allows; a conversation without one is named after its first words anyway. */
  readonly mayEntitle: Budget;
  /** Forgets a workspace that removed Redflag. */
  readonly forget: (body: AnyPayload) => Promise<void>;
}

/** Who sent an event and when it came. */
export const originOf = (desk: Desk, body: unknown, context: Context): arrive.Origin => {
  const payload = body as AnyPayload;
  const receivedAt = desk.now();
  const attempt = attemptIn(context);
  return {
    eventId: eventKey(payload) ?? `event:${payload.event_id ?? receivedAt}`,
    workspaceId:
      (context.isEnterpriseInstall ? context.enterpriseId : context.teamId) ?? context.enterpriseId ?? "unknown",
    botUserId: context.botUserId ?? null,
    receivedAt,
    ...(attempt === null ? {} : { attempt: { number: attempt.number, last: attempt.last } }),
  };
};

/** Shares a file in the conversation of an answer. */
export const sharer =
  (desk: Desk, call: Call, place: Place): Share =>
  async (file, open) => {
    if (!open && !place.direct)
      throw new Unavailable("Private results can be shared in a direct message only: drop the CSV there.");
    await shareFile(call, desk.fetch, place, file);
  };

/** A dropped CSV becomes a batch; `null` when it could not be read, which the person is told. */
export const batchOf = async (
  desk: Desk,
  event: MessagePayload,
  arrived: arrive.Arrived,
  context: Context,
  outlet: Outlet,
): Promise<arrive.Arrived | null> => {
  const file = csvOf(event);
  if (file === null) return arrived;
  const name = file.name ?? "the file";
  const fetched = await fetchCsv(file, context.botToken ?? "", desk.fetch, desk.apiUrl);
  if ("text" in fetched) return arrive.withCsv(arrived, name, fetched.text);
  const reply = fetched.refused === "too-large" ? tooLargeReply(name, LIMITS.csvBytes) : unreadableReply(name);
  for (const part of toMessages(reply)) await outlet.everyone(part);
  return null;
};
