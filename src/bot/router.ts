import type { Answer } from "../core/answer.ts";
import { messageOf, RedflagError } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import type { Reply } from "../core/reply.ts";
import type { Screening, ScreenOptions, Subject } from "../core/screening.ts";
import type { Handler, Responder } from "../ports/chat.ts";
import type { Now } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AuditLog, ExpiringStore } from "../ports/stores.ts";
import { type ActionDeps, runAction } from "./actions.ts";
import { makeInOrder } from "./in-order.ts";
import { type Intent, intentOf, screenIntent } from "./intents.ts";
import { makeThreadMemory, type Turn, threadKey } from "./memory.ts";
import { answerRecord, screeningRecord } from "./records.ts";
import { answerReply } from "./replies/answer.ts";
import type { DescribeList } from "./replies/phrases.ts";
import {
  greetingReply,
  helpReply,
  type ListStatusLine,
  listsReply,
  thanksReply,
  troubleReply,
} from "./replies/plain.ts";
import { screeningReply } from "./replies/screening.ts";

/** What the router needs of the domain. */
export interface BotDeps {
  /** Answers a question and screens what it mentions. */
  readonly answer: (question: string, turns: readonly Turn[], progress: (step: string) => void) => Promise<Answer>;
  readonly screen: (subject: Subject, options: ScreenOptions) => Promise<Screening>;
  /** True when the text is nothing but a listed name or an address. */
  readonly namesOnly: (text: string) => Promise<boolean>;
  readonly listLines: () => Promise<readonly ListStatusLine[]>;
  readonly describe: DescribeList;
  readonly expiring: ExpiringStore;
  readonly audit: AuditLog;
  readonly now: Now;
  readonly log: Log;
}

/** An event is answered once within this time, however often it is delivered. */
const DEDUPLICATE_MS = 24 * 60 * 60 * 1000;
/** Screenings stay reachable for their buttons this long. */
const SCREENING_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The one way in for every platform: de-duplicates, keeps the order of a thread, records, answers, and says why when it cannot. */
export const makeRouter = (deps: BotDeps): Handler => {
  const inOrder = makeInOrder();
  const memory = makeThreadMemory(deps.expiring);
  const actions: ActionDeps = {
    expiring: deps.expiring,
    describe: deps.describe,
    record: (incoming, kind, detail) => record(incoming, kind, detail),
  };

  const record = async (incoming: Incoming, kind: string, detail: unknown): Promise<void> => {
    const place = `${incoming.platform}/${incoming.workspaceId}/${incoming.channelId}`;
    await deps.audit.append({ at: deps.now(), kind, actor: incoming.userId, place, detail });
  };

  const screen = async (incoming: Incoming, subject: Subject, options: ScreenOptions): Promise<Reply> => {
    const screening = await deps.screen(subject, options);
    await deps.expiring.set(`screening:${screening.screeningId}`, screening, SCREENING_KEPT_MS);
    await record(incoming, "screening", screeningRecord(screening));
    return screeningReply(screening, deps.describe);
  };

  const ask = async (incoming: Incoming, question: string, responder: Responder): Promise<Reply> => {
    const turns = await memory.recall(incoming);
    const progress = (step: string): void => {
      responder
        .progress(step)
        .catch((thrown: unknown) => deps.log.warn("progress not shown", { reason: messageOf(thrown) }));
    };
    const answer = await deps.answer(question, turns, progress);
    await record(incoming, "answer", answerRecord(answer));
    for (const screening of answer.screenings) {
      await deps.expiring.set(`screening:${screening.screeningId}`, screening, SCREENING_KEPT_MS);
      await record(incoming, "screening", screeningRecord(screening));
    }
    await memory.remember(incoming, answer);
    return answerReply(answer, deps.describe);
  };

  const follow = async (incoming: Incoming, intent: Intent, responder: Responder): Promise<Reply> => {
    switch (intent.kind) {
      case "ask":
        return ask(incoming, intent.question, responder);
      case "screen":
        return screen(incoming, intent.subject, intent.options);
      case "lists":
        return listsReply(await deps.listLines());
      case "help":
        return helpReply();
      case "greeting":
        return greetingReply();
      case "thanks":
        return thanksReply();
    }
  };

  /** `null`: nobody asked the bot anything. */
  const replyTo = async (incoming: Incoming, responder: Responder): Promise<Reply | null> => {
    const { body } = incoming;
    switch (body.kind) {
      case "message": {
        const followUp = !body.addressed && (await memory.recall(incoming)).length > 0;
        if (!body.addressed && !followUp) return null;
        return follow(incoming, await intentOf(body.text, deps.namesOnly), responder);
      }
      case "command":
        return follow(incoming, await commandIntent(body.name, body.text, deps.namesOnly), responder);
      case "action":
        return runAction(incoming, body, actions);
    }
  };

  const handle = async (incoming: Incoming, responder: Responder): Promise<void> => {
    const event = ["event", incoming.platform, incoming.workspaceId, incoming.eventId]
      .map(encodeURIComponent)
      .join(":");
    if (!(await deps.expiring.claim(event, DEDUPLICATE_MS))) return;
    const reply = await replyTo(incoming, responder).catch((thrown: unknown) => {
      deps.log.error("could not answer", { reason: messageOf(thrown), platform: incoming.platform });
      return troubleReply(sentenceFor(thrown));
    });
    if (reply) await responder.send(reply);
  };

  return (incoming, responder) =>
    inOrder(threadKey(incoming), () => handle(incoming, responder)).catch((thrown: unknown) =>
      deps.log.error("reply not delivered", {
        reason: messageOf(thrown),
        platform: incoming.platform,
        eventId: incoming.eventId,
      }),
    );
};

const commandIntent = async (name: string, text: string, namesOnly: BotDeps["namesOnly"]): Promise<Intent> => {
  switch (name) {
    case "screen":
      return screenIntent(text);
    case "ask":
      return text.trim() === "" ? { kind: "help" } : { kind: "ask", question: text.trim() };
    case "lists":
      return { kind: "lists" };
    default:
      return text.trim() === "" ? { kind: "help" } : intentOf(text, namesOnly);
  }
};

/** Our own errors carry a sentence for people; anything else stays in the log. */
const sentenceFor = (thrown: unknown): string =>
  thrown instanceof RedflagError
    ? thrown.message
    : "Something went wrong here and nothing was changed. Please ask again; if it stays, an administrator finds the reason in the log.";
