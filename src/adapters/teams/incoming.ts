import type { Instant } from "../../core/dates.ts";
import type { Incoming, IncomingBody } from "../../core/incoming.ts";
import { type InboundActivity, sceneOf, withoutMessageId } from "./wire.ts";

/** An action pressed on one of our cards travels under this key, so that foreign card data is never taken for ours. */
export const ACTION_KEY = "redflag";
/** Beside the action: its card is shown to one person of a group conversation. */
export const TARGETED_KEY = "targeted";

/** Addresses of an event; the body is decided by what kind of event it is. */
export const incomingWith = (
  activity: InboundActivity,
  tenantId: string,
  body: IncomingBody,
  receivedAt: Instant,
): Incoming => {
  const scene = sceneOf(activity);
  const conversation = activity.conversation.id;
  const root = withoutMessageId(conversation);
  return {
    // Teams message ids are milliseconds since 1970 and unique within one conversation only.
    eventId: `${conversation}/${activity.id}`,
    platform: "teams",
    workspaceId: tenantId,
    channelId: scene === "channel" ? withoutMessageId(activity.channelData?.channel?.id ?? root) : root,
    threadId: threadIdOf(activity),
    userId: activity.from.aadObjectId ?? activity.from.id,
    scene,
    body,
    receivedAt,
  };
};

/** The thread of a channel, or the chat. A post that starts a thread may come without the suffix; its answers carry it. */
export const threadIdOf = (activity: InboundActivity): string => {
  const conversation = activity.conversation.id;
  const starts =
    activity.type.startsWith("message") &&
    sceneOf(activity) === "channel" &&
    withoutMessageId(conversation) === conversation;
  return starts ? `${conversation};messageid=${activity.id}` : conversation;
};

/** A message, a slash command or a pressed Action.Submit; `null` when there is nothing to read. */
export const messageBody = (activity: InboundActivity): IncomingBody | null => {
  const pressed = actionIn(activity.value);
  if (pressed) return pressed;
  const text = readableText(activity);
  if (text === "") return null;
  const command = /^\/([a-z][a-z-]*)(?:\s+([\s\S]*))?$/i.exec(text);
  if (command) return { kind: "command", name: (command[1] ?? "").toLowerCase(), text: command[2]?.trim() ?? "" };
  return { kind: "message", text, addressed: addressed(activity) };
};

/** Bots hear a channel or group only when mentioned, unless an administrator granted more: so it is checked, not assumed. */
const addressed = (activity: InboundActivity): boolean =>
  sceneOf(activity) === "direct" || mentionsOf(activity).some((mention) => mention.isBot);

/** `{ redflag: { id, value }, dob: "1990", country: "" }` -> the action "id" with field dob; `null` for data that is not ours. */
export const actionIn = (data: unknown): Extract<IncomingBody, { kind: "action" }> | null => {
  if (!isRecord(data)) return null;
  const { [ACTION_KEY]: ours, ...rest } = data;
  if (!isRecord(ours) || typeof ours.id !== "string") return null;
  const fields = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === "string" && value !== "" ? [[name, value]] : [],
  );
  return {
    kind: "action",
    id: ours.id,
    value: typeof ours.value === "string" ? ours.value : "",
    fields: Object.fromEntries(fields),
  };
};

/** True for a press on a card that only this person sees. */
export const pressedOnTargeted = (data: unknown): boolean =>
  isRecord(data) && isRecord(data[ACTION_KEY]) && data[ACTION_KEY][TARGETED_KEY] === true;

interface AtMention {
  readonly written: string;
  readonly isBot: boolean;
}

const mentionsOf = (activity: InboundActivity): readonly AtMention[] =>
  (activity.entities ?? []).flatMap((entity) => {
    if (entity.type !== "mention" || typeof entity.text !== "string" || !isRecord(entity.mentioned)) return [];
    return [{ written: entity.text, isBot: entity.mentioned.id === activity.recipient.id }];
  });

/**
 * "<at>Redflag</at>&nbsp;is <at>Kim Lee</at> listed?" -> "is Kim Lee listed?": the bot's own mention goes, other people's names
 * stay. A mention without an entity (a client that sends none) is the bot's when it stands first.
 */
export const readableText = (activity: InboundActivity): string => {
  let text = activity.text ?? "";
  for (const { written, isBot } of mentionsOf(activity)) if (isBot) text = text.replaceAll(written, " ");
  const unnamed = activity.recipient.name;
  if (unnamed) text = text.replace(new RegExp(`^\\s*<at[^>]*>${escapeRegExp(unnamed)}</at>`, "i"), " ");
  return decodeEntities(text.replace(/<at[^>]*>([\s\S]*?)<\/at>/gi, "$1"))
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .trim();
};

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Teams escapes what people type: "AT&amp;T" -> "AT&T". Decoded once, so "&amp;lt;" -> "&lt;". */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
