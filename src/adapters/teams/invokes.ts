import { RedflagError } from "../../core/errors.ts";
import { FORMS, opensForm } from "../../core/form.ts";
import type { IncomingBody } from "../../core/incoming.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { answerInDialog, type DialogDeps, dialogSaying, dialogWith } from "./dialog.ts";
import type { InvokeResponse } from "./endpoint.ts";
import { feedbackBody, feedbackIn, feedbackKey } from "./feedback.ts";
import { formCard, formIn } from "./form.ts";
import { actionIn, decodeEntities, incomingWith, isRecord } from "./incoming.ts";
import type { Admitted } from "./lanes.ts";
import { EXTENSION_COMMANDS } from "./surface.ts";
import { withoutMessageId } from "./wire.ts";

interface InvokeDeps extends DialogDeps {
  readonly expiring: ExpiringStore;
  /** Answers in the conversation. */
  readonly run: (event: Admitted, body: IncomingBody) => Promise<void>;
}

type Invoke = (event: Admitted, deps: InvokeDeps) => Promise<InvokeResponse>;

const NOT_OURS = "That button is not one of mine. Nothing was changed.";

const withBody = ({ activity, tenantId }: Admitted, body: IncomingBody, deps: InvokeDeps) =>
  incomingWith(activity, tenantId, body, deps.now());

/** The form of a button, or why there is none. */
const opened = async (event: Admitted, id: string, value: string, deps: InvokeDeps): Promise<InvokeResponse> => {
  try {
    const form = await deps.forms.open(withBody(event, { kind: "action", id, value, fields: {} }, deps));
    return dialogWith(form.title, formCard(form));
  } catch (thrown) {
    if (thrown instanceof RedflagError) return dialogSaying(thrown.message);
    throw thrown;
  }
};

/** Everything a dialog sends back: the submitted form, or a button of the answer shown in it. */
const submitted: Invoke = async (event, deps) => {
  const { value } = event.activity;
  const data = isRecord(value) ? (value.data ?? value) : value;
  const pressed = actionIn(data);
  if (!pressed) return dialogSaying(NOT_OURS);
  if (opensForm(pressed.id)) return opened(event, pressed.id, pressed.value, deps);
  const id = formIn(data);
  const faults = id === null ? {} : await deps.forms.faults(withBody(event, pressed, deps));
  if (id === null || Object.keys(faults).length === 0) return answerInDialog(event, pressed, deps);
  // What is wrong is shown below the input it is about, and nothing that was filled in is lost.
  const form = await deps.forms.open(withBody(event, { ...pressed, id, fields: {} }, deps));
  return dialogWith(form.title, formCard(form, { values: pressed.fields, faults }));
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
  "task/fetch": (event, deps) => {
    const { value } = event.activity;
    const pressed = isRecord(value) ? actionIn(value.data) : null;
    return opened(event, pressed?.id ?? FORMS.subject, pressed?.value ?? "", deps);
  },
  "task/submit": submitted,
  "composeExtension/submitAction": submitted,
  "composeExtension/fetchTask": async (event, deps) => {
    const value = isRecord(event.activity.value) ? event.activity.value : {};
    if (value.commandId !== EXTENSION_COMMANDS.screenMessage.id) return opened(event, FORMS.subject, "", deps);
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
  return decodeEntities(content.replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h\d)[^>]*>/gi, "\n").replace(/<[^<>]*>/g, ""))
    .replace(/[^\S\n]+/g, " ")
    .replace(/(?<!\s)\s*\n\s*/g, "\n")
    .trim();
};

export const makeInvokes =
  (deps: InvokeDeps) =>
  async (event: Admitted): Promise<InvokeResponse> => {
    const invoke = Object.hasOwn(INVOKES, event.activity.name ?? "") ? INVOKES[event.activity.name ?? ""] : undefined;
    return invoke ? invoke(event, deps) : { status: 501 };
  };
