import type { Citation } from "../../core/answer.ts";
import type { Applicant } from "../../core/applicant.ts";
import { FORMS } from "../../core/form.ts";
import { bold, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";
import type { Screening } from "../../core/screening.ts";
import { counted, type DescribeList, quoted } from "./phrases.ts";
import { findingBlocks, searchedBlocks } from "./screening.ts";

/** One sign that an advisory names. */
export interface CitedFlag {
  readonly id: string;
  /** As it is asked. */
  readonly asks: string;
  /** As it is noted when seen. */
  readonly observed: string;
  readonly next: string;
  readonly citation: Citation;
}

export interface VettingFound {
  readonly applicant: Applicant;
  readonly screenings: readonly Screening[];
  readonly identifiers: readonly string[];
  readonly observations: readonly CitedFlag[];
  readonly open: readonly CitedFlag[];
  readonly advice: readonly Citation[];
}

/** What is shown for a hiring check without a name: the form where there is one, and how it is typed. */
export const vetOffer = (): Reply => ({
  summary: "Hiring check",
  blocks: [
    {
      kind: "paragraph",
      text: plain(
        "The form asks for everything that a hiring check can use. Or write: vet <name> --email <address> --wallet <address> --seen no-camera",
      ),
    },
    { kind: "actions", actions: [{ id: FORMS.vet, label: "Open the form", value: "", style: "primary" }] },
  ],
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});

/** What was screened and found, what the advisories say of what was seen, what to do next. Never a verdict on a person. */
export const vetReply = (vetting: VettingFound, describe: DescribeList): Reply => {
  const { screenings, identifiers, observations, open, advice } = vetting;
  const alerts = screenings.filter(({ hits }) => hits.length > 0);
  const matches = alerts.filter(({ verdict }) => verdict === "match").length;
  const numbers = numbered([...observations.map(({ citation }) => citation), ...advice]);
  const number = (citation: Citation): number => numbers.get(keyOf(citation))?.number ?? 0;
  const things = screenings.length + identifiers.length;
  const found = [
    counted(things, "thing screened", "things screened"),
    counted(matches, "match found", "matches found"),
    counted(alerts.length - matches, "possible match", "possible matches"),
    counted(observations.length, "observation", "observations"),
  ].join(", ");
  const cited = (citation: Citation) => ({ text: `[${number(citation)}]`, cite: number(citation) });
  const blocks: readonly ReplyBlock[] = [
    { kind: "headline", text: [bold(`${found}.`), { text: ` Hiring check of ${quoted(vetting.applicant.name)}.` }] },
    note(screenedLine(vetting)),
    ...alerts.flatMap((screening) => findingBlocks(screening, describe)),
    ...warningsOf(screenings).map(note),
    ...(observations.length > 0 ? [{ kind: "paragraph", text: [bold("Observations")] } as const] : []),
    ...observations.map(
      (flag): ReplyBlock => ({
        kind: "paragraph",
        text: [
          { text: `${sentence(flag.observed)} The source says: “${flag.citation.quote}” ` },
          cited(flag.citation),
          { text: ` ` },
          bold("Next: "),
          { text: flag.next },
        ],
      }),
    ),
    ...(open.length > 0
      ? [
          {
            kind: "paragraph",
            text: [bold("Not noted so far; add what you see in the form, or with --seen and the word in brackets")],
          } as const,
          {
            kind: "list",
            items: open.map(({ asks, id }) => [{ text: `${asks} ` }, { text: `(${id})`, code: true }]),
          } as const,
        ]
      : []),
    ...(advice.length > 0
      ? [
          { kind: "paragraph", text: [bold("In any case")] } as const,
          { kind: "list", items: advice.map((citation) => [{ text: `${citation.quote} ` }, cited(citation)]) } as const,
        ]
      : []),
    ...searchedBlocks(screenings[0]?.searched ?? [], describe, "Searched"),
    {
      kind: "actions",
      actions: [{ id: FORMS.vet, label: "Check again with the form", value: vetting.applicant.name }],
    },
    note(
      "This is not a verdict on a person. Each observation can have an ordinary reason; ask before you conclude. Nationality and ethnicity are not observations.",
    ),
  ];
  return {
    summary: found,
    blocks,
    citations: [...numbers.values()],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};

const note = (text: string): ReplyBlock => ({ kind: "note", text: plain(text) });

/** Everything that was looked up, and what was given but cannot be. */
const screenedLine = ({ screenings, identifiers, applicant: { location, documents } }: VettingFound): string => {
  const looked = [...screenings.map(({ subject }) => subject.text), ...identifiers].map(quoted).join(", ");
  const noted = [
    ...(location === null ? [] : [`claimed place of work ${quoted(location)}`]),
    ...(documents === null ? [] : [`documents seen ${quoted(documents)}`]),
  ];
  return `Screened: ${looked}.${noted.length > 0 ? ` Noted, not screened: ${noted.join(", ")}.` : ""}`;
};

/** Warnings of what had no hit, each once; those of hits stand with them. */
const warningsOf = (screenings: readonly Screening[]): readonly string[] => {
  const shown = new Set(screenings.filter(({ hits }) => hits.length > 0).flatMap(({ warnings }) => warnings));
  const others = screenings
    .filter(({ hits }) => hits.length === 0)
    .flatMap((screening) => screening.warnings.filter((w) => !isCaveat(w, screening) && !shown.has(w)));
  return [...new Set(others)];
};

const isCaveat = (warning: string, { searched }: Screening): boolean =>
  searched.some(({ caveat }) => caveat !== null && warning.includes(caveat));

const keyOf = (citation: Citation): string => `${citation.documentId} ${citation.start}`;

const numbered = (citations: readonly Citation[]): ReadonlyMap<string, Citation> => {
  const found = new Map<string, Citation>();
  for (const citation of citations)
    if (!found.has(keyOf(citation))) found.set(keyOf(citation), { ...citation, number: found.size + 1 });
  return found;
};

/** "a payout is asked for" -> "A payout is asked for." */
const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
