import { bold, plain, type Reply, type ReplyBlock, type Rich } from "../../core/reply.ts";
import type { Hit, Screening, SearchedList } from "../../core/screening.ts";
import {
  caveatsOf,
  counted,
  type DescribeList,
  day,
  quoted,
  score,
  searchedList,
  searchedLists,
  sentences,
} from "./phrases.ts";

/** Hits spelt out in the first reply; the rest is counted and shown under Details. */
const HITS_SHOWN = 3;

const VERDICT_WORDS = { match: "Match", "possible-match": "Possible match" } as const;

/** The finding first, why, the list line, what was searched, what to do next. */
export const screeningReply = (screening: Screening, describe: DescribeList): Reply => ({
  summary: summaryOf(screening),
  blocks: [
    ...findingBlocks(screening, describe),
    ...searchedBlocks(screening.searched, describe, "Searched"),
    { kind: "actions", actions: actionsFor(screening) },
  ],
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});

/** Several findings in one reply, alerts first; what was searched is said once. */
export const screeningsReply = (screenings: readonly Screening[], describe: DescribeList): Reply => {
  const sorted = screenings.toSorted((a, b) => b.score - a.score);
  const alerts = sorted.filter((s) => s.hits.length > 0).length;
  const summary = `${counted(screenings.length, "thing", "things")} screened, ${counted(alerts, "alert", "alerts")}`;
  return {
    summary,
    blocks: [
      { kind: "headline", text: [bold(`${summary}.`)] },
      ...sorted.flatMap((screening): ReplyBlock[] => [{ kind: "divider" }, ...findingBlocks(screening, describe)]),
      ...searchedBlocks(screenings[0]?.searched ?? [], describe, "Searched"),
    ],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};

/** The blocks of one finding without what was searched; for replies that carry several screenings. */
export const findingBlocks = (screening: Screening, describe: DescribeList): readonly ReplyBlock[] => {
  const warnings: readonly ReplyBlock[] = warningsOf(screening).map((text) => ({
    kind: "paragraph",
    text: plain(text),
  }));
  switch (screening.verdict) {
    case "match":
    case "possible-match": {
      const more = screening.hits.length - HITS_SHOWN;
      return [
        ...screening.hits.slice(0, HITS_SHOWN).flatMap((hit) => hitBlocks(hit, screening, describe)),
        ...(more > 0
          ? [note(`${counted(more, "more entry", "more entries")} at or above the threshold, under Details.`)]
          : []),
        ...warnings,
      ];
    }
    case "no-match":
      return [{ kind: "headline", text: noMatchLine(screening) }, ...warnings];
    case "cannot-tell":
      return [{ kind: "headline", text: [bold("Cannot tell."), { text: ` ${cannotTell(screening)}` }] }, ...warnings];
  }
};

/** The caveats of the lists are shown once, beside what was searched. */
const warningsOf = (screening: Screening): readonly string[] =>
  screening.warnings.filter((text) => !screening.searched.some((list) => list.caveat && text.includes(list.caveat)));

/** What was searched, with its dates and what limits its use. */
export const searchedBlocks = (
  lists: readonly SearchedList[],
  describe: DescribeList,
  word: string,
): readonly ReplyBlock[] => [
  ...caveatsOf(lists, describe).map((caveat): ReplyBlock => ({ kind: "note", text: [bold(sentences([caveat]))] })),
  note(`${word}: ${searchedLists(lists, describe)}.`),
];

const note = (text: string): ReplyBlock => ({ kind: "note", text: plain(text) });

const cannotTell = ({ subject, searched }: Screening): string =>
  searched.some((list) => list.stale)
    ? `A list is older than its limit. On the copies held (versions below) no match was found for ${quoted(subject.text)}.`
    : `${quoted(subject.text)} could not be screened.`;

const noMatchLine = (screening: Screening): Rich => [
  bold("No match found"),
  {
    text: ` for ${quoted(screening.subject.text)} on ${counted(screening.searched.length, "list", "lists")} (versions below), threshold ${score(screening.threshold)}.${nearestWords(screening)}`,
  },
];

const nearestWords = ({ nearest }: Screening): string =>
  nearest ? ` Nearest: ${quoted(nearest.name)} ${score(nearest.score)} (${nearest.because}).` : "";

const hitBlocks = (hit: Hit, screening: Screening, describe: DescribeList): readonly ReplyBlock[] => {
  const { title, meaning } = describe(hit.list);
  const programs = hit.programs.length > 0 ? `, programs ${hit.programs.join(", ")}` : "";
  const listed = hit.listedOn ? `, listed ${day(hit.listedOn)}` : "";
  const removed = hit.removedOn ? `, removed ${day(hit.removedOn)}` : "";
  const alias = hit.matchedName === hit.name ? "" : ` Listed alias: ${hit.matchedName}.`;
  return [
    {
      kind: "headline",
      text: [bold(`${VERDICT_WORDS[hit.verdict]}: ${hit.name}`), { text: ` — ${title}${programs}${listed}${removed}` }],
    },
    {
      kind: "fields",
      rows: [
        { label: "You screened", value: plain(quoted(screening.subject.text)) },
        { label: "Why", value: plain(`${sentences(hit.reasons)}${alias}`) },
        ...(hit.contradictions.length > 0
          ? [{ label: "Contradicts", value: [bold(sentences(hit.contradictions))] }]
          : []),
        { label: "Score", value: plain(`${score(hit.score)} (threshold ${score(screening.threshold)})`) },
        {
          label: "List entry",
          value: [
            { text: `${title} no. ${hit.listingId}, ` },
            { text: "source", href: hit.source.url },
            { text: hit.source.publishedOn ? `, ${day(hit.source.publishedOn)}` : "" },
          ],
        },
        { label: "What it means", value: plain(meaning) },
      ],
    },
  ];
};

const actionsFor = (screening: Screening) => [
  { id: "screening.details", label: "Details", value: screening.screeningId },
  { id: "screening.why-not", label: screening.hits.length > 0 ? "Why?" : "Why not?", value: screening.screeningId },
  ...(screening.hits.length > 0
    ? [
        { id: "screening.false-positive", label: "False positive", value: screening.screeningId },
        { id: "screening.escalate", label: "Escalate", value: screening.screeningId },
      ]
    : []),
  { id: "screening.watch", label: "Watch", value: screening.screeningId },
  { id: "screening.share", label: "Share", value: screening.screeningId },
];

const summaryOf = (screening: Screening): string => {
  const best = screening.hits[0];
  if (best) return `${VERDICT_WORDS[best.verdict]}: ${best.name}`;
  const name = quoted(screening.subject.text);
  return screening.verdict === "cannot-tell" ? `Cannot tell for ${name}` : `No match found for ${name}`;
};

/** Every hit with every reason and the bytes it rests on. */
export const screeningDetails = (screening: Screening, describe: DescribeList): Reply => ({
  summary: `Details of screening ${screening.screeningId}`,
  blocks: [
    { kind: "headline", text: [bold("Details"), { text: ` of the screening of ${quoted(screening.subject.text)}` }] },
    ...screening.hits.flatMap((hit): ReplyBlock[] => [
      {
        kind: "paragraph",
        text: [
          bold(hit.name),
          {
            text: ` (${describe(hit.list).title} no. ${hit.listingId}), score ${score(hit.score)}, of the name alone ${score(hit.nameScore)}`,
          },
        ],
      },
      { kind: "list", items: [...hit.reasons, ...hit.contradictions].map((text) => plain(text)) },
      note(`Record: ${hit.source.pointer}, file sha256 ${hit.source.sha256.slice(0, 16)}…`),
    ]),
    ...(screening.hits.length === 0 ? findingBlocks(screening, describe) : []),
    note(
      `Searched: ${searchedLists(screening.searched, describe)}. Screening ${screening.screeningId}, ${screening.screenedAt}.`,
    ),
  ],
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});

/** The lists that a screening went through, each with its day and size. */
export const searchedReply = ({ searched, subject, threshold }: Screening, describe: DescribeList): Reply => ({
  summary: "What was searched",
  blocks: [
    { kind: "headline", text: [bold("What was searched")] },
    {
      kind: "paragraph",
      text: plain(
        `${quoted(subject.text)} was compared with ${counted(searched.length, "list", "lists")}, names from a score of ${score(threshold)}.`,
      ),
    },
    { kind: "list", items: searched.map((list) => plain(searchedList(list, describe))) },
    ...caveatsOf(searched, describe).map((caveat): ReplyBlock => note(sentences([caveat]))),
  ],
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});

/** Answers "why?" and "why not?": the best hit, else the nearest listing, with the reasons. */
export const screeningWhy = (screening: Screening, describe: DescribeList): Reply => {
  const best = screening.hits[0];
  const { nearest } = screening;
  const lines = best
    ? [...best.reasons, ...best.contradictions.map((text) => `Against it: ${text}`)]
    : nearest
      ? [
          `The nearest entry is ${quoted(nearest.name)} on ${describe(nearest.list).title}, score ${score(nearest.score)}: ${nearest.because}`,
        ]
      : ["No entry shares a name part with what was screened"];
  return {
    summary: "Why this verdict",
    blocks: [
      {
        kind: "headline",
        text: [
          bold(best ? "Why" : "Why not"),
          { text: `: ${quoted(screening.subject.text)}, threshold ${score(screening.threshold)}` },
        ],
      },
      { kind: "list", items: lines.map((text) => plain(sentences([text]))) },
    ],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};
