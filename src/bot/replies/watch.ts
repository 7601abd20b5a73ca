import { dayInProse, dayOf, type Instant } from "../../core/dates.ts";
import { FORMS } from "../../core/form.ts";
import { type Action, bold, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";
import type { Subject } from "../../core/screening.ts";
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
  readonly subject: Subject;
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
      { kind: "actions", actions: managing(watches) },
      {
        kind: "note",
        text: plain(
          "Add: watch <name or address>, or drop a CSV with the word watch. Change: watch edit <number> <name> --dob 1980. Remove: watch remove <number>. They are screened again by themselves whenever a list or the matcher changes.",
        ),
      },
    ],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};

/** Watched names with buttons of their own; "watch remove <number>" and "watch edit <number>" reach all of them. */
const MANAGED = 5;

const managing = (watches: readonly WatchedName[]): readonly Action[] => [
  ...watches.slice(0, MANAGED).flatMap(({ watchId: value }, i): readonly Action[] => [
    { id: FORMS.watch, label: `Change ${i + 1}`, value },
    { id: "watch.remove", label: `Remove ${i + 1}`, value },
  ]),
  ...(watches.length > 0 ? [{ id: "watch.export", label: "Export as CSV", value: "" }] : []),
];

/** What is watched after a name was added or changed, and what it hits now. */
export const watchedReply = ({ watchId, subject, hits }: WatchedName): Reply => {
  const summary = `${quoted(subject.text)} is watched here. Now: ${hitsInWords(hits)}.`;
  return {
    summary,
    blocks: [
      {
        kind: "paragraph",
        text: plain(
          `${summary} This conversation is told when a change of a list or of the matching rules changes that.`,
        ),
      },
      {
        kind: "actions",
        actions: [
          { id: FORMS.watch, label: "Change", value: watchId },
          { id: "watch.remove", label: "Remove", value: watchId },
          { id: "watch.list", label: "All watched names", value: "" },
        ],
      },
    ],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};

/** The watchlist as a file that can be dropped again, and in words where files are not taken. */
export const watchExportReply = (watches: readonly WatchedName[], csv: string): Reply => ({
  ...watchListReply(watches),
  file: { name: "watchlist.csv", mediaType: "text/csv", text: csv },
});

/** What a dropped table added. */
export const watchedTableReply = (name: string, added: readonly WatchedName[]): Reply => {
  const hit = added.filter(({ hits }) => hits.length > 0);
  const summary = `${counted(added.length, "name of", "names of")} ${quoted(name)} ${added.length === 1 ? "is" : "are"} watched here now, ${hit.length} with a match or possible match.`;
  return {
    summary,
    blocks: [
      { kind: "headline", text: [bold(summary)] },
      ...(hit.length > 0
        ? [
            {
              kind: "list",
              items: hit
                .slice(0, LISTED)
                .map((watch) => [bold(quoted(watch.subject.text)), { text: `: ${hitsInWords(watch.hits)}` }]),
            } as const,
          ]
        : []),
      { kind: "actions", actions: [{ id: "watch.list", label: "All watched names", value: "" }] },
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
