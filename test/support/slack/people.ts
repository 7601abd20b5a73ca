import type { Delivery, Envelope } from "./delivery.ts";
import { changeEvent, fileJson, messageEvents, wrap } from "./events.ts";
import type { Triggers } from "./methods.ts";
import { isRecord, type Json, type Message, records, type SharedFile, str, type View } from "./model.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { Workspace } from "./workspace.ts";

/** What people do in the workspace. Each promise settles when the app has acknowledged or Slack has given up. */
export interface People {
  say(
    user: string,
    channel: string,
    text: string,
    more?: { threadTs?: string; files?: readonly Omit<SharedFile, "id">[] },
  ): Promise<Message>;
  command(user: string, channel: string, command: string, text: string): Promise<Delivery>;
  /** Presses a button or chooses an option that is shown, by its label or by its value. */
  press(user: string, shown: Message | View, label: string): Promise<Delivery>;
  /** True when there is such a button or option. */
  offers(shown: Message | View, label: string): boolean;
  messageShortcut(user: string, callbackId: string, message: Message): Promise<Delivery>;
  globalShortcut(user: string, callbackId: string): Promise<Delivery>;
  submit(user: string, view: View, values: Readonly<Record<string, string>>): Promise<Delivery>;
  openApp(user: string, tab: "home" | "messages"): Promise<void>;
  edit(message: Message, text: string): Promise<void>;
  remove(message: Message): Promise<void>;
  /** Slack adds the preview of a link to a message, which it calls a change of it. */
  preview(message: Message): Promise<void>;
  join(user: string, channel: string): Promise<void>;
}

