import type { IncomingBody } from "../../core/incoming.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { answerInDialog, type DialogDeps, dialogWith } from "./dialog.ts";
import type { Admitted, InvokeResponse } from "./endpoint.ts";
import { feedbackBody, feedbackIn, feedbackKey } from "./feedback.ts";
import { actionIn, decodeEntities, incomingWith, isRecord } from "./incoming.ts";
import { subjectForm } from "./subject-form.ts";
import { EXTENSION_COMMANDS } from "./surface.ts";
import { withoutMessageId } from "./wire.ts";

interface InvokeDeps extends DialogDeps {
  readonly expiring: ExpiringStore;
  /** Answers in the conversation. */
  readonly run: (event: Admitted, body: IncomingBody) => Promise<void>;
}

type Invoke = (event: Admitted, deps: InvokeDeps) => Promise<InvokeResponse>;

const FORM_TITLE = "Screen a subject";
const NOT_OURS = "That button is not one of mine. Nothing was changed.";

/** Everything a dialog sends back: the submitted form, or a button of the answer shown in it. */
const submitted: Invoke = (event, deps) => {
  const { value } = event.activity;
  const pressed = actionIn(isRecord(value) ? (value.data ?? value) : value);
  if (!pressed) return Promise.resolve({ status: 200, body: { task: { type: "message", value: NOT_OURS } } });
  return answerInDialog(event, pressed, deps);
};

/** Every invoke Teams may send us, by name. Others are answered 501, as the protocol asks. */
const INVOKES: Readonly<Record<string, Invoke>> = {
  "message/submitAction": async ({ activity, tenantId }, deps) => {
    const feedback = feedbackIn(activity.value);
    const key = feedbackKey(tenantId, withoutMessageId(activity.conversation.id), activity.replyToId ?? "");
    const feedbackFor = feedback && (await deps.expiring.get(key));
    if (feedback && typeof feedbackFor === "string") {
      const incoming = incomingWith(activity, tenantId, feedbackBody(feedbackFor, feedback), deps.now());
      // Teams thanks for feedback itself; a message on top would be noise.
      await deps.handle(incoming, { progress: async () => undefined, send: async () => undefined });
    }
    return { status: 200, body: {} };
  },
  "adaptiveCard/action": async (event, deps) => {
    const { value } = event.activity;
    const pressed = isRecord(value) && isRecord(value.action) ? actionIn(value.action.data) : null;
    if (!pressed) return { status: 200, body: cardMessage(NOT_OURS) };
    return {
      status: 200,
      body: cardMessage("The answer follows as a message."),
      after: () => deps.run(event, pressed),
    };
  },
  "task/fetch": async ({ activity }) => {
    const pressed = isRecord(activity.value) ? actionIn(activity.value.data) : null;
    return dialogWith(FORM_TITLE, subjectForm(pressed?.value ?? ""));
  },
  "task/submit": submitted,
  "composeExtension/submitAction": submitted,
  "composeExtension/fetchTask": async (event, deps) => {
    const value = isRecord(event.activity.value) ? event.activity.value : {};
    if (value.commandId !== EXTENSION_COMMANDS.screenMessage.id) return dialogWith(FORM_TITLE, subjectForm(""));
    const body: IncomingBody = { kind: "command", name: "screen-message", text: messageText(value.messagePayload) };
    return answerInDialog(event, body, deps);
  },
};

const cardMessage = (value: string): unknown => ({
  statusCode: 200,
  type: "application/vnd.microsoft.activity.message",
  value,
});

/** `{ body: { contentType: "html", content: "<p>Pay <b>Kim</b></p>" } }` -> "Pay Kim". */
const messageText = (payload: unknown): string => {
  const body = isRecord(payload) && isRecord(payload.body) ? payload.body : {};
  const content = typeof body.content === "string" ? body.content : "";
  if (body.contentType !== "html") return content.trim();
  return decodeEntities(content.replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h\d)[^>]*>/gi, "\n").replace(/<[^>]*>/g, ""))
    .replace(/[^\S\n]+/g, " ")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
};

export const makeInvokes =
  (deps: InvokeDeps) =>
  async (event: Admitted): Promise<InvokeResponse> => {
    const invoke = Object.hasOwn(INVOKES, event.activity.name ?? "") ? INVOKES[event.activity.name ?? ""] : undefined;
    return invoke ? invoke(event, deps) : { status: 501 };
  };
