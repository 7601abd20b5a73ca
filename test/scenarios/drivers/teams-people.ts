import { randomUUID } from "node:crypto";
import { EXTENSION_COMMANDS } from "../../../src/adapters/teams/surface.ts";
import type { Bot } from "../../support/teams/bot.ts";
import { TENANT } from "../../support/teams/playground.ts";
import type { Refusal } from "../../support/teams/recorder.ts";
import { cardShown } from "../../support/teams/shown.ts";
import { waitUntil } from "../../support/teams/wait.ts";
import type { Step, Where } from "../scenario.ts";
import type { World } from "./teams.ts";
import type { Screen } from "./teams-screen.ts";

/** A form as it stands open before a person. */
interface OpenForm {
  readonly conversationId: string;
  /** The invoke that its button makes. */
  readonly submit: "composeExtension/submitAction" | "task/submit";
  readonly inputs: readonly string[];
  /** What stands in them. */
  readonly filled: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What people do in Teams, step by step, through the client; what it has no button for goes through it as a raw activity. */
export const makePeople = (desk: {
  readonly world: World;
  readonly teams: Bot;
  readonly screen: Screen;
  /** What a dropped file's address leads to. */
  readonly files: Map<string, Uint8Array>;
}): { readonly play: (step: Step) => Promise<void>; readonly faults: () => readonly string[] } => {
  const { teams, screen, files } = desk;
  const { front, playground, recorder } = desk.world;
  const said: { readonly thread: string; readonly text: string; readonly activity: () => Json | undefined }[] = [];
  let form: OpenForm | null = null;
  const faults: string[] = [];

  const question = () => {
    const [first] = said;
    if (first === undefined) throw new Error("Nothing has been said yet.");
    return first;
  };
  /** Does what makes the client hand one activity over, and waits until the bot has acknowledged it. */
  const handing = async <T>(act: () => Promise<T>): Promise<T> => {
    const before = front.acknowledged();
    const done = await act();
    await waitUntil("the bot has acknowledged what a person did", () => front.acknowledged() > before);
    return done;
  };
  const raw = (conversationId: string, changes: Json): Promise<void> =>
    handing(() => playground.event(conversationId, null, changes));
  /** A message of a person makes a thread in a channel. The bot hears those that mention it. */
  const say = async (text: string, where: Where, mention: boolean): Promise<void> => {
    const before = front.handed.length;
    const write = () => playground.say(where === "direct" ? TENANT.personalChat : TENANT.channelId, text, mention);
    const posted = await (where === "direct" || mention ? handing(write) : write());
    const thread = posted.postConversationId ?? TENANT.personalChat;
    screen.openedThread(thread);
    said.push({ thread, text, activity: () => front.handed[before]?.activity });
  };
  /** Where somebody types a command: in a channel, a thread that people have begun. */
  const threadFor = async (where: Where): Promise<string> => {
    if (where === "direct") return TENANT.personalChat;
    if (said.length === 0) await say("people talk", "channel", false);
    return question().thread;
  };
  /** The last message with a button of that name, once there is one. */
  const pressable = (label: string) =>
    waitUntil(`there is a button “${label}”`, () => {
      const found = screen.cards().findLast(({ buttons }) => buttons.some(({ title }) => title === label));
      const button = found?.buttons.find(({ title }) => title === label);
      return found !== undefined && button !== undefined && { ...found, data: button.data };
    });
  const feedback = async (reaction: "dislike" | "like"): Promise<void> => {
    // A person needs longer than the bot to get from reading to judging.
    await teams.idle();
    const answer = screen.cards().findLast(({ thumbs }) => thumbs);
    if (answer === undefined) throw new Error("There are no thumbs to press.");
    await raw(answer.conversationId, {
      type: "invoke",
      name: "message/submitAction",
      replyToId: answer.messageId,
      value: { actionName: "feedback", actionValue: { reaction, feedback: '{"feedbackText":""}' } },
    });
  };
  /** The Playground makes no dialogs of cards: the activity is posted as it would leave the client, with the addresses it used last. */
  const rawInvoke = async (conversationId: string, name: string, value: unknown): Promise<unknown> => {
    const { activity = {} } =
      front.handed.findLast(({ activity: one }) => idOf(one.conversation) === conversationId) ?? {};
    const { text: _text, ...addresses } = activity;
    return (await teams.post({ ...addresses, type: "invoke", id: randomUUID(), name, value })).json();
  };
  /** Opens a dialog and keeps it as the form, or as an answer when it asks nothing. */
  const invoke = async (conversationId: string, name: string, value: unknown, submit: OpenForm["submit"]) => {
    const answer = (await (name.startsWith("composeExtension/")
      ? playground.invoke(conversationId, name, value)
      : rawInvoke(conversationId, name, value))) as Json;
    const shown = cardShown(answer);
    const [button] = shown.buttons;
    if (shown.inputs.length > 0 && button) {
      form = { conversationId, submit, inputs: shown.inputs, filled: shown.filled, data: { ...button.data } };
      // A form has no text of its own but what is wrong with it.
      if (shown.text !== "") faults.push(...shown.text.split("\n"));
    } else if (shown.text !== "") screen.dialog(shown, conversationId);
    else screen.dialog({ ...shown, text: messageIn(answer) }, conversationId);
  };
  const submitForm = async (values: Readonly<Record<string, string>>, opener: string): Promise<void> => {
    if (form === null) {
      const offer = await pressable(opener);
      await invoke(offer.conversationId, "task/fetch", { data: offer.data }, "task/submit");
    }
    const open = form as OpenForm | null;
    if (open === null) throw new Error("No form is open.");
    form = null;
    const unknown = Object.keys(values).find((name) => !open.inputs.includes(name));
    if (unknown !== undefined) throw new Error(`The form does not ask for ${unknown}.`);
    // A client sends inputs that nobody touched as empty.
    const filled = Object.fromEntries(open.inputs.map((name) => [name, values[name] ?? open.filled[name] ?? ""]));
    await invoke(open.conversationId, open.submit, { data: { ...filled, ...open.data } }, open.submit);
  };
  const refuseChannel = (): void =>
    recorder.failWhen(({ path }) => decodeURIComponent(path).includes(TENANT.channelId), {
      status: 403,
      code: "BotNotInConversationRoster",
    });

  const play = async (step: Step): Promise<void> => {
    switch (step.do) {
      case "say":
        return say(step.text, step.where, step.mention === true);
      case "reply":
        await handing(() => playground.answer(question().thread, step.text));
        return;
      case "command":
        return raw(await threadFor(step.where), {
          type: "message",
          text: `/${step.name} ${typed(step.text)}`.trim(),
          textFormat: "plain",
          // A command picked with a slash is a private message inside the conversation.
          recipient: { id: TENANT.botId, name: TENANT.botName, isTargeted: step.where === "channel" },
        });
      case "press": {
        if (step.label === "Helpful") return feedback("like");
        if (step.label === "Not helpful") return feedback("dislike");
        const { conversationId, messageId, data } = await pressable(step.label);
        const { msteams: _ours, ...value } = data;
        // What is pressed in a dialog goes back to the dialog.
        if (messageId === "") return invoke(conversationId, "task/submit", { data: value }, "task/submit");
        return handing(() => playground.press(conversationId, messageId, value));
      }
      case "shortcut-on-message":
        return invoke(
          question().thread,
          "composeExtension/fetchTask",
          {
            commandId: EXTENSION_COMMANDS.screenMessage.id,
            messagePayload: { body: { contentType: "html", content: `<p>${typed(question().text)}</p>` } },
          },
          "composeExtension/submitAction",
        );
      case "shortcut-for-form":
        return invoke(
          TENANT.personalChat,
          "composeExtension/fetchTask",
          { commandId: EXTENSION_COMMANDS.screenSubject.id },
          "composeExtension/submitAction",
        );
      case "submit-form":
        return submitForm(step.values, step.opener ?? "Screen a subject");
      case "drop-csv": {
        const downloadUrl = `https://example.sharepoint.com/${step.name}`;
        files.set(downloadUrl, Buffer.from(step.csv));
        return raw(await threadFor(step.where), {
          type: "message",
          ...(step.text === undefined ? {} : { text: step.text, textFormat: "plain" }),
          attachments: [
            {
              contentType: "application/vnd.microsoft.teams.file.download.info",
              name: step.name,
              content: { downloadUrl, fileType: "csv" },
            },
          ],
        });
      }
      case "edit-question":
      case "delete-question": {
        const { id } = question().activity() ?? {};
        const edited = step.do === "edit-question";
        return raw(question().thread, {
          id,
          type: edited ? "messageUpdate" : "messageDelete",
          ...(edited ? { text: typed(step.text), textFormat: "plain" } : {}),
          channelData: {
            eventType: edited ? "editMessage" : "softDeleteMessage",
            tenant: { id: TENANT.tenantId },
          },
        });
      }
      case "redeliver": {
        const last = front.handed.at(-1);
        if (last !== undefined) await front.again(last);
        return;
      }
      case "fault":
        return recorder.failWhen(AIMED[step.on], FAULTS[step.as], step.times ?? 1);
      case "post":
        return teams.teams.post({ workspaceId: TENANT.tenantId, channelId: TENANT.channelId }, step.reply);
      case "remove-bot":
      case "remove-person":
        return refuseChannel();
      case "revoke-token":
        return recorder.failWhen(() => true, { status: 401, code: "Unauthorized" });
      case "release":
      case "await-heard":
      case "await-answers":
        return;
      default:
        throw new Error(`Teams has no “${step.do}”.`);
    }
  };
  return { play, faults: () => faults };
};

type Json = Readonly<Record<string, unknown>>;

const idOf = (conversation: unknown): unknown => (conversation as { id?: unknown } | undefined)?.id;

/** What Teams sends for what a person typed. */
const typed = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** `{ task: { type: "message", value: "…" } }` */
const messageIn = (answer: Json): string => {
  const { value } = (answer.task ?? {}) as { value?: unknown };
  return typeof value === "string" ? value : "";
};

const streams = (type: string) => (leaving: { readonly body: Json }) =>
  JSON.stringify(leaving.body.entities ?? []).includes(`"${type}"`);

const AIMED = {
  "end-stream": streams("final"),
  "open-form": () => false,
  post: ({ body }: { readonly body: Json }) => body.type === "message",
  "start-stream": streams("informative"),
} as const;

const FAULTS: Readonly<Record<Extract<Step, { do: "fault" }>["as"], Refusal>> = {
  "blocks-refused": { status: 400, code: "BadArgument" },
  "connection-lost": { status: 502 },
  "server-error": { status: 503 },
  "slow-down": { status: 429, headers: { "retry-after": "7" } },
  "too-late": { status: 403, code: "ContentStreamNotAllowed" },
};
