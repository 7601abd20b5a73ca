import { dayInProse, dayOf, type Instant } from "../../core/dates.ts";
import { bold, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";
import type { KnownHit } from "../../core/watch.ts";
import { counted, quoted } from "./phrases.ts";

export interface WatchLine {
  readonly watchId: string;
  readonly name: string;
  readonly sentence: string;
  /** A new match; the rest is news about a known one. */
  readonly urgent: boolean;
  readonly userId: string;
}

/** Alerts with a button of their own; all are in the list. */
const BUTTONS = 5;

/** What changed for watched names in one conversation, new matches first. */
export const watchAlertReply = (lines: readonly WatchLine[]): Reply => {
  const sorted = lines.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
  const names = [...new Map(sorted.map((line) => [line.watchId, line])).values()];
  const summary = `Watchlist: ${counted(names.length, "name", "names")} affected by a change of the lists`;
  const blocks: readonly ReplyBlock[] = [
    { kind: "headline", text: [bold(summary)] },
    { kind: "list", items: sorted.map(({ sentence }) => plain(sentence)) },
    {
      kind: "actions",
      actions: names
        .slice(0, BUTTONS)
        .map(({ watchId, name }) => ({ id: "watch.screen", label: `Screen ${name}`.slice(0, 60), value: watchId })),
    },
    {
      kind: "note",
      text: plain("An alert is an aid to a decision that a person makes. It is not repeated unless something changes."),
    },
  ];
  return { summary, blocks, citations: [], audience: "everyone", aiGenerated: false, feedbackFor: null };
};

export interface WatchedName {
  readonly watchId: string;
  readonly subject: { readonly text: string };
  readonly createdAt: Instant;
  readonly hits: readonly KnownHit[];
}

/** Names listed in one reply. */
const LISTED = 50;

/** The watchlist of a conversation, numbered as "watch remove" takes them. */
export const watchListReply = (watches: readonly WatchedName[]): Reply => {
  const summary = `${counted(watches.length, "name is", "names are")} watched here`;
  return {
    summary,
    blocks: [
      { kind: "headline", text: [bold(`${summary}.`)] },
      {
        kind: "list",
        items: watches
          .slice(0, LISTED)
          .map((watch, i) => [
            bold(`${i + 1}. ${quoted(watch.subject.text)}`),
            { text: ` since ${dayInProse(dayOf(watch.createdAt))}, ${hitsInWords(watch.hits)}` },
          ]),
      },
      ...(watches.length > LISTED
        ? [{ kind: "note", text: plain(`and ${watches.length - LISTED} more.`) } as const]
        : []),
      {
        kind: "note",
        text: plain(
          "Add: watch <name or address>. Remove: watch remove <number>. They are screened again by themselves whenever a list or the matcher changes.",
        ),
      },
    ],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};

const hitsInWords = (hits: readonly KnownHit[]): string =>
  hits.length === 0
    ? "no match found"
    : hits
        .map(({ name, verdict }) => `${verdict === "match" ? "match" : "possible match"}: ${name}`)
        .slice(0, 3)
        .join("; ");
