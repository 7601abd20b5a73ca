import { messageOf, RedflagError } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import type { Reply } from "../core/reply.ts";
import { subjectFrom } from "../core/subject.ts";
import type { Handler, Responder } from "../ports/chat.ts";
import type { Log } from "../ports/log.ts";
import { runAction } from "./actions.ts";
import { runCommand } from "./commands/run.ts";
import { type Desk, type DeskDeps, makeDesk } from "./desk.ts";
import { makeInOrder } from "./in-order.ts";
import { commandIntent, type Intent, intentOf } from "./intents.ts";
import { makeThreadMemory, threadKey } from "./memory.ts";
import { answerReply } from "./replies/answer.ts";
import { greetingReply, helpReply, listsReply, noteReply, thanksReply, troubleReply } from "./replies/plain.ts";
import { screeningReply, screeningsReply } from "./replies/screening.ts";

/** What the router needs of the domain. */
export interface BotDeps extends DeskDeps {
  /** True when the text is nothing but a listed name or an address. */
  readonly namesOnly: (text: string) => Promise<boolean>;
  readonly log: Log;
}

/** Mentions of one message that are screened; a longer list is a batch. */
const MENTIONS_SCREENED = 10;

/** The one way in for every platform, for events that the adapter let through once: keeps the order of a thread, answers, and says why when it cannot. */
export const makeRouter = (deps: BotDeps): Handler => {
  const inOrder = makeInOrder();
  const memory = makeThreadMemory(deps.expiring);
  const desk = makeDesk(deps);

  const ask = async (incoming: Incoming, question: string, responder: Responder): Promise<Reply> => {
    const turns = await memory.recall(incoming);
    const progress = (step: string): void => {
      responder
        .progress(step)
        .catch((thrown: unknown) => deps.log.warn("progress not shown", { reason: messageOf(thrown) }));
    };
    const answer = await desk.answer(incoming, question, turns, progress);
    await memory.remember(incoming, answer);
    return answerReply(answer, deps.describe);
  };

  const follow = async (incoming: Incoming, intent: Intent, responder: Responder): Promise<Reply> => {
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
        return runAction(incoming, body, desk);
    }
  };

  const handle = async (incoming: Incoming, responder: Responder): Promise<void> => {
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
const sentenceFor = (thrown: unknown): string =>
  thrown instanceof RedflagError
    ? thrown.message
    : "Something went wrong here and nothing was changed. Please ask again; if it stays, an administrator finds the reason in the log.";
