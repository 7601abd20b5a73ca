import type { Citation, Claim } from "../core/answer.ts";
import type { ListingId, SourceId } from "../core/brand.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import { listTitle } from "../core/list-titles.ts";
import { type Composed, citationOf } from "./compose.ts";
import type { Library, PlacedEvent } from "./library.ts";
import { citeEntry, type FindRecord } from "./list-lines.ts";
import { nameKey } from "./names.ts";
import { type Period, periodOf } from "./period.ts";
import type { Question } from "./question.ts";
import type { Sentence } from "./sentence.ts";
import { isListing, isRemoval } from "./status.ts";

/** A change of a list, for "who was added this month". */
export interface ListChange {
  readonly list: SourceId;
  readonly listingId: ListingId;
  readonly name: string;
  readonly programs: readonly string[];
  readonly change: "added" | "removed";
  readonly on: IsoDate;
}

export type ListChanges = (from: IsoDate, to: IsoDate) => readonly ListChange[];

const MOST_DOCUMENTS = 5;
const MOST_LISTED = 12;

/** Who was added or removed in the period of the question, from the lists and from dated events; `null` when neither knows. */
export const additionsAnswer = async (
  question: Question,
  library: Library,
  changes: ListChanges | null,
  record: FindRecord | null,
  asOf: IsoDate,
): Promise<Composed | null> => {
  const period = question.kinds.includes("additions") ? periodOf(question.text, asOf) : null;
  if (!period || question.names.some((name) => !name.common)) return null;
  const removed = /\b(?:removed|delisted|taken off|lifted)\b/i.test(question.text);
  const events = library
    .events()
    .filter((event) => event.on >= period.from && event.on <= period.to && event.on <= asOf)
    .filter((event) => (removed ? isRemoval(event) : isListing(event)));
  const citations: Citation[] = [];
  const claims: Claim[] = [];
  const lines: string[] = [];
  const rows = (changes?.(period.from, period.to) ?? []).filter((row) => (row.change === "removed") === removed);
  const listLines = await listedLines(rows, removed, record, { citations, claims });
  for (const group of byDocument(events).slice(0, MOST_DOCUMENTS)) {
    const sentence = fullestSentence(group, library);
    const document = group[0]?.document;
    if (!sentence || !document) continue;
    const citation = citationOf(citations.length + 1, document, sentence);
    citations.push(citation);
    claims.push({ text: sentence.text, citations: [citation.number] });
    lines.push(`- ${sentence.text} [${citation.number}]`);
  }
  if (claims.length === 0 && listLines.length === 0) return null;
  return { text: [headline(period, removed), ...listLines, ...lines].join("\n"), claims, citations };
};

/** "this month", "last week", "today": only dated changes can answer. */
export const asksRecentChanges = (question: Question, asOf: IsoDate): boolean =>
  question.kinds.includes("additions") &&
  /\b(?:this|last|past|today|yesterday)\b/i.test(question.text) &&
  periodOf(question.text, asOf) !== null;

const headline = ({ from, to }: Period, removed: boolean): string => {
  const when = from === to ? `on ${dayInProse(from)}` : `from ${dayInProse(from)} to ${dayInProse(to)}`;
  return `${removed ? "Removals" : "Additions"} ${when}, as far as the lists and sources held here say:`;
};

/** "Added to OFAC SDN: SONG, Kum Hyok (8 July 2025) [1]; …"; adds what is cited to `into`. */
const listedLines = async (
  changes: readonly ListChange[],
  removed: boolean,
  record: FindRecord | null,
  into: { readonly citations: Citation[]; readonly claims: Claim[] },
): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const [list, rows] of Map.groupBy(changes, (change) => change.list)) {
    const shown: string[] = [];
    for (const row of rows.slice(0, MOST_LISTED)) {
      const number = into.citations.length + 1;
      const entry = { ...row, matched: row.name, publishedOn: null };
      const cited = record ? await citeEntry(entry, record, number) : null;
      if (cited) {
        into.citations.push(cited.citation);
        into.claims.push({ text: cited.text, citations: [number] });
      }
      shown.push(`${row.name} (${dayInProse(row.on)})${cited ? ` [${number}]` : ""}`);
    }
    const more = rows.length > MOST_LISTED ? `; and ${rows.length - MOST_LISTED} more` : "";
    lines.push(`- ${removed ? "Removed from" : "Added to"} ${listTitle(list)}: ${shown.join("; ")}${more}`);
  }
  return lines;
};

/** Newest document first. */
const byDocument = (events: readonly PlacedEvent[]): readonly (readonly PlacedEvent[])[] => {
  const groups = new Map<string, PlacedEvent[]>();
  for (const event of events) {
    const id = event.document.documentId;
    groups.set(id, [...(groups.get(id) ?? []), event]);
  }
  return [...groups.values()].sort((a, b) => ((a[0]?.on ?? "") < (b[0]?.on ?? "") ? 1 : -1));
};

/** The sentence that names the day and most of the parties. */
const fullestSentence = (events: readonly PlacedEvent[], library: Library): Sentence | null => {
  const document = events[0]?.document;
  if (!document) return null;
  const days = new Set(events.map((event) => dayInProse(event.on)));
  const parties = events.map((event) => [...library.names.spellings(nameKey(event.party))]);
  let best: { sentence: Sentence; count: number } | null = null;
  for (const passage of library.passagesOf(document.documentId))
    for (const sentence of library.sentences(passage)) {
      if (!sentence.statement) continue;
      const words = ` ${sentence.words.join(" ")} `;
      const named = parties.filter((spellings) => spellings.some((spelling) => words.includes(` ${spelling} `))).length;
      const dated = [...days].some((day) => sentence.text.includes(day));
      const count = dated ? named + 1 : 0;
      if (count > (best?.count ?? 0)) best = { sentence, count };
    }
  return best?.sentence ?? null;
};
