import type { Context } from "@slack/bolt";
import { type Attempt, attemptIn } from "./attempt.ts";
import { answering } from "./calls.ts";
import { batchOf, type Calls, type Desk, originOf, sharer } from "./desk.ts";
import { csvOf } from "./files.ts";
import * as arrive from "./incoming.ts";
import { openLedger } from "./ledger.ts";
import { LIMITS } from "./limits.ts";
import { threadOutlet } from "./outlets.ts";
import type { MessagePayload } from "./payloads.ts";
import { noProgress } from "./progress.ts";
import type { MessageRef } from "./withdrawals.ts";

/** What is written in a conversation: a mention, a direct message, an ordinary message, and their edits and deletions. */
export type MessageListener = (event: MessagePayload, body: unknown, context: Context, edit?: boolean) => Promise<void>;

export const messageListener = (desk: Desk): MessageListener => {
  const message = async (event: MessagePayload, body: unknown, context: Context, edit = false): Promise<void> => {
    const origin = originOf(desk, body, context);
    const named = (ts: string | undefined): MessageRef => ({
      workspaceId: origin.workspaceId,
      channelId: event.channel ?? "",
      ts: ts ?? "",
    });
    const attempt = attemptIn(context);
    attempt?.reached();
    if (event.subtype === "message_deleted")
      return void (await desk.session.withdraw(named(event.deleted_ts), "deleted"));
    const changed = arrive.changedMessage(event);
    if (changed !== null) return message(changed, body, context, true);
    // New words of a question that is being answered: only they are answered. Those of one that was, once more.
    const late = edit && !(await desk.session.withdraw(named(event.ts), "edited"));
    const first = arrive.fromMessage(event, origin, false);
    if (first === null || (late && csvOf(event) !== null)) return;
    const root = event.thread_ts === undefined;
    const naming = first.place.direct && root && !edit ? entitle(desk, context, first) : null;
    const taken = { ...named(event.ts), eventId: origin.eventId, edit, question: addressed(first) || !root };
    await desk.session.deliver(
      first.incoming.threadId,
      async () => {
        const known = !root && !addressed(first) && (await follows(desk, first, attempt));
        const found = known ? (arrive.fromMessage(event, origin, true) ?? first) : first;
        const arrived = late ? arrive.edited(found) : found;
        const calls = await answerCalls(desk, context, arrived, event.ts ?? "", attempt);
        if (calls === null) return null;
        const outlet = threadOutlet(calls.call, arrived.place);
        const share = sharer(desk, calls.call, arrived.place);
        if (!addressed(arrived)) return { arrived, outlet, progress: noProgress, share };
        const batch = await batchOf(desk, event, arrived, context, outlet);
        const progress = desk.progressAt(arrived.place, calls, context.teamId ?? "");
        return batch === null ? null : { arrived: batch, outlet, progress, share };
      },
      taken,
      attempt,
    );
    await naming;
  };
  return message;
};

/** True in a thread that Redflag has answered in. Where nothing can be looked up, a message that comes again waits until it can. */
const follows = async (desk: Desk, first: arrive.Arrived, attempt: Attempt | null): Promise<boolean> => {
  try {
    return await desk.session.follows(first.incoming.workspaceId, first.place);
  } catch (thrown) {
    if (attempt !== null) throw thrown;
    return false;
  }
};

/** The calls that an answer is made with; `null`: an earlier try has given the whole answer. */
const answerCalls = async (
  desk: Desk,
  context: Context,
  { incoming, place }: arrive.Arrived,
  askedTs: string,
  attempt: Attempt | null,
): Promise<Calls | null> => {
  const [call, tryCall] = [desk.callOf(context.botToken), desk.tryCallOf(context.botToken)];
  if (attempt === null) return { call: answering(call, incoming.eventId), tryCall };
  const botUserId = context.botUserId ?? null;
  const ledger = await openLedger({ attempt, place, askedTs, botUserId, call, expiring: desk.expiring });
  return ledger.complete ? null : { call: ledger.wrap(call), tryCall: ledger.wrap(tryCall) };
};

const addressed = ({ incoming }: arrive.Arrived): boolean =>
  incoming.body.kind === "message" && incoming.body.addressed;

/** Names a new conversation in the agent view after its first question. */
const entitle = async (desk: Desk, context: Context, { place, incoming }: arrive.Arrived): Promise<void> => {
  const title = incoming.body.kind === "message" ? incoming.body.text.slice(0, LIMITS.threadTitleCharacters) : "";
  if (title === "" || !desk.mayEntitle()) return;
  await desk
    .tryCallOf(context.botToken)("assistant.threads.setTitle", {
      channel_id: place.channelId,
      thread_ts: place.threadTs,
      title,
    })
    .catch(() => {});
};
