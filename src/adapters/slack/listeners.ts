import type { App, Context, types } from "@slack/bolt";
import { messageOf, RedflagError, Unavailable } from "../../core/errors.ts";
import { FORMS, formOfCommand, opensForm } from "../../core/form.ts";
import type { Incoming } from "../../core/incoming.ts";
import { asksForCsvForm, beginBatch, CSV_FORM, uploadedCsv } from "./csv-form.ts";
import { batchOf, type Desk, originOf, sharer } from "./desk.ts";
import { modalOf, readMemo } from "./form.ts";
import * as arrive from "./incoming.ts";
import { LIMITS } from "./limits.ts";
import { messageListener } from "./message-listener.ts";
import { type Outlet, type Place, threadOutlet, urlOutlet } from "./outlets.ts";
import type { ActionPayload, AnyPayload, CommandPayload, MessagePayload } from "./payloads.ts";
import { escapeText } from "./plain-text.ts";
import { noProgress } from "./progress.ts";
import { toViewBlocks } from "./render.ts";
import { COMMANDS, PROMPTS, SHORTCUTS, VIEWS } from "./surface.ts";

/** Registers one plain listener for every entry of the surface table. */
export const listen = (app: App, desk: Desk): void => {
  const message = messageListener(desk);
  app.event("app_mention", ({ event, body, context }) => message(event as MessagePayload, body, context));
  app.message(({ event, body, context }) => message(event as MessagePayload, body, context));

  for (const { command } of COMMANDS)
    app.command(command, async ({ ack, body, context }) => {
      await ack();
      const origin = originOf(desk, body, context);
      const arrived = arrive.fromCommand(body, origin);
      const said = arrived.incoming.body;
      if (said.kind === "command" && asksForCsvForm(said.name, said.text))
        return showForm(desk, context, () => Promise.resolve(CSV_FORM), body.trigger_id, body.response_url ?? null);
      const form = said.kind === "command" ? formOfCommand(said.name, said.text) : null;
      if (form !== null)
        return openForm(desk, context, arrive.fromOpening(body.channel_id, body.user_id, form, "", origin), {
          triggerId: body.trigger_id,
          channelId: body.channel_id,
          responseUrl: body.response_url ?? null,
        });
      await deliver(desk, context, arrived, answerTo(desk, context, arrived.place, body as CommandPayload));
    });

  app.action(/.*/, async ({ ack, body, context }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    const origin = originOf(desk, body, context);
    const arrived = arrive.fromAction(payload, origin);
    if (arrived === null) return;
    if (arrived.incoming.body.kind === "action" && opensForm(arrived.incoming.body.id))
      return openForm(desk, context, arrived.incoming, {
        triggerId: payload.trigger_id ?? "",
        channelId: arrived.place.channelId,
        responseUrl: payload.response_url ?? null,
      });
    await deliver(desk, context, arrived, answerTo(desk, context, arrived.place, payload));
    if (payload.view?.type === "home")
      await showHome(desk, context, payload.user.id, { ...origin, eventId: `${origin.eventId}:home` });
  });

  app.shortcut(SHORTCUTS.screenMessage.callbackId, async ({ ack, body, context }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    const arrived = arrive.fromMessageShortcut(payload, originOf(desk, body, context));
    await deliver(desk, context, arrived, answerTo(desk, context, arrived.place, payload));
  });
  app.shortcut(SHORTCUTS.screenSubject.callbackId, async ({ ack, body, context }) => {
    await ack();
    const opening = arrive.fromOpening(body.user.id, body.user.id, FORMS.subject, "", originOf(desk, body, context));
    await openForm(desk, context, opening, { triggerId: body.trigger_id, channelId: null, responseUrl: null });
  });
  app.view(VIEWS.form, async ({ ack, body, context }) => {
    const payload = body as unknown as ActionPayload;
    const memo = readMemo(payload.view?.private_metadata);
    const arrived = arrive.fromForm(payload, memo, originOf(desk, body, context));
    // What is wrong is shown beside the input it is about, and the form stays open.
    const faults = await desk.forms.faults(arrived.incoming).catch(() => ({}));
    if (Object.keys(faults).length > 0) return ack({ response_action: "errors", errors: faults });
    await ack();
    const outlet = threadOutlet(desk.callOf(context.botToken), arrived.place);
    const url = memo.responseUrl;
    await deliver(desk, context, arrived, url === null ? outlet : urlOutlet(desk.respondTo(url), outlet));
  });

  app.view(VIEWS.csv, async ({ ack, body, context }) => {
    await ack();
    const file = uploadedCsv(body as unknown as ActionPayload);
    if (file === null) return;
    try {
      const seat = await beginBatch(desk.callOf(context.botToken), body.user.id, file.name ?? "the file");
      const arrived = arrive.fromUpload(body.user.id, seat, originOf(desk, body, context));
      const outlet = threadOutlet(desk.callOf(context.botToken), arrived.place);
      const batch = await batchOf(desk, { type: "message", files: [file] }, arrived, context, outlet);
      if (batch !== null) await deliver(desk, context, batch, outlet);
    } catch (thrown) {
      desk.log.warn(`A file from a form was not screened: ${messageOf(thrown)}`);
    }
  });

  app.event("app_home_opened", async ({ event, body, context }) => {
    if (event.tab === "messages") return suggest(desk, context, event.channel);
    await showHome(desk, context, event.user, originOf(desk, body, context));
  });
  app.event("tokens_revoked", ({ body }) => desk.forget(body as AnyPayload));
  app.event("app_uninstalled", ({ body }) => desk.forget(body as AnyPayload));
};

