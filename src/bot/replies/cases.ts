import type { SourceId } from "../../core/brand.ts";
import type { Case, CaseStep, Outcome } from "../../core/case.ts";
import { dayInProse, dayOf, type Instant } from "../../core/dates.ts";
import { FORMS } from "../../core/form.ts";
import { type Action, bold, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";
import type { Hit, Screening } from "../../core/screening.ts";
import { counted, type DescribeList, quoted, score } from "./phrases.ts";

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  "false-positive": "false positive",
  "true-match": "true match",
  escalate: "escalated",
};

/** Reasons that one button gives; any other is written: case 12 false-positive <reason>. */
const QUICK_REASONS = ["Different date of birth", "Different country", "Different person, documents seen"];
const HITS_WITH_BUTTONS = 5;
const CASES_LISTED = 30;

const DID: Readonly<Record<CaseStep["did"], string>> = {
  opened: "opened",
  proposed: "proposed",
  decided: "decided",
  confirmed: "confirmed",
  assigned: "assigned",
  reopened: "reopened",
  lapsed: "lapsed",
};

const private_ = (summary: string, blocks: readonly ReplyBlock[]): Reply => ({
  summary,
  blocks,
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});

/** Which hit is meant, when there are several: one button each. */
export const whichHitReply = (screening: Screening, action: string, describe: DescribeList): Reply =>
  private_("Which entry do you mean?", [
    { kind: "headline", text: [bold("Which entry do you mean?")] },
    {
      kind: "list",
      items: screening.hits
        .slice(0, HITS_WITH_BUTTONS)
        .map((hit, i) => [
          bold(`${i + 1}. ${hit.name}`),
          { text: ` (${describe(hit.list).title} no. ${hit.listingId}), score ${score(hit.score)}` },
        ]),
    },
    {
      kind: "actions",
      actions: screening.hits.slice(0, HITS_WITH_BUTTONS).map((hit, i) => ({
        id: action,
        label: `${i + 1}. ${hit.name}`.slice(0, 60),
        value: hitValue(screening, hit),
      })),
    },
  ]);

/** "<screening>|<list>|<listing>": what a button carries. */
export const hitValue = ({ screeningId }: Screening, { list, listingId }: Hit): string =>
  `${screeningId}|${list}|${listingId}`;

/** A case with its history and what can be done next. */
export const caseCard = (found: Case, title: string, now: Instant): Reply => {
  const entry = found.listing.names[0]?.text ?? found.listing.listingId;
  const summary = `Case ${found.number}, ${stateInWords(found)}: ${quoted(found.subject.text)} and ${entry}`;
  return private_(summary, [
    { kind: "headline", text: [bold(`Case ${found.number}, ${stateInWords(found)}`)] },
    {
      kind: "fields",
      rows: [
        { label: "Screened", value: plain(quoted(found.subject.text)) },
        {
          label: "Entry",
          value: plain(`${entry} (${title} no. ${found.listing.listingId}), score ${score(found.score)}`),
        },
        {
          label: "Open since",
          value: plain(`${dayInProse(dayOf(found.openedAt))}, ${ageInWords(found.openedAt, now)}`),
        },
        { label: "Owner", value: plain(found.ownerId ?? "nobody") },
      ],
    },
    { kind: "list", items: found.steps.map((step) => plain(stepInWords(step))) },
    ...actionsOf(found),
  ]);
};

const actionsOf = (found: Case): readonly ReplyBlock[] => {
  const n = String(found.number);
  const actions: readonly Action[] =
    found.state === "proposed"
      ? [
          { id: "case.confirm", label: "Confirm", value: n, style: "primary" },
          { id: "case.reject", label: "Open again", value: n },
        ]
      : found.state === "open" || found.state === "escalated"
        ? [
            ...QUICK_REASONS.map((reason) => ({
              id: "case.false-positive",
              label: `False positive: ${reason.toLowerCase()}`,
              value: `${n}|${reason}`,
            })),
            { id: FORMS.case, label: "Decide with a reason", value: n, style: "primary" } as const,
            { id: "case.take", label: "Take it", value: n },
          ]
        : [];
  const hint =
    found.state === "open" || found.state === "escalated"
      ? `Another reason: case ${n} false-positive <reason>. A true match: case ${n} true-match <reason>. To somebody else: case ${n} escalate <reason>.`
      : found.state === "proposed"
        ? "A second reviewer has to confirm."
        : "A decision holds for this subject and this entry alone, until either changes.";
  return [...(actions.length > 0 ? [{ kind: "actions", actions } as const] : []), { kind: "note", text: plain(hint) }];
};

const stateInWords = ({ state, outcome }: Case): string =>
  outcome === null || outcome === "escalate" ? state : `${state}: ${OUTCOME_WORDS[outcome]}`;

const stepInWords = ({ at, userId, did, outcome, why }: CaseStep): string => {
  const what = outcome ? ` ${OUTCOME_WORDS[outcome]}` : "";
  return `${dayInProse(dayOf(at))}: ${DID[did]}${what} by ${userId ?? "Redflag"}${why ? `: ${why}` : ""}`;
};

/** Calendar days, UTC: "today", "3 days". */
export const ageInWords = (from: Instant, now: Instant): string => {
  const days = Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(from))) / 86_400_000);
  return days <= 0 ? "today" : counted(days, "day", "days");
};

/** The cases of a conversation that wait, oldest first. */
export const casesReply = (cases: readonly Case[], now: Instant, titleOf: (list: SourceId) => string): Reply => {
  const summary = `${counted(cases.length, "case waits", "cases wait")} here`;
  return private_(summary, [
    { kind: "headline", text: [bold(`${summary}.`)] },
    {
      kind: "list",
      items: cases.slice(0, CASES_LISTED).map((found) => plain(caseLine(found, now, titleOf(found.listing.list)))),
    },
    ...(cases.length > CASES_LISTED
      ? [{ kind: "note", text: plain(`and ${cases.length - CASES_LISTED} more.`) } as const]
      : []),
    { kind: "note", text: plain("Look at one: case <number>.") },
  ]);
};

const caseLine = (found: Case, now: Instant, title: string | null): string =>
  `${found.number}. ${quoted(found.subject.text)} and ${found.listing.names[0]?.text ?? ""}${title ? ` (${title})` : ""}: ${stateInWords(found)}, ${ageInWords(found.openedAt, now)}, ${found.ownerId ? `owner ${found.ownerId}` : "no owner"}`;

/** The weekly reminder for a conversation. */
export const caseReminderReply = (cases: readonly Case[], now: Instant): Reply => {
  const summary = `${counted(cases.length, "case has", "cases have")} waited for a week or longer`;
  return private_(summary, [
    { kind: "headline", text: [bold(`${summary}.`)] },
    { kind: "list", items: cases.slice(0, CASES_LISTED).map((found) => plain(caseLine(found, now, null))) },
    { kind: "note", text: plain("Look at one: case <number>.") },
  ]);
};
