import { sourceId } from "../../core/brand.ts";
import type { Instant } from "../../core/dates.ts";
import type { Listing, ListVersion } from "../../core/listing.ts";
import type { Screener, Screening, SearchedList, Subject, VerdictKind } from "../../core/screening.ts";
import { subjectFrom } from "../../core/subject.ts";
import { diffListings } from "../../lists/diff.ts";
import type { ListDifferences } from "../../ports/list-changes.ts";
import type { ListStore } from "../../ports/stores.ts";
import { type ListInForce, makeScreener, type ScreenerClock } from "../../screening/screener.ts";
import { type BatchLine, type ScreenedLine, screenParty } from "../batch.ts";
import type { Block } from "./blocks.ts";
import {
  type AlertRow,
  type BlockOptions,
  inBytes,
  joined,
  NO_COUNTS,
  type ScreenedBytes,
  screenWith,
} from "./screen-block.ts";

/** What lets a job over earlier results leave alone what no change of a list can touch. */
export interface DeltaSetup {
  /** Entries that came, went or changed, as they were and as they are. */
  readonly touched: readonly Listing[];
  /** What stands in every earlier line without a hit or a warning of its own, and what stands there now. */
  readonly before: string;
  readonly after: string;
}

/** Screens against few entries are worth it only while they are few. */
const MOST_TOUCHED = 0.2;

/** The entries that differ between earlier versions and those now in force; `null` when everything is to be screened anew. */
export const touchedSince = async (
  before: readonly SearchedList[],
  now: readonly Pick<SearchedList, "entries" | "list" | "sha256">[],
  store: ListStore,
  differences: ListDifferences,
): Promise<readonly Listing[] | null> => {
  const touched: Listing[] = [];
  for (const { list, sha256 } of now) {
    const was = before.find((earlier) => earlier.list === list);
    if (!was) return null;
    if (was.sha256 === sha256) continue;
    const kept = new Set((await store.versions(list)).map((version) => version.sha256));
    if (!kept.has(was.sha256) || !kept.has(sha256)) return null;
    const between = await differences.between(list, was.sha256, sha256);
    const { added, removed, changed } = diffListings(between.before, between.after);
    touched.push(...added, ...removed, ...changed.flatMap((one) => [one.before, one.after]));
  }
  const gone = before.some(({ list }) => !now.some((current) => current.list === list));
  const entries = now.reduce((sum, list) => sum + list.entries, 0);
  return gone || touched.length > entries * MOST_TOUCHED ? null : touched;
};

/** The part of a line that says "nothing found", for one set of versions. */
export const quietPart = (lists: readonly ListInForce[], clock: ScreenerClock, options: BlockOptions): string => {
  const screener = makeScreener({ ...clock, lists: lists.map((list) => ({ ...list, listings: [] })) });
  const { verdict, threshold, warnings, searched } = screener.screen(subjectFrom({ text: "Aa" }), options.screen);
  const said = { verdict, score: 0, threshold, hits: [], nearest: null, warnings, searched };
  return `${JSON.stringify(said).slice(1, -1)},"screenedAt":`;
};

/** Screens blocks of earlier results: only rows that hit or were warned about, and those that a touched entry may hit. */
export const makeDeltaScreen = (
  { touched, before, after }: DeltaSetup,
  options: BlockOptions,
  screener: Screener,
  clock: ScreenerClock,
): ((block: Block) => Promise<ScreenedBytes>) => {
  const few = makeScreener({ ...clock, lists: [{ version: NO_VERSION, listings: touched, stale: false }] });
  const [old, fresh] = [Buffer.from(before), Buffer.from(after)];
  const { verdict } = JSON.parse(`{${after.slice(0, after.lastIndexOf(","))}}`) as Screening;
  const screen = screenWith(screener, options);
  const isTouched = (subject: Subject, address: string | undefined): boolean =>
    isFinding(few.screen(subject, options.screen)) ||
    (address !== undefined && isFinding(few.screen(subjectFrom({ text: address, kind: "address" }), options.screen)));
  // A row that could not be read is no better for a change of a list.
  const anew = async (line: BatchLine | Head): Promise<BatchLine> =>
    "error" in line ? line : screenParty(line.id, line.subject, line.address ?? null, options.screen, screen);
  return async (block) => {
    const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
    const counts: Record<VerdictKind, number> = { ...NO_COUNTS };
    const parts: Uint8Array[] = [];
    const alerts: AlertRow[] = [];
    let [length, failed] = [0, 0];
    let firstFailure: string | null = null;
    for (let row = 0; row < block.lines.length; row++) {
      const line = bytes.subarray(block.starts[row]!, block.ends[row]!);
      const at = line.indexOf(old);
      const head = at < 0 ? null : (JSON.parse(`${line.toString("utf8", 0, at - 1)}}`) as Head);
      if (head && !isTouched(head.subject, head.address)) {
        const kept = [line.subarray(0, at), fresh, line.subarray(at + old.length), LINE_END];
        parts.push(...kept);
        length += kept.reduce((sum, part) => sum + part.length, 0);
        counts[verdict]++;
        continue;
      }
      const again = inBytes([await anew(head ?? (JSON.parse(line.toString()) as BatchLine))]);
      for (const alert of again.alerts)
        alerts.push({ ...alert, row, from: length + alert.from, to: length + alert.to });
      parts.push(again.bytes);
      length += again.bytes.length;
      failed += again.failed;
      firstFailure ??= again.firstFailure;
      for (const kind of VERDICTS) counts[kind] += again.quiet[kind];
    }
    return { bytes: joined(parts, length), quiet: counts, alerts, failed, firstFailure };
  };
};

/** The beginning of a line. */
type Head = Pick<ScreenedLine, "address" | "id" | "subject">;

const VERDICTS = Object.keys(NO_COUNTS) as readonly VerdictKind[];
const LINE_END = Buffer.from("\n");

const isFinding = ({ hits, warnings }: Screening): boolean => hits.length > 0 || warnings.length > 0;

/** The touched entries are of many versions; nothing of this one is ever shown. */
const NO_VERSION: ListVersion = {
  list: sourceId("touched"),
  sha256: "",
  publishedOn: null,
  retrievedAt: "1970-01-01T00:00:00.000Z" as Instant,
  entries: 0,
  caveat: null,
};
