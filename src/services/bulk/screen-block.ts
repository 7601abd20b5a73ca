import type { Screener, Screening, ScreenOptions, Subject, VerdictKind } from "../../core/screening.ts";
import { type BatchLine, type ScreenedLine, screenRow } from "../batch.ts";
import type { Block } from "./blocks.ts";
import { rowsOf } from "./rows.ts";

/** What every block of one job is screened with. */
export interface BlockOptions {
  readonly columns: readonly string[];
  readonly screen: ScreenOptions;
  /**
   * Results of a file: errors name their line, and where nothing hit the nearest entry is left out, and with it its score:
   * it may change with every entry of a list, so that every change of a list would touch every row.
   */
  readonly forFile: boolean;
}

export type Counts = Readonly<Record<VerdictKind, number>>;
export const NO_COUNTS: Counts = { match: 0, "possible-match": 0, "no-match": 0, "cannot-tell": 0 };

/** A row with a hit, and where its line stands in the bytes. */
export interface AlertRow {
  /** Position of the row in its block. */
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly line: ScreenedLine;
}

export interface ScreenedBytes {
  readonly rows: number;
  /** One line of JSON a record, each with its line end. */
  readonly bytes: Uint8Array;
  /** Of the rows without a hit. */
  readonly quiet: Counts;
  readonly alerts: readonly AlertRow[];
  /** Rows that could not be read or screened. */
  readonly failed: number;
  /** Why the first of them could not. */
  readonly firstFailure: string | null;
}

const ENCODER = new TextEncoder();
/** Bytes of most lines, and of a UTF-16 unit at most. */
const USUAL_LINE = 2_000;
const MOST_BYTES = 3;

/** Screens the records of a block, each for itself. Deterministic but for ids and times. */
export const screenBlock = async (block: Block, options: BlockOptions, screener: Screener): Promise<ScreenedBytes> => {
  const screen = screenWith(screener, options);
  const out: BatchLine[] = [];
  for (const read of rowsOf(block, options.columns))
    out.push(
      "error" in read
        ? unread(read)
        : await screenRow(read.row, options.screen, screen, options.forFile ? read.line : undefined),
    );
  return inBytes(out);
};

/** Screens as the results of a job are written. */
export const screenWith =
  (screener: Screener, { forFile }: BlockOptions) =>
  async (subject: Subject, given: ScreenOptions): Promise<Screening> => {
    const found = screener.screen(subject, given);
    return forFile && found.hits.length === 0 ? { ...found, score: 0, nearest: null } : found;
  };

const unread = ({ line, error }: { readonly line: number; readonly error: string }): BatchLine => ({
  id: "",
  line,
  verdict: "cannot-tell",
  score: 0,
  hits: [],
  searched: [],
  error,
  elapsedMs: 0,
});

/** Lines as they are written, with the places of those that hit. */
export const inBytes = (lines: readonly BatchLine[]): ScreenedBytes => {
  const quiet = { ...NO_COUNTS };
  const alerts: AlertRow[] = [];
  let bytes: Uint8Array = new Uint8Array(lines.length * USUAL_LINE);
  let length = 0;
  let failed = 0;
  let firstFailure: string | null = null;
  lines.forEach((line, row) => {
    const text = `${JSON.stringify(line)}\n`;
    const most = length + text.length * MOST_BYTES;
    if (most > bytes.length) bytes = joined([bytes.subarray(0, length)], most * 2);
    const from = length;
    length += ENCODER.encodeInto(text, bytes.subarray(from)).written;
    if ("error" in line) {
      failed++;
      firstFailure ??= line.error;
    }
    if (!("error" in line) && line.hits.length > 0) alerts.push({ row, from, to: length, line });
    else quiet[line.verdict]++;
  });
  return { rows: lines.length, bytes: bytes.subarray(0, length), quiet, alerts, failed, firstFailure };
};

export const joined = (parts: readonly Uint8Array[], length: number): Uint8Array => {
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
