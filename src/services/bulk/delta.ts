import { sourceId } from "../../core/brand.ts";
import type { Instant } from "../../core/dates.ts";
import type { Listing, ListVersion } from "../../core/listing.ts";
import type { Screener, Screening, SearchedList, VerdictKind } from "../../core/screening.ts";
import { subjectFrom } from "../../core/subject.ts";
import { diffListings } from "../../lists/diff.ts";
import type { ListDifferences } from "../../ports/list-changes.ts";
import type { ListStore } from "../../ports/stores.ts";
import { compileListings } from "../../screening/compiled.ts";
import { makeFewFilter } from "../../screening/few-filter.ts";
import { type ListInForce, makeScreener, makeScreenerOver, type ScreenerClock } from "../../screening/screener.ts";
import { THRESHOLDS } from "../../screening/weights.ts";
import { type BatchLine, type ScreenedLine, screenParty } from "../batch.ts";
import { type Lines, shared } from "./lines.ts";
import { makeQuietLines } from "./quiet-lines.ts";
import {
  type AlertRow,
  type BlockOptions,
  inBytes,
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

/**
 * Screens earlier results: only rows that hit or were warned about, and those that a touched entry may hit. All others are
 * copied as bytes, the names of the new versions put in the place of the old ones.
 */
export const makeDeltaScreen = (
  { touched, before, after }: DeltaSetup,
  options: BlockOptions,
  screener: Screener,
): ((lines: Lines) => Promise<ScreenedBytes>) => {
  const index = compileListings(touched);
  const lists = [{ version: NO_VERSION, stale: false }];
  const few = makeScreenerOver({
    index,
    lists,
    now: () => NO_VERSION.retrievedAt,
    newId: () => "",
    stopwatch: () => 0,
  });
  const filter = makeFewFilter(index.names, options.screen.threshold ?? THRESHOLDS.possible);
  const wallets = touched.flatMap((listing) => listing.wallets.map(({ address }) => address));
  const likeNames = wallets.filter((address) => address.replace(/\D/g, "").length <= FEW_DIGITS);
  const shortest = Math.min(...likeNames.map((address) => address.length - FEW_DIGITS));
  const [old, fresh] = [Buffer.from(before), Buffer.from(after)];
  const quiet = makeQuietLines(old);
  const { verdict } = JSON.parse(`{${after.slice(0, after.lastIndexOf(","))}}`) as Screening;
  const screen = screenWith(screener, options);
  const isTouched = ({ subject, address }: Head): boolean =>
    isFinding(few.screen(subject, options.screen)) ||
    (address !== undefined && isFinding(few.screen(subjectFrom({ text: address, kind: "address" }), options.screen)));
  // A row that could not be read is no better for a change of a list.
  const anew = async (line: BatchLine | Head): Promise<BatchLine> =>
    "error" in line ? line : screenParty(line.id, line.subject, line.address ?? null, options.screen, screen);
  const mayHit = (bytes: Buffer): boolean => {
    const { textFrom, textTo, kindFrom, kindTo, hasAddress } = quiet.line;
    const kind = NAMED_KINDS.find((named) => isWord(named, bytes, kindFrom, kindTo));
    if (textFrom < 0 || kind === undefined || (hasAddress && wallets.length > 0)) return true;
    // "Mohammad Abdurrahman Nassar" without its spaces could be a listed address that has hardly a digit, mistyped
    if (textTo - textFrom >= shortest && lettersIn(bytes, textFrom, textTo) >= shortest) return true;
    return filter.mayHit(bytes, textFrom, textTo, kind);
  };
  return async ({ bytes: given, out: room }) => {
    const bytes = bufferOver(given);
    const counts: Record<VerdictKind, number> = { ...NO_COUNTS };
    const alerts: AlertRow[] = [];
    const out = growingBytes(room);
    let [rows, failed, copied] = [0, 0, 0];
    let firstFailure: string | null = null;
    for (let from = 0; from < bytes.length; ) {
      const found = bytes.indexOf(LINE_FEED, from);
      const to = found < 0 ? bytes.length : found;
      const row = rows++;
      const isQuiet = quiet.find(bytes, from, to);
      const { partFrom, partTo } = quiet.line;
      const head =
        isQuiet && mayHit(bytes) ? (JSON.parse(`${bytes.toString("utf8", from, partFrom - 1)}}`) as Head) : null;
      if (isQuiet && (head === null || !isTouched(head))) {
        out.add(bytes, copied, partFrom);
        out.add(fresh, 0, fresh.length);
        copied = partTo;
        counts[verdict]++;
      } else {
        const again = inBytes([await anew(head ?? (JSON.parse(bytes.toString("utf8", from, to)) as BatchLine))]);
        out.add(bytes, copied, from);
        for (const alert of again.alerts)
          alerts.push({ ...alert, row, from: out.length() + alert.from, to: out.length() + alert.to });
        out.add(bufferOver(again.bytes), 0, again.bytes.length);
        copied = to + 1;
        failed += again.failed;
        firstFailure ??= again.firstFailure;
        for (const kind of VERDICTS) counts[kind] += again.quiet[kind];
      }
      from = to + 1;
    }
    out.add(bytes, Math.min(copied, bytes.length), bytes.length);
    if (bytes.at(-1) !== LINE_FEED && copied <= bytes.length) out.add(LINE_END, 0, 1);
    return { rows, bytes: out.take(), quiet: counts, alerts, failed, firstFailure };
  };
};

/** Kinds whose text is a name and nothing else. */
const NAMED_KINDS = ["unknown", "person", "organisation"] as const;
/** One slip turns so many digits into letters at most, and one less (`address-near.ts`). */
const FEW_DIGITS = 2;

const lettersIn = (bytes: Uint8Array, from: number, to: number): number => {
  let letters = 0;
  for (let i = from; i < to; i++) if ((bytes[i]! | 0x20) >= 0x61 && (bytes[i]! | 0x20) <= 0x7a) letters++;
  return letters;
};

const isWord = (word: string, bytes: Uint8Array, from: number, to: number): boolean => {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word.charCodeAt(i)) return false;
  return true;
};

const bufferOver = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes one after another, in the room given while it lasts. */
const growingBytes = (room: Uint8Array) => {
  let bytes = room;
  let length = 0;
  return {
    length: () => length,
    add: (from: Buffer, start: number, end: number): void => {
      if (length + end - start > bytes.length) {
        const more = shared((length + end - start) * 2);
        more.set(bytes.subarray(0, length));
        bytes = more;
      }
      from.copy(bytes, length, start, end);
      length += end - start;
    },
    take: () => bytes.subarray(0, length),
  };
};

/** The beginning of a line. */
type Head = Pick<ScreenedLine, "address" | "id" | "subject">;

const VERDICTS = Object.keys(NO_COUNTS) as readonly VerdictKind[];
const LINE_FEED = 0x0a;
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
