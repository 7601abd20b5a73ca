import { bold, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";
import type { Screening } from "../../core/screening.ts";
import { caveatsOf, counted, type DescribeList, day, quoted, sentences } from "./phrases.ts";

/** Findings spelt out in one note; the rest is counted. */
const SHOWN = 3;

const VERDICT_WORDS = { match: "Match", "possible-match": "Possible match" } as const;

/** A short word under a message that nobody asked about: what is listed, where and since when, and how to see more. */
export const autoNote = (
  screenings: readonly Screening[],
  mode: "private" | "thread",
  describe: DescribeList,
): Reply => {
  const sorted = screenings.toSorted((a, b) => b.score - a.score);
  const [first] = sorted;
  const more = sorted.length - SHOWN;
  const best = first?.hits[0];
  return {
    summary: best ? `${VERDICT_WORDS[best.verdict]}: ${best.name}` : "A listed party is named",
    blocks: [
      ...sorted.slice(0, SHOWN).flatMap((screening) => finding(screening, describe)),
      ...(more > 0
        ? [
            note(
              `${counted(more, "more listed party is", "more listed parties are")} named; screen the message to see all.`,
            ),
          ]
        : []),
      ...caveatsOf(first?.searched ?? [], describe).map((caveat): ReplyBlock => note(sentences([caveat]))),
      note(
        `This channel screens its messages${mode === "private" ? "; only you see this" : ""}. A person decides whether it is the same party; nothing was stopped. Each party is told of once a day.`,
      ),
      {
        kind: "actions",
        actions: [
          ...(sorted.length === 1 && first
            ? [{ id: "screening.details", label: "Details", value: first.screeningId }]
            : sorted.slice(0, SHOWN).map(({ screeningId, subject }) => ({
                id: "screening.details",
                label: `Details: ${short(subject.text)}`,
                value: screeningId,
              }))),
          { id: "screening.searched", label: "What was searched", value: first?.screeningId ?? "" },
          { id: "settings.show", label: "Settings", value: "" },
        ],
      },
    ],
    citations: [],
    audience: mode === "private" ? "asker" : "everyone",
    aiGenerated: false,
    feedbackFor: null,
  };
};

const finding = (screening: Screening, describe: DescribeList): readonly ReplyBlock[] => {
  const [hit, ...others] = screening.hits;
  if (!hit) return [];
  const { title } = describe(hit.list);
  const listed = hit.listedOn ? `, listed ${day(hit.listedOn)}` : "";
  const removed = hit.removedOn ? `, removed ${day(hit.removedOn)}` : "";
  const published = hit.source.publishedOn ? ` of ${day(hit.source.publishedOn)}` : "";
  const namesakes = others.length > 0 ? ` ${counted(others.length, "more entry is", "more entries are")} as near.` : "";
  return [
    {
      kind: "headline",
      text: [bold(`${VERDICT_WORDS[hit.verdict]}: ${hit.name}`), { text: ` — ${title}${listed}${removed}` }],
    },
    {
      kind: "paragraph",
      text: [
        { text: `In the message: ${quoted(screening.subject.text)}. ` },
        ...(hit.contradictions.length > 0 ? [bold(`Against it: ${sentences(hit.contradictions)} `)] : []),
        { text: `Entry no. ${hit.listingId} of the list${published}, ` },
        { text: "source", href: hit.source.url },
        { text: `.${namesakes}` },
      ],
    },
  ];
};

/** An address as people compare it: "0x098B716B8Aaf…2f96" -> "0x098B…2f96". */
const short = (text: string): string => (text.length > 30 ? `${text.slice(0, 6)}…${text.slice(-4)}` : text);

const note = (text: string): ReplyBlock => ({ kind: "note", text: plain(text) });
