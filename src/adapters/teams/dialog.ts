import type { IncomingBody } from "../../core/incoming.ts";
import { plain, type Reply } from "../../core/reply.ts";
import type { Handler } from "../../ports/chat.ts";
import type { Now } from "../../ports/clock.ts";
import type { Forms } from "../../ports/forms.ts";
import { adaptiveCard } from "./card.ts";
import type { InvokeResponse } from "./endpoint.ts";
import { incomingWith } from "./incoming.ts";
import type { Admitted } from "./lanes.ts";
import { bytesOf, LIMITS } from "./limits.ts";
import { noteReply } from "./notes.ts";
import { replyElements } from "./render.ts";
import type { JsonObject } from "./wire.ts";

/** Teams closes a dialog that is not answered within ten seconds. */
export const DIALOG_WAIT_MS = 6_000;

export interface DialogDeps {
  readonly handle: Handler;
  readonly now: Now;
  readonly waitMs: number;
  readonly forms: Forms;
  /** Sends to the conversation that the dialog was opened in. */
  readonly sendHere: (event: Admitted, reply: Reply) => Promise<void>;
  /** Sends to the person's own chat what came too late for the dialog. */
  readonly sendToPerson: (event: Admitted, reply: Reply) => Promise<void>;
}

/** Keeps a dialog open with this card in it. */
export const dialogWith = (title: string, card: JsonObject): InvokeResponse => ({
  status: 200,
  body: { task: { type: "continue", value: { title, width: "medium", height: "large", card } } },
});

export const dialogSaying = (text: string): InvokeResponse => ({
  status: 200,
  body: { task: { type: "message", value: text } },
});

/**
 * Runs a body and shows the answer in the dialog, where only the person who opened it sees it. What everybody in the conversation
 * is to know, for example that it is subscribed now, is posted there and said in the dialog in a line.
 */
export const answerInDialog = async (
  event: Admitted,
  body: IncomingBody,
  deps: DialogDeps,
): Promise<InvokeResponse> => {
  const replies: Reply[] = [];
  let late = false;
  const incoming = incomingWith(event.activity, event.tenantId, body, deps.now());
  const answered = deps.handle(incoming, {
    progress: async () => undefined,
    send: async (reply) => {
      if (late) return deps.sendToPerson(event, reply);
      replies.push(reply.audience === "everyone" ? await posted(event, reply, deps) : reply);
    },
  });
  const { timer, passed } = timeout(deps.waitMs);
  const inTime = await Promise.race([answered.then(() => true), passed]);
  clearTimeout(timer);
  if (inTime) return dialogWith("Redflag", cardOf(replies));
  late = true;
  const begun = [...replies];
  return {
    ...dialogSaying("This takes longer than a dialog stays open. The answer follows in our private chat."),
    after: async () => {
      for (const reply of begun) await deps.sendToPerson(event, reply);
      await answered;
    },
  };
};

const posted = async (event: Admitted, reply: Reply, { sendHere }: DialogDeps): Promise<Reply> => {
  try {
    await sendHere(event, reply);
    return noteReply(`${reply.summary.replace(/\.$/, "")}. It stands in the conversation.`);
  } catch {
    return reply;
  }
};

const timeout = (ms: number): { readonly timer: NodeJS.Timeout; readonly passed: Promise<false> } => {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return { timer: timer as NodeJS.Timeout, passed };
};

const SHORTENED = "There is more than a dialog can show. Ask in our private chat for the whole answer.";

const cardOf = (replies: readonly Reply[]): JsonObject => {
  const elements = replies.flatMap(replyElements);
  if (elements.length === 0) return adaptiveCard(textElement("Done."));
  const shown: JsonObject[] = [];
  for (const element of elements) {
    if (bytesOf(adaptiveCard([...shown, element])) > LIMITS.activityBytes - 1_000)
      return adaptiveCard([...shown, ...textElement(SHORTENED)]);
    shown.push(element);
  }
  return adaptiveCard(shown);
};

const textElement = (text: string): readonly JsonObject[] =>
  replyElements({
    summary: text,
    blocks: [{ kind: "note", text: plain(text) }],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  });
