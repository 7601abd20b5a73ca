import { messageOf, RedflagError } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import { placeOf } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import { subjectFrom } from "../core/subject.ts";
import type { Handler, Responder } from "../ports/chat.ts";
import type { Log } from "../ports/log.ts";
import type { ChannelSettings } from "../ports/settings.ts";
import { runAction } from "./actions.ts";
import { autoScreen } from "./auto-screen.ts";
import { runCommand } from "./commands/run.ts";
import { asksToWatch } from "./commands/watch.ts";
import { deedOf, deedOfAction } from "./deeds.ts";
import { type Desk, type DeskDeps, makeDesk } from "./desk.ts";
import { type GuardDeps, makeGuard } from "./guard.ts";
import { makeInOrder } from "./in-order.ts";
import { commandIntent, type Intent, intentOf } from "./intents.ts";
import { makeThreadMemory, threadKey } from "./memory.ts";
import { answerReply, privateAnswer, toEdited } from "./replies/answer.ts";
import { counted } from "./replies/phrases.ts";
import { greetingReply, helpReply, listsReply, noteReply, thanksReply, troubleReply } from "./replies/plain.ts";
import { screeningReply, screeningsReply } from "./replies/screening.ts";
import { unavailable } from "./replies/setting-words.ts";

/** What the router needs of the domain. */
export interface BotDeps extends DeskDeps, GuardDeps {
  /** True when the text is nothing but a listed name or an address. */
  readonly namesOnly: (text: string) => Promise<boolean>;
  readonly log: Log;
  /** Names the event in the log; `null` where it has no name. */
  readonly reference: () => string | null;
}

/** Mentions of one message that are screened; a longer list is a batch. */
const MENTIONS_SCREENED = 10;

