import type { Instant } from "../../core/dates.ts";
import type { AttemptNumber, Incoming, IncomingBody } from "../../core/incoming.ts";
import type { Place } from "./outlets.ts";
import type { ActionPayload, CommandPayload, InputPayload, MessagePayload, ViewPayload } from "./payloads.ts";
import { mentions, plainText, turnsTo } from "./plain-text.ts";
import { intentOf } from "./render.ts";
import { COMMANDS } from "./surface.ts";

/** What Bolt has found out about the sender. */
export interface Origin {
  readonly eventId: string;
  readonly workspaceId: string;
  readonly botUserId: string | null;
  readonly receivedAt: Instant;
  /** Of `Incoming`; left out where no queue holds the event. */
  readonly attempt?: AttemptNumber;
}

/** An event in neutral words and the place where it is answered. */
export interface Arrived {
  readonly incoming: Incoming;
  readonly place: Place;
}

const PERSONS_MESSAGE: ReadonlySet<string | undefined> = new Set([undefined, "file_share", "thread_broadcast"]);

/** True for what a person wrote; edits, joins, our own posts and those of other bots are not. */
export const isPersonsMessage = (event: MessagePayload): boolean =>
  PERSONS_MESSAGE.has(event.subtype) && event.bot_id === undefined && event.user !== undefined;

/**
 * The message that a person has changed the words of, as it stands now; `null` for every other event. Slack also calls a message
 * changed when it shows a preview of a link in it or when a bot edits its own.
 */
export const changedMessage = (event: MessagePayload): MessagePayload | null => {
  const { message, previous_message: before, channel, channel_type } = event;
  if (event.subtype !== "message_changed" || message === undefined || !isPersonsMessage(message)) return null;
  if (before !== undefined && plainText(before.text ?? "", null) === plainText(message.text ?? "", null)) return null;
  return {
    ...message,
    type: "message",
    ...(channel === undefined ? {} : { channel }),
    ...(channel_type === undefined ? {} : { channel_type }),
  };
};

/**
 * A mention, a direct message or an ordinary channel message. `known` says whether Redflag has answered in this thread
 * before: a follow-up there needs no new mention, unless it turns to another person.
 */
export const fromMessage = (event: MessagePayload, origin: Origin, known: boolean): Arrived | null => {
  const { channel, user, ts } = event;
  if (!isPersonsMessage(event) || channel === undefined || user === undefined || ts === undefined) return null;
  const marked = event.text ?? "";
  const direct = event.channel_type === "im" || channel.startsWith("D");
  const threadTs = event.thread_ts ?? ts;
  const mentioned = event.type === "app_mention" || (origin.botUserId !== null && mentions(marked, origin.botUserId));
  const addressed = direct || mentioned || (known && turnsTo(marked) === null);
  return {
    incoming: {
      ...envelope(origin, channel, `${channel}:${threadTs}`, user),
      scene: direct ? "direct" : event.channel_type === "mpim" ? "group" : "channel",
      body: { kind: "message", text: plainText(marked, origin.botUserId), addressed },
    },
    place: { channelId: channel, threadTs, userId: user, direct, newThread: event.thread_ts === undefined },
  };
};

/** The same message with other words, after its first words had been dealt with. */
export const edited = (arrived: Arrived): Arrived => {
  const { incoming } = arrived;
  if (incoming.body.kind !== "message") return arrived;
  return { ...arrived, incoming: { ...incoming, body: { ...incoming.body, edited: true } } };
};

const envelope = (origin: Origin, channelId: string, threadId: string, userId: string) => ({
  eventId: origin.eventId,
  platform: "slack" as const,
  workspaceId: origin.workspaceId,
  channelId,
  threadId,
  userId,
  receivedAt: origin.receivedAt,
  ...(origin.attempt === undefined ? {} : { attempt: origin.attempt }),
});

const sceneOf = (channelId: string): Incoming["scene"] => (channelId.startsWith("D") ? "direct" : "channel");

