import { type DocumentScope, scopeInWords } from "../../core/document-scope.ts";
import type { Incoming } from "../../core/incoming.ts";
import { bold, type Choice, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";
import type { ChannelSettings } from "../../ports/settings.ts";
import { unavailable } from "./setting-words.ts";

/** Publishers offered in the select; the typed command takes any. */
const PUBLISHERS_OFFERED = 20;

/** What holds in this conversation, with a choice for each setting and the words to type. */
export const settingsReply = (
  settings: ChannelSettings,
  incoming: Incoming,
  publishers: readonly string[],
  changed: boolean,
): Reply => {
  const title = changed ? "Changed. Settings of this conversation" : "Settings of this conversation";
  const [noScreening, noReplies] = [unavailable("auto-screen", incoming), unavailable("replies", incoming)];
  const choices = [
    ...(noScreening === null ? [autoScreenChoice(settings)] : []),
    ...(noReplies === null ? [repliesChoice(settings)] : []),
    scopeChoice(settings.documentScope, publishers),
    fourEyesChoice(settings),
  ];
  const hints = [
    "Typed: “settings zone Europe/Berlin”, “settings scope OFAC, FBI, advisory” or “settings scope all”, “settings four-eyes on”",
    ...(noScreening === null ? ["“settings auto-screen private”"] : []),
    ...(noReplies === null ? ["“settings replies thread”"] : []),
  ];
  const why = new Set([noScreening, noReplies].filter((reason) => reason !== null));
  return {
    summary: title,
    blocks: [
      { kind: "headline", text: [bold(title)] },
      { kind: "fields", rows: [{ label: "Time zone of new subscriptions", value: plain(settings.zone) }] },
      {
        kind: "choices",
        id: "settings.set",
        choices,
        save: "Save",
        confirm: "This changes how Redflag answers in this conversation, for everybody in it. The change is recorded.",
      },
      ...(settings.autoScreen === "off" || noScreening !== null ? [] : [screeningNote(settings.autoScreen)]),
      ...[...why].map((reason): ReplyBlock => ({ kind: "note", text: plain(reason) })),
      { kind: "note", text: plain(`${hints.join(", ")}. Every change is recorded with who made it.`) },
    ],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};

const screeningNote = (mode: "private" | "thread"): ReplyBlock => ({
  kind: "note",
  text: plain(
    `Messages written here are screened as they come. ${mode === "private" ? "Only the author sees a note" : "A note stands in the thread"}, and only when a listed party or address is named; each is told once a day. That a message was screened is recorded, also without a hit; its words are not.`,
  ),
});

const autoScreenChoice = ({ autoScreen }: ChannelSettings): Choice => ({
  name: "auto-screen",
  label: "Screen ordinary messages for listed parties",
  options: [
    { label: "Off", value: "auto-screen off" },
    { label: "Private note to the author", value: "auto-screen private" },
    { label: "Reply in the thread", value: "auto-screen thread" },
  ],
  chosen: `auto-screen ${autoScreen}`,
});

const repliesChoice = ({ replyMode }: ChannelSettings): Choice => ({
  name: "replies",
  label: "Answers to questions asked here",
  options: [
    { label: "In the thread, for everybody", value: "replies thread" },
    { label: "For the asker alone", value: "replies private" },
  ],
  chosen: `replies ${replyMode}`,
});

const fourEyesChoice = ({ fourEyes }: ChannelSettings): Choice => ({
  name: "four-eyes",
  label: "Decisions on cases need a second reviewer",
  options: [
    { label: "No", value: "four-eyes off" },
    { label: "Yes", value: "four-eyes on" },
  ],
  chosen: `four-eyes ${fourEyes ? "on" : "off"}`,
});

/** A scope that is no offered one is an option of its own, so that the select shows what holds. */
const scopeChoice = (scope: DocumentScope | null, publishers: readonly string[]): Choice => {
  const all = { label: "All documents", value: "scope all" };
  const offered = publishers
    .slice(0, PUBLISHERS_OFFERED)
    .map((publisher) => ({ label: `Only ${publisher}`, value: `scope ${publisher}` }));
  const now = scope === null ? all : { label: wordsOf(scope), value: `scope ${itemsOf(scope).join(", ")}` };
  const known = [all, ...offered].some(({ value }) => value === now.value);
  return {
    name: "scope",
    label: "Documents that answer questions asked here",
    options: [all, ...(known ? [] : [now]), ...offered],
    chosen: now.value,
  };
};

/** "documents of OFAC" -> "Only documents of OFAC" */
const wordsOf = (scope: DocumentScope): string => `Only ${scopeInWords(scope) ?? "documents"}`;

/** As the command takes them. */
const itemsOf = ({ publishers, kinds, tags }: DocumentScope): readonly string[] => [
  ...publishers,
  ...kinds.map((kind) => `${kind}`),
  ...tags.map((tag) => `tag:${tag}`),
];