const deliver = (desk: Desk, context: Context, arrived: arrive.Arrived, outlet: Outlet): Promise<void> =>
  desk.session.deliver(arrived.incoming.threadId, () =>
    Promise.resolve({
      arrived,
      outlet,
      progress: noProgress,
      share: sharer(desk, desk.callOf(context.botToken), arrived.place),
    }),
  );

/**
 * Answers to something pressed or typed: privately by its response_url, and for everyone in the thread of the message it was
 * pressed on. A command and a message that only one person sees have no thread of their own.
 */
const answerTo = (desk: Desk, context: Context, place: Place, payload: ActionPayload | CommandPayload): Outlet => {
  const thread = threadOutlet(desk.callOf(context.botToken), place);
  if (payload.response_url === undefined) return thread;
  const pressedIn = "actions" in payload || "message" in payload ? threadOf(payload) : null;
  const through = urlOutlet(desk.respondTo(payload.response_url), thread, pressedIn);
  return place.threadTs === null ? through : { everyone: thread.everyone, asker: through.asker };
};

const threadOf = (payload: ActionPayload): string | null =>
  payload.message?.thread_ts ?? payload.container?.thread_ts ?? null;

interface Opening {
  /** Good once, for three seconds. */
  readonly triggerId: string;
  readonly channelId: string | null;
  readonly responseUrl: string | null;
}

const openForm = (desk: Desk, context: Context, asked: Incoming, opening: Opening): Promise<void> => {
  const { triggerId, ...where } = opening;
  const view = async (): Promise<types.ModalView> => modalOf(await desk.forms.open(asked), where);
  return showForm(desk, context, view, triggerId, where.responseUrl);
};

const showForm = async (
  desk: Desk,
  context: Context,
  view: () => Promise<types.ModalView>,
  triggerId: string,
  responseUrl: string | null,
): Promise<void> => {
  try {
    await desk.callOf(context.botToken)("views.open", { trigger_id: triggerId, view: await view() });
  } catch (thrown) {
    desk.log.warn(`The form could not be opened: ${messageOf(thrown)}`);
    if (responseUrl === null) return;
    const ours = thrown instanceof RedflagError && !(thrown instanceof Unavailable);
    const text = ours
      ? escapeText(thrown.message)
      : "Slack did not let me open the form in time. Nothing was changed. Type the command with what it is about behind it, for example /screen followed by a name.";
    await desk.respondTo(responseUrl)({ response_type: "ephemeral", text });
  }
};

const suggest = async (desk: Desk, context: Context, channelId: string): Promise<void> => {
  // No thread_ts: under agent_view a call that carries one fails without a word.
  await desk
    .callOf(context.botToken)("assistant.threads.setSuggestedPrompts", {
      channel_id: channelId,
      title: "Questions to start with",
      prompts: PROMPTS.slice(0, LIMITS.suggestedPrompts),
    })
    .catch((thrown: unknown) => desk.log.warn(`Prompts could not be suggested: ${messageOf(thrown)}`));
};

const showHome = async (desk: Desk, context: Context, userId: string, origin: arrive.Origin): Promise<void> => {
  const call = desk.callOf(context.botToken);
  await desk.session.deliverTo(arrive.fromHome(userId, origin), {
    progress: () => Promise.resolve(),
    send: async (reply) => {
      await call("views.publish", { user_id: userId, view: { type: "home", blocks: toViewBlocks(reply) } });
    },
  });
};