/** A slash command. It has no thread: memory is kept per person and channel. */
export const fromCommand = (command: CommandPayload, origin: Origin): Arrived => {
  const known = COMMANDS.find((one) => one.command === command.command);
  const body: IncomingBody = {
    kind: "command",
    name: known?.name ?? command.command.replace(/^\//, ""),
    text: plainText(command.text ?? "", null),
  };
  const { channel_id: channelId, user_id: userId } = command;
  return {
    incoming: { ...envelope(origin, channelId, `${channelId}:${userId}`, userId), scene: sceneOf(channelId), body },
    place: { channelId, threadTs: null, userId, direct: channelId.startsWith("D") },
  };
};

/**
 * A pressed button, a chosen option or a feedback thumb. Feedback becomes id "feedback", value the answer's reference and
 * fields { rating: "helpful" | "not-helpful" }. On App Home the place is the direct message with the person.
 */
export const fromAction = (payload: ActionPayload, origin: Origin): Arrived | null => {
  const pressed = payload.actions?.[0];
  if (pressed?.action_id === undefined) return null;
  const id = intentOf(pressed.action_id);
  const raw = pressed.value ?? pressed.selected_option?.value ?? "";
  const rated = id === "feedback" ? /^(helpful|not-helpful):(.*)$/s.exec(raw) : null;
  const body: IncomingBody = {
    kind: "action",
    id,
    value: rated?.[2] ?? raw,
    fields: rated?.[1] === undefined ? fieldsOf(payload.view) : { rating: rated[1] },
  };
  const place = placeOfAction(payload);
  return {
    incoming: {
      ...envelope(origin, place.channelId, threadIdOf(place), payload.user.id),
      scene: sceneOf(place.channelId),
      body,
    },
    place,
  };
};

const placeOfAction = (payload: ActionPayload): Place => {
  const channelId = payload.channel?.id ?? payload.container?.channel_id ?? payload.user.id;
  const own = payload.container?.is_ephemeral ? undefined : (payload.message?.ts ?? payload.container?.message_ts);
  const threadTs = payload.message?.thread_ts ?? payload.container?.thread_ts ?? own ?? null;
  return { channelId, threadTs, userId: payload.user.id, direct: !/^[CG]/.test(channelId) };
};

const threadIdOf = (place: Place): string => `${place.channelId}:${place.threadTs ?? place.userId ?? ""}`;

/** "Screen this message": command `screen-message` with the words of the message. Answered privately, in its thread. */
export const fromMessageShortcut = (payload: ActionPayload, origin: Origin): Arrived => {
  const place = placeOfAction(payload);
  const body: IncomingBody = {
    kind: "command",
    name: "screen-message",
    text: plainText(payload.message?.text ?? "", null),
  };
  return {
    incoming: {
      ...envelope(origin, place.channelId, threadIdOf(place), payload.user.id),
      scene: sceneOf(place.channelId),
      body,
    },
    place,
  };
};

/** Where a form was opened from, carried in the view so that the answer goes back there. */
export interface FormMemo {
  readonly channelId: string | null;
  readonly responseUrl: string | null;
  /** Id and value of the action that the form becomes. */
  readonly submits: string;
  readonly value: string;
}

/** Somebody wants a form: the action of its button, whether a button, a command or a shortcut asked for it. */
export const fromOpening = (
  channelId: string,
  userId: string,
  id: string,
  value: string,
  origin: Origin,
): Incoming => ({
  ...envelope(origin, channelId, `${channelId}:${userId}`, userId),
  scene: sceneOf(channelId),
  body: { kind: "action", id, value, fields: {} },
});

/** A submitted form: fields named like the inputs; empty ones are left out. */
export const fromForm = (payload: ActionPayload, memo: FormMemo, origin: Origin): Arrived => {
  const channelId = memo.channelId ?? payload.user.id;
  const place: Place = { channelId, threadTs: null, userId: payload.user.id, direct: !/^[CG]/.test(channelId) };
  const body: IncomingBody = { kind: "action", id: memo.submits, value: memo.value, fields: fieldsOf(payload.view) };
  return {
    incoming: { ...envelope(origin, channelId, threadIdOf(place), payload.user.id), scene: sceneOf(channelId), body },
    place,
  };
};

const fieldsOf = (view: ViewPayload | undefined): Readonly<Record<string, string>> => {
  const fields: Record<string, string> = {};
  for (const inputs of Object.values(view?.state?.values ?? {}))
    for (const [name, input] of Object.entries(inputs)) {
      const value = filledIn(input);
      if (value !== "") fields[name] = value;
    }
  return fields;
};

const filledIn = (input: InputPayload): string => {
  const several = input.selected_options?.map(({ value = "" }) => value).join(",");
  return (input.value ?? input.selected_date ?? input.selected_option?.value ?? several ?? "").trim();
};

/** A file that came by a form, answered in the thread that says so to the person. */
export const fromUpload = (
  userId: string,
  { channelId, threadTs }: { readonly channelId: string; readonly threadTs: string },
  origin: Origin,
): Arrived => ({
  incoming: {
    ...envelope(origin, channelId, `${channelId}:${threadTs}`, userId),
    scene: "direct",
    body: { kind: "message", text: "", addressed: true },
  },
  place: { channelId, threadTs, userId, direct: true },
});

/** The person opened App Home: id `home-opened`. The reply becomes the page. */
export const fromHome = (userId: string, origin: Origin): Arrived => ({
  incoming: {
    ...envelope(origin, userId, `home:${userId}`, userId),
    scene: "direct",
    body: { kind: "action", id: "home-opened", value: "", fields: {} },
  },
  place: { channelId: userId, threadTs: null, userId, direct: true },
});

/** A CSV dropped in a direct message or beside a mention: id `screen-csv`, value the file's name, fields { csv, said? }. */
export const withCsv = (arrived: Arrived, name: string, csv: string): Arrived => {
  const { body } = arrived.incoming;
  const said = body.kind === "message" && body.text !== "" ? { said: body.text } : {};
  return {
    ...arrived,
    incoming: {
      ...arrived.incoming,
      body: { kind: "action", id: "screen-csv", value: name, fields: { csv, ...said } },
    },
  };
};