/** The one way in for every platform, for events that the adapter let through once: keeps the order of a thread, answers, and says why when it cannot. */
export const makeRouter = (deps: BotDeps): Handler => {
  const inOrder = makeInOrder();
  const memory = makeThreadMemory(deps.expiring);
  const desk = makeDesk(deps);
  const guard = makeGuard(deps, desk);

  /** Answers that one person sees are remembered for that person, so that nobody else's question builds on them. */
  const seatOf = (incoming: Incoming, { replyMode }: ChannelSettings): Incoming =>
    replyMode === "private" && incoming.scene !== "direct"
      ? { ...incoming, threadId: `${incoming.threadId}~${incoming.userId}` }
      : incoming;

  /** A step that cannot be shown is no reason to stop. */
  const show = (step: string, responder: Responder): void => {
    responder
      .progress(step)
      .catch((thrown: unknown) => deps.log.warn("progress not shown", { reason: messageOf(thrown) }));
  };

  const ask = async (incoming: Incoming, question: string, responder: Responder): Promise<Reply> => {
    const settings = await deps.office.settings.get(placeOf(incoming));
    const seat = seatOf(incoming, settings);
    const turns = await memory.recall(seat);
    const progress = (step: string): void => show(step, responder);
    const answer = await desk.answer(incoming, question, turns, progress, settings.documentScope);
    await memory.remember(seat, turns, answer);
    const reply = answerReply(answer, deps.describe);
    if (seat === incoming) return reply;
    await desk.keepAnswer(answer);
    return privateAnswer(reply, answer, incoming);
  };

  const follow = async (incoming: Incoming, intent: Intent, responder: Responder): Promise<Reply> => {
    await guard.admit(incoming, deedOf(intent));
    switch (intent.kind) {
      case "ask":
        return ask(incoming, intent.question, responder);
      case "screen":
        return screeningReply(await desk.screen(incoming, intent.subject, intent.options), deps.describe);
      case "screen-message":
        return screenMessage(incoming, intent.text, desk);
      case "run":
        return runCommand(incoming, intent, desk);
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

  /** In a thread that was answered, unless the message turns to somebody by name. */
  const isFollowUp = async (incoming: Incoming, text: string): Promise<boolean> => {
    if (/^\s*@\S/.test(text)) return false;
    const settings = await deps.office.settings.get(placeOf(incoming));
    return (await memory.recall(seatOf(incoming, settings))).length > 0;
  };

  /** A message to other people: screened where the channel opted in. What fails here is logged; nobody asked for a word. */
  const ordinary = async (incoming: Incoming, text: string): Promise<Reply | null> => {
    try {
      if (unavailable("auto-screen", incoming) !== null) return null;
      const { autoScreen: mode } = await deps.office.settings.get(placeOf(incoming));
      return mode === "off" ? null : await autoScreen(incoming, text, mode, desk);
    } catch (thrown) {
      deps.log.error("message not screened", { reason: messageOf(thrown), eventId: incoming.eventId });
      return null;
    }
  };

  /** `null`: nobody asked the bot anything. */
  const replyTo = async (incoming: Incoming, responder: Responder): Promise<Reply | null> => {
    const { body } = incoming;
    switch (body.kind) {
      case "message": {
        if (!body.addressed && !(await isFollowUp(incoming, body.text))) return ordinary(incoming, body.text);
        const reply = await follow(incoming, await intentOf(body.text, deps.namesOnly), responder);
        return body.edited ? toEdited(reply) : reply;
      }
      case "command":
        return follow(incoming, await commandIntent(body.name, body.text, deps.namesOnly), responder);
      case "action":
        await guard.admit(incoming, deedOfAction(body));
        if (body.id === "screen-csv" && !asksToWatch(body.fields.said))
          show(`Screening the ${rowsIn(body.fields.csv)} of ${body.value}`, responder);
        return runAction(incoming, body, desk);
    }
  };

  const handle = async (incoming: Incoming, responder: Responder): Promise<void> => {
    const reply = await replyTo(incoming, responder).catch(async (thrown: unknown) => {
      if (isTriedAgain(incoming, thrown)) throw thrown;
      deps.log.error("could not answer", { reason: messageOf(thrown), platform: incoming.platform });
      await guard.unanswered(incoming, thrown);
      return troubleReply(sentenceFor(thrown, deps.reference()));
    });
    if (reply) await responder.send(reply);
  };

  return (incoming, responder) =>
    inOrder(threadKey(incoming), () => handle(incoming, responder)).catch((thrown: unknown) => {
      deps.log.error("reply not delivered", {
        reason: messageOf(thrown),
        platform: incoming.platform,
        eventId: incoming.eventId,
      });
      if (incoming.attempt) throw thrown;
    });
};

/** A store that is being restarted is no answer to anybody as long as the event comes again. */
const isTriedAgain = ({ attempt }: Incoming, thrown: unknown): boolean =>
  attempt !== undefined && !attempt.last && thrown instanceof RedflagError && thrown.code === "storage";

/** "id,name\n1,A\n2,B\n" -> "2 rows"; a cell with a line break counts twice, which a step may. */
const rowsIn = (csv = ""): string => counted(Math.max(0, csv.trim().split(/\n/).length - 1), "row", "rows");

/** Screens every listed party and every address that a message mentions. */
const screenMessage = async (incoming: Incoming, text: string, desk: Desk): Promise<Reply> => {
  const found = (await desk.deps.screener())
    .mentions(text)
    .filter((m) => m.kind === "address" || m.verdict !== "no-match");
  const names = new Map(found.map((mention) => [mention.text, mention]));
  if (names.size === 0)
    return noteReply(
      "No listed name and no address was found in that message. A name that is spelt in an unusual way is screened with “screen” and the name.",
    );
  const screenings = [];
  for (const { text: name, kind } of [...names.values()].slice(0, MENTIONS_SCREENED))
    screenings.push(await desk.screen(incoming, subjectFrom({ text: name, kind }), {}));
  return screeningsReply(screenings, desk.deps.describe);
};

/** Our own errors carry a sentence for people; anything else stays in the log. */
const sentenceFor = (thrown: unknown, reference: string | null): string =>
  thrown instanceof RedflagError
    ? thrown.message
    : `Something went wrong here and nothing was changed. Please ask again; if it stays, an administrator finds the reason in the log${reference === null ? "" : ` under the reference ${reference}`}.`;