export const makePeople = (options: {
  readonly workspace: Workspace;
  readonly triggers: Triggers;
  readonly urls: ResponseUrls;
  readonly origin: () => string;
  readonly deliver: (envelope: Envelope) => Promise<Delivery>;
}): People => {
  const { workspace, triggers, urls, deliver } = options;
  const event = (body: Json): Promise<Delivery> => deliver({ kind: "events_api", payload: wrap(workspace, body) });
  const interactive = (user: string, body: Json): Promise<Delivery> =>
    deliver({
      kind: "interactive",
      payload: {
        user: { id: user, username: workspace.users.get(user)?.name, team_id: workspace.teamId },
        team: { id: workspace.teamId, domain: "example" },
        api_app_id: workspace.appId,
        token: "simulated-verification-token",
        enterprise: null,
        is_enterprise_install: false,
        trigger_id: triggers.issue(user),
        ...body,
      },
    });

  /** What was typed into a file input is the content of a file that the person uploads there. */
  const withFiles = (state: Json): Json =>
    Object.fromEntries(
      Object.entries(state).map(([block, inputs]) => {
        const entries = Object.entries(isRecord(inputs) ? inputs : {}).map(([name, input]) => {
          if (!isRecord(input) || input.type !== "file_input") return [name, input] as const;
          const file = {
            id: workspace.nextId("F"),
            name: "upload.csv",
            mimetype: "text/csv",
            content: str(input.value),
          };
          workspace.files.set(file.id, file);
          return [name, { type: "file_input", files: [fileJson(file, options.origin())] }] as const;
        });
        return [block, Object.fromEntries(entries)];
      }),
    );

  return {
    say: async (user, channel, text, more = {}) => {
      const files = (more.files ?? []).map((file) => ({ ...file, id: workspace.nextId("F") }));
      for (const file of files) workspace.files.set(file.id, file);
      const message = workspace.keep({ channel, user, text, threadTs: more.threadTs ?? null, via: "person", files });
      await Promise.all(messageEvents(workspace, message, options.origin()).map(event));
      return message;
    },
    command: (user, channel, command, text) => {
      if (!workspace.grant.commands.includes(command)) throw new Error(`${command} is not a valid command.`);
      return deliver({
        kind: "slash_commands",
        payload: {
          token: "simulated-verification-token",
          team_id: workspace.teamId,
          team_domain: "example",
          channel_id: channel,
          channel_name: workspace.channels.get(channel)?.name ?? "directmessage",
          user_id: user,
          user_name: workspace.users.get(user)?.name ?? "",
          command,
          text,
          api_app_id: workspace.appId,
          is_enterprise_install: "false",
          response_url: urls.issue(channel, user),
          trigger_id: triggers.issue(user),
        },
      });
    },
    offers: (shown, label) => offered(shown, label) !== undefined,
    press: (user, shown, label) => {
      const pressed = offered(shown, label);
      if (pressed === undefined) throw new Error(`There is no button "${label}" here.`);
      const action = { ...pressed.action, action_ts: workspace.nextTs() };
      if ("body" in shown) {
        return interactive(user, {
          type: "block_actions",
          container: { type: "view", view_id: shown.id },
          view: { ...shown.body, id: shown.id, hash: shown.hash, state: { values: {} } },
          actions: [action],
        });
      }
      const hidden = shown.onlyFor !== null;
      return interactive(user, {
        type: "block_actions",
        channel: { id: shown.channel, name: workspace.channels.get(shown.channel)?.name },
        container: {
          type: "message",
          message_ts: shown.ts,
          channel_id: shown.channel,
          is_ephemeral: hidden,
          ...(shown.threadTs === null ? {} : { thread_ts: shown.threadTs }),
        },
        // Slack does not send the contents of an ephemeral message back.
        ...(hidden ? {} : { message: messageJson(shown) }),
        response_url: urls.issue(shown.channel, user),
        actions: [action],
      });
    },
    messageShortcut: (user, callbackId, message) => {
      if (!workspace.grant.shortcuts.includes(callbackId)) throw new Error(`There is no shortcut ${callbackId}.`);
      return interactive(user, {
        type: "message_action",
        callback_id: callbackId,
        message_ts: message.ts,
        message: messageJson(message),
        channel: { id: message.channel, name: workspace.channels.get(message.channel)?.name },
        response_url: urls.issue(message.channel, user),
      });
    },
    globalShortcut: (user, callbackId) => {
      if (!workspace.grant.shortcuts.includes(callbackId)) throw new Error(`There is no shortcut ${callbackId}.`);
      return interactive(user, { type: "shortcut", callback_id: callbackId, action_ts: workspace.nextTs() });
    },
    submit: async (user, view, values) => {
      // A form that stays open keeps what was typed.
      view.typed = { ...view.typed, ...values };
      const state = { values: withFiles(stateOf(view.body.blocks, view.typed)) };
      const done = await interactive(user, {
        type: "view_submission",
        view: { ...view.body, id: view.id, hash: view.hash, state },
      });
      view.errors = errorsIn(done.attempts.at(-1)?.body ?? "", view.body.blocks);
      view.closed = Object.keys(view.errors).length === 0;
      return done;
    },
    openApp: async (user, tab) => {
      if (!workspace.grant.events.includes("app_home_opened")) return;
      await event({
        type: "app_home_opened",
        user,
        channel: workspace.direct(user).id,
        tab,
        event_ts: workspace.nextTs(),
      });
    },
    edit: async (message, text) => {
      const before = message.text;
      message.text = text;
      message.edited = true;
      const change = changeEvent(workspace, message, "message_changed", before);
      if (change !== null) await event(change);
    },
    remove: async (message) => {
      message.deleted = true;
      const change = changeEvent(workspace, message, "message_deleted");
      if (change !== null) await event(change);
    },
    preview: async (message) => {
      const change = changeEvent(workspace, message, "message_changed");
      if (change !== null) await event(change);
    },
    join: async (user, channel) => {
      workspace.channels.get(channel)?.members.add(user);
      const joined = workspace.keep({ channel, user, text: `<@${user}> has joined the channel`, via: "person" });
      for (const told of messageEvents(workspace, joined, options.origin()))
        await event({ ...told, subtype: "channel_join" });
    },
  };
};

