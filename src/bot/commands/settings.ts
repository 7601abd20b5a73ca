import { DOCUMENT_KINDS, type DocumentKind } from "../../core/document.ts";
import type { DocumentScope } from "../../core/document-scope.ts";
import { BadInput } from "../../core/errors.ts";
import type { Incoming } from "../../core/incoming.ts";
import { placeOf } from "../../core/place.ts";
import type { Reply } from "../../core/reply.ts";
import { assertZone } from "../../digest/schedule.ts";
import { AUTO_SCREEN, type ChannelSettings, REPLY_MODES } from "../../ports/settings.ts";
import type { Desk } from "../desk.ts";
import { unavailable } from "../replies/setting-words.ts";
import { settingsReply } from "../replies/settings.ts";
import type { RunCommand } from "./command.ts";

type Change = (before: ChannelSettings, value: string, incoming: Incoming, desk: Desk) => Promise<ChannelSettings>;

/** Every setting by its word. Each throws `BadInput` with one sentence for a value that it does not have. */
const SETTINGS: Readonly<Record<string, Change>> = {
  zone: async (before, value) => {
    assertZone(value);
    return { ...before, zone: value };
  },
  "four-eyes": async (before, value) => ({
    ...before,
    fourEyes: oneOf("four-eyes", value, ["on", "off"] as const) === "on",
  }),
  "auto-screen": async (before, value, incoming) => {
    const autoScreen = oneOf("auto-screen", value, AUTO_SCREEN);
    const why = unavailable("auto-screen", incoming);
    if (why !== null && autoScreen !== "off") throw new BadInput(`${why} Nothing was changed.`);
    return { ...before, autoScreen };
  },
  replies: async (before, value, incoming) => {
    const replyMode = oneOf("replies", value, REPLY_MODES);
    const why = unavailable("replies", incoming);
    if (why !== null) throw new BadInput(`${why} Nothing was changed.`);
    return { ...before, replyMode };
  },
  scope: async (before, value, _incoming, desk) => ({
    ...before,
    documentScope: scopeFrom(value, await desk.deps.publishers()),
  }),
};

/** "settings", "settings zone Europe/Berlin", "settings auto-screen private", "settings scope OFAC, advisory". */
export const settings: RunCommand = async (incoming, text, desk) => {
  const wish = text.trim();
  if (wish === "" || /^(?:help|show|list)$/i.test(wish)) return showSettings(incoming, desk);
  return changeSettings(incoming, [wish], desk);
};

export const showSettings = async (incoming: Incoming, desk: Desk): Promise<Reply> => {
  const now = await desk.deps.office.settings.get(placeOf(incoming));
  return settingsReply(now, incoming, await desk.deps.publishers(), false);
};

/** Makes every change or, when one of them is wrong, none. Who changed what, before and after, goes into the record. */
export const changeSettings = async (incoming: Incoming, wishes: readonly string[], desk: Desk): Promise<Reply> => {
  const place = placeOf(incoming);
  const store = desk.deps.office.settings;
  const before = await store.get(place);
  let after = before;
  for (const wish of wishes) after = await changed(after, wish, incoming, desk);
  const isNew = JSON.stringify(after) !== JSON.stringify(before);
  if (isNew) {
    await desk.record(incoming, "settings", { before, after });
    await store.set(place, after);
  }
  return settingsReply(after, incoming, await desk.deps.publishers(), isNew);
};

const changed = (before: ChannelSettings, wish: string, incoming: Incoming, desk: Desk): Promise<ChannelSettings> => {
  const [, name = "", value = ""] = /^(\S+)\s*([\s\S]*)$/.exec(wish.trim()) ?? [];
  const word = name.toLowerCase();
  const change = Object.hasOwn(SETTINGS, word) ? SETTINGS[word] : undefined;
  if (!change)
    throw new BadInput(
      `There is no setting “${name}”. Nothing was changed. There are: ${Object.keys(SETTINGS).join(", ")}; “settings” shows them.`,
    );
  return change(before, value.trim(), incoming, desk);
};

const oneOf = <T extends string>(name: string, value: string, values: readonly T[]): T => {
  const found = values.find((one) => one === value.toLowerCase());
  if (found === undefined)
    throw new BadInput(`${name} is one of ${values.join(", ")}, got “${value}”. Nothing was changed.`);
  return found;
};

/** "all" -> null; "OFAC, FBI, advisory, tag:DPRK3" -> publishers OFAC and FBI, kind advisory, program DPRK3. */
const scopeFrom = (text: string, publishers: readonly string[]): DocumentScope | null => {
  if (/^(?:all|everything|none|off)$/i.test(text)) return null;
  const scope = { publishers: [] as string[], kinds: [] as DocumentKind[], tags: [] as string[] };
  // A publisher may have a comma in its name.
  const items = publishers.includes(text) ? [text] : text.split(/[,;]+/).map((item) => item.trim());
  for (const item of items.filter((one) => one !== "")) {
    const [, mark = "", rest = item] = /^(kind|publisher|tag|program):\s*(\S.*)$/i.exec(item) ?? [];
    const kind = DOCUMENT_KINDS.find((one) => one === rest.toLowerCase() || plural(one) === rest.toLowerCase());
    if (/^(?:tag|program)$/i.test(mark)) scope.tags.push(rest);
    else if (kind && !/^publisher$/i.test(mark)) scope.kinds.push(kind);
    else if (/^kind$/i.test(mark)) throw new BadInput(unknownKind(rest));
    else if (publishers.some((one) => one.toLowerCase().includes(rest.toLowerCase()))) scope.publishers.push(rest);
    else throw new BadInput(unknownPublisher(rest, publishers));
  }
  if (scope.publishers.length + scope.kinds.length + scope.tags.length === 0)
    throw new BadInput(
      "The scope names nothing. Nothing was changed. For example: settings scope OFAC, advisory — or: settings scope all",
    );
  return scope;
};

const plural = (kind: string): string => kind.replace(/y$/, "ie").concat("s");

const unknownKind = (word: string): string =>
  `There are no documents of kind “${word}”. Nothing was changed. The kinds are: ${DOCUMENT_KINDS.join(", ")}.`;

const unknownPublisher = (word: string, publishers: readonly string[]): string =>
  `No document here is of a publisher or kind “${word}”. Nothing was changed. Publishers: ${publishers.slice(0, 12).join("; ")}. Kinds: ${DOCUMENT_KINDS.join(", ")}. A sanctions program is given as tag:DPRK3.`;
