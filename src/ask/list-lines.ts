import type { Citation, Claim } from "../core/answer.ts";
import type { ListingId, SourceId } from "../core/brand.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import { listCitation } from "../core/list-line.ts";
import { listTitle } from "../core/list-titles.ts";
import type { Listing } from "../core/listing.ts";
import type { Hit, Screening } from "../core/screening.ts";
import { searchWords } from "../text/words.ts";
import { figuresOf, unsupportedFigures } from "./figures.ts";
import { screenedLine } from "./unanswered.ts";

/** A record of a list with whoever publishes it. */
export interface ListRecord {
  readonly listing: Listing;
  readonly publisher: string;
  /** Host of the page that the record was read from, where that is not the publisher's own; else `null`. */
  readonly linkedSource: string | null;
}

/** `null` where the record is not kept (any more). */
export type FindRecord = (list: SourceId, id: ListingId) => Promise<ListRecord | null>;

/** What screening found, one line a screening, with the records of the lists that it rests on. */
export interface ListLines {
  readonly lines: readonly string[];
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
}

/** Lists cited for one name; more say the same again. */
const MOST_LISTS = 3;

/**
 * "I screened “X”: match with X (OFAC SDN entry 1). [3]" and what each list says of `day`. Numbers go on after `cited`
 * citations. A claim that its record does not hold is not made.
 */
export const listLines = async (
  screenings: readonly Screening[],
  find: FindRecord,
  day: IsoDate | null,
  cited: number,
): Promise<ListLines> => {
  const lines: string[] = [];
  const claims: Claim[] = [];
  const citations: Citation[] = [];
  for (const screening of screenings) {
    const marks: string[] = [];
    const standings: string[] = [];
    for (const hit of onePerList(screening.hits)) {
      const claim = await citeHit(hit, screening, find, cited + citations.length + 1);
      if (!claim) continue;
      citations.push(claim.citation);
      claims.push({ text: claim.text, citations: [claim.citation.number] });
      const mark = `[${claim.citation.number}]`;
      // The line names the best hit; what other lists hold is said behind it.
      marks.push(hit === screening.hits[0] ? mark : `${alsoOn(hit)} ${mark}`);
      if (day) standings.push(`${standingOn(hit, day)} [${claim.citation.number}]`);
    }
    lines.push([screenedLine(screening), ...marks].join(" "), ...standings);
  }
  return { lines, claims, citations };
};

/** "Also on UN Security Council: KIM JONG SIK (entry 6908643, listed 22 December 2017)." */
const alsoOn = (hit: Hit): string => {
  const listed = hit.listedOn ? `, listed ${dayInProse(hit.listedOn)}` : "";
  return `Also on ${listTitle(hit.list)}: ${hit.name} (entry ${hit.listingId}${listed}).`;
};

const onePerList = (hits: readonly Hit[]): readonly Hit[] => {
  const best = new Map<string, Hit>();
  for (const hit of hits) if (!best.has(hit.list)) best.set(hit.list, hit);
  // A weaker hit beside a match is somebody else.
  const kept = [...best.values()];
  const matches = kept.filter((hit) => hit.verdict === "match");
  return (matches.length > 0 ? matches : kept).slice(0, MOST_LISTS);
};

const citeHit = (hit: Hit, screening: Screening, find: FindRecord, number: number): Promise<CitedEntry | null> => {
  const publishedOn = screening.searched.find((list) => list.list === hit.list)?.publishedOn ?? null;
  return citeEntry({ ...hit, matched: hit.matchedName, publishedOn }, find, number);
};

/** An entry of a list that something is claimed of. */
export interface Entry {
  readonly list: SourceId;
  readonly listingId: ListingId;
  readonly name: string;
  /** The listed name that agreed. */
  readonly matched: string;
  /** Day of the version searched. */
  readonly publishedOn: IsoDate | null;
}

export interface CitedEntry {
  readonly text: string;
  readonly citation: Citation;
}

/** The claim that a list has an entry, with its record; `null` when the record is gone or does not say so. */
export const citeEntry = async (entry: Entry, find: FindRecord, number: number): Promise<CitedEntry | null> => {
  const record = await find(entry.list, entry.listingId);
  if (!record) return null;
  const citation = listCitation(number, record.listing, entry.matched, { ...record, publishedOn: entry.publishedOn });
  const listed = record.listing.listedOn ? `, listed ${dayInProse(record.listing.listedOn)}` : "";
  const text = `${entry.name} has entry ${entry.listingId} on ${listTitle(entry.list)}${listed}.`;
  return unsupportedByLine(text, citation) === null ? { text, citation } : null;
};

/** "not on OFAC SDN yet on 31 May 2024: entry 1 was listed on 8 July 2025". */
const standingOn = (hit: Hit, day: IsoDate): string => {
  const [list, on] = [listTitle(hit.list), dayInProse(day)];
  if (hit.removedOn && hit.removedOn <= day)
    return `${hit.name} was off ${list} on ${on}: removed on ${dayInProse(hit.removedOn)}.`;
  if (hit.listedOn && hit.listedOn > day)
    return `${hit.name} was not on ${list} yet on ${on}: entry ${hit.listingId} was listed on ${dayInProse(hit.listedOn)}.`;
  if (hit.listedOn) return `${hit.name} was on ${list} on ${on}, listed on ${dayInProse(hit.listedOn)}.`;
  return `${hit.name} is on ${list}; the list does not say since when, so not whether it was on ${on}.`;
};

/** Why the record cited does not hold a claim: its quotation, figures or names; `null` when it does. */
export const unsupportedByLine = (claim: string, { line, quote, start, end }: Citation): string | null => {
  if (!line) return "no record of a list is cited";
  if (quote === "" || line.text.slice(start, end) !== quote) return "the quotation does not stand in the record";
  const held = `${listTitle(line.list)} ${line.text}`;
  const figures = unsupportedFigures(figuresOf(claim), figuresOf(held));
  if (figures.length > 0) return `not in the record: ${figures.join(", ")}`;
  const words = new Set(searchWords(held));
  const names = [...claim.matchAll(/\p{Lu}[\p{L}\p{N}’'.-]*/gu)].flatMap((m) => searchWords(m[0]));
  const missing = names.filter((word) => !words.has(word) && !/^\d+$/.test(word) && !MONTH.test(word));
  return missing.length > 0 ? `not in the record: ${missing.join(", ")}` : null;
};

const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;
