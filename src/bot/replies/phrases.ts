import type { SourceId } from "../../core/brand.ts";
import { dayInProse, dayOf, type IsoDate, parseIsoDate } from "../../core/dates.ts";
import type { SearchedList } from "../../core/screening.ts";

/** What a reader must know of a list beside its entries. */
export interface ListInfo {
  readonly title: string;
  /** What a match means, in a sentence or two, as the publisher's programme has it. */
  readonly meaning: string;
}

export type DescribeList = (list: SourceId) => ListInfo;

/** 8976 -> "8,976" */
export const count = (n: number): string => n.toLocaleString("en-GB");

/** (1, "entry", "entries") -> "1 entry" */
export const counted = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

export const day = (on: IsoDate | null): string => (on === null ? "date not given" : dayInProse(on));

/** "Kim Yo Jong" -> "“Kim Yo Jong”" with everything that could break a line removed. */
export const quoted = (text: string): string => `“${text.replace(/\s+/g, " ").trim()}”`;

/** One list with its date, size and what limits its use: "OFAC SDN 20 November 2026 (17,815 entries)". */
export const searchedList = (list: SearchedList, describe: DescribeList): string => {
  const date = list.publishedOn
    ? dayInProse(list.publishedOn)
    : `retrieved ${dayInProse(dayOf(list.retrievedAt))}, publication date not in the files`;
  const notes = [counted(list.entries, "entry", "entries"), ...(list.stale ? ["stale"] : [])];
  return `${describe(list.list).title} ${date} (${notes.join("; ")})`;
};

export const searchedLists = (lists: readonly SearchedList[], describe: DescribeList): string =>
  lists.length === 0 ? "no list is loaded" : lists.map((list) => searchedList(list, describe)).join(" · ");

/** What limits the use of the lists searched, list by list: starter extract, incomplete files. */
export const caveatsOf = (lists: readonly SearchedList[], describe: DescribeList): readonly string[] =>
  lists.flatMap((list) => (list.caveat ? [`${describe(list.list).title}: ${daysInProse(list.caveat)}`] : []));

/** "starter extract of 2026-03-12" -> "starter extract of 12 March 2026" */
export const daysInProse = (text: string): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (iso) => {
    const on = parseIsoDate(iso);
    return on ? dayInProse(on) : iso;
  });

/** Sentences as one run: "a.", "b" -> "a; b." */
export const sentences = (parts: readonly string[]): string =>
  `${parts.map((part) => part.replace(/(?<![.\s])[.\s]+$/, "")).join("; ")}.`;

/** Two decimals, as thresholds are written. */
export const score = (value: number): string => value.toFixed(2);
