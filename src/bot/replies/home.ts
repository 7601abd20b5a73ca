import { dayInProse, dayOf } from "../../core/dates.ts";
import { bold, plain, type Reply, type ReplyBlock, type Rich } from "../../core/reply.ts";
import type { Subscription } from "../../core/subscription.ts";
import type { RecentScreening } from "../recent.ts";
import { counted, quoted } from "./phrases.ts";
import { helpReply, type ListStatusLine, listsReply } from "./plain.ts";
import { nextInWords, subscriptionInWords } from "./subscriptions.ts";
import type { WatchedName } from "./watch.ts";

/** What is the reader's own, wherever it was made. */
export interface HomeContents {
  readonly lists: readonly ListStatusLine[];
  readonly watched: readonly WatchedName[];
  readonly recent: readonly RecentScreening[];
  readonly subscriptions: readonly Subscription[];
}

/** Lines of one part of the page; the commands show the rest. */
const SHOWN = 10;

const VERDICTS = {
  match: "match",
  "possible-match": "possible match",
  "no-match": "no match found",
  "cannot-tell": "cannot tell",
} as const;

/** The page a person sees on opening the app: how fresh the lists are, what is theirs, and what can be asked. */
export const homeReply = ({ lists, watched, recent, subscriptions }: HomeContents): Reply => ({
  ...listsReply(lists),
  summary: "Redflag",
  blocks: [
    { kind: "headline", text: [bold("Redflag")] },
    {
      kind: "paragraph",
      text: plain(
        "Cited answers from sanctions notices and threat reports; names and addresses screened against the lists below.",
      ),
    },
    ...listsReply(lists).blocks,
    { kind: "divider" },
    ...part("My watchlist", watched.map(watchLine), "Nobody yet. “watch” and a name adds one."),
    ...part(
      "My recent screenings",
      recent.map(recentLine),
      "None in the last 30 days. “/screen” and a name makes one.",
    ),
    ...(recent.length > 0 ? [detailButtons(recent)] : []),
    ...part(
      "My subscriptions",
      subscriptions.map((one) => plain(`${subscriptionInWords(one)}; ${nextInWords(one)}`)),
      "None yet. In a channel: “digest subscribe DPRK weekly on monday at 9”.",
    ),
    { kind: "divider" },
    ...helpReply().blocks,
  ],
});

const part = (title: string, items: readonly Rich[], none: string): readonly ReplyBlock[] => [
  { kind: "headline", text: [bold(title)] },
  items.length === 0 ? { kind: "note", text: plain(none) } : { kind: "list", items: items.slice(0, SHOWN) },
  ...(items.length > SHOWN ? [{ kind: "note", text: plain(`and ${items.length - SHOWN} more.`) } as const] : []),
];

const watchLine = ({ subject, createdAt, hits }: WatchedName): Rich => [
  bold(quoted(subject.text)),
  {
    text: ` since ${dayInProse(dayOf(createdAt))}, ${hits.length === 0 ? "no match found" : counted(hits.length, "hit", "hits")}`,
  },
];

const recentLine = ({ text, verdict, screenedAt }: RecentScreening): Rich => [
  bold(quoted(text)),
  { text: `: ${VERDICTS[verdict]}, ${dayInProse(dayOf(screenedAt))}` },
];

const detailButtons = (recent: readonly RecentScreening[]): ReplyBlock => ({
  kind: "actions",
  actions: recent.slice(0, 5).map(({ screeningId, text }) => ({
    id: "screening.details",
    label: `Details: ${text}`.slice(0, 60),
    value: screeningId,
  })),
});