const offered = (shown: Message | View, label: string) =>
  buttonsOf("body" in shown ? shown.body.blocks : shown.blocks).find(
    (button) => button.label === label || button.value === label,
  );

const messageJson = (message: Message): Json => ({
  type: "message",
  user: message.user,
  ts: message.ts,
  text: message.text,
  blocks: message.blocks,
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
});

const words = (value: unknown): string => (isRecord(value) ? str(value.text) : "");

/** Every button and option of these blocks with what pressing or choosing it sends. */
const buttonsOf = (blocks: unknown): { readonly label: string; readonly value: string; readonly action: Json }[] =>
  records(blocks).flatMap((block, index): ReturnType<typeof buttonsOf> => {
    const base = { block_id: str(block.block_id) || `block-${index}` };
    const accessory = isRecord(block.accessory) ? [block.accessory] : [];
    return [...records(block.elements), ...accessory].flatMap((one): ReturnType<typeof buttonsOf> => {
      if (one.type === "static_select")
        return records(one.options).map((option) => ({
          label: words(option.text),
          value: str(option.value),
          action: { ...base, type: "static_select", action_id: one.action_id, selected_option: option },
        }));
      if (one.type === "button")
        return [
          {
            label: words(one.text),
            value: str(one.value),
            action: { ...base, type: "button", action_id: one.action_id, value: one.value, text: one.text },
          },
        ];
      if (one.type !== "feedback_buttons") return [];
      return [one.positive_button, one.negative_button].filter(isRecord).map((half) => ({
        label: words(half.text),
        value: str(half.value),
        action: { ...base, type: "feedback_buttons", action_id: one.action_id, value: half.value, text: half.text },
      }));
    });
  });

/** What stands in an input that nobody touched. */
const initialOf = (element: Json): string | undefined => {
  const { initial_value: text, initial_option: option } = element;
  return typeof text === "string" ? text : isRecord(option) ? str(option.value) : undefined;
};

const inputState = (element: Json, value: string | undefined): Json => {
  const chosen = (one: string): Json => {
    const found = records(element.options).find((option) => option.value === one);
    if (found === undefined) throw new Error(`There is no option "${one}" in ${str(element.action_id)}.`);
    return found;
  };
  switch (element.type) {
    case "static_select":
      return { type: "static_select", selected_option: value === undefined ? null : chosen(value) };
    case "multi_static_select":
      return { type: "multi_static_select", selected_options: value === undefined ? [] : value.split(",").map(chosen) };
    default:
      return { type: element.type, value: value ?? null };
  }
};

/** What an app answered to a submission: errors by block. Slack refuses errors for blocks that the view does not have. */
const errorsIn = (body: string, blocks: unknown): Readonly<Record<string, string>> => {
  const answer: unknown = body.trim().startsWith("{") ? JSON.parse(body) : null;
  if (!isRecord(answer) || answer.response_action !== "errors") return {};
  const inputs = new Set(records(blocks).map((block) => (block.type === "input" ? block.block_id : null)));
  const errors = Object.entries(isRecord(answer.errors) ? answer.errors : {});
  for (const [block, sentence] of errors)
    if (!inputs.has(block) || str(sentence) === "") throw new Error(`Slack takes no error for the block "${block}".`);
  return Object.fromEntries(errors.map(([block, sentence]) => [block, str(sentence)]));
};

/** The state Slack sends with a submission. Refuses a missing required field as the client does. */
const stateOf = (blocks: unknown, values: Readonly<Record<string, string>>): Json => {
  const state: Json = {};
  for (const block of records(blocks).filter((one) => one.type === "input")) {
    const element = isRecord(block.element) ? block.element : {};
    const name = str(element.action_id);
    const value = values[name] ?? initialOf(element);
    if (value === undefined && block.optional !== true)
      throw new Error(`Please complete the required field "${words(block.label)}".`);
    state[str(block.block_id)] = { [name]: inputState(element, value) };
  }
  return state;
};
