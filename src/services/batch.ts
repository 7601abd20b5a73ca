import { messageOf } from "../core/errors.ts";
import type { Screening, ScreenOptions, Subject } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { csvLine } from "./csv.ts";

type Screen = (subject: Subject, options: ScreenOptions) => Promise<Screening>;
type Row = Readonly<Record<string, string>>;

/** The contract's JSON of a screening with its row. */
export interface ScreenedLine extends Screening {
  readonly id: string;
  /** The wallet that was screened with the name; left out where there was none. */
  readonly address?: string;
}

/** One line of a batch: a screening, or why the row could not be screened. */
export type BatchLine =
  | ScreenedLine
  | {
      readonly id: string;
      /** Line of the input that the row begins on, from 1; left out where there is no file. */
      readonly line?: number;
      readonly verdict: "cannot-tell";
      readonly score: 0;
      readonly hits: readonly [];
      readonly searched: readonly [];
      readonly error: string;
      readonly elapsedMs: 0;
    };

/** Screens a row of columns id, name[, type, dob, country, gender, address]; `line` is where it stands in a file. A row that cannot be screened says why; it never stops the batch. */
export const screenRow = async (
  row: Row,
  options: ScreenOptions,
  screen: Screen,
  line?: number,
): Promise<BatchLine> => {
  const id = row.id ?? "";
  try {
    const { type: kind, dob: birth, country, gender } = row;
    const subject = subjectFrom({ text: row.name ?? "", kind, birth, country, gender });
    return await screenParty(id, subject, row.address?.trim() || null, options, screen);
  } catch (thrown) {
    const at = line === undefined ? {} : { line };
    const error = line === undefined ? messageOf(thrown) : `Line ${line}: ${messageOf(thrown)}`;
    return { id, ...at, verdict: "cannot-tell", score: 0, hits: [], searched: [], error, elapsedMs: 0 };
  }
};

/** A name and, where it has one, the wallet with it. */
export const screenParty = async (
  id: string,
  subject: Subject,
  address: string | null,
  options: ScreenOptions,
  screen: Screen,
): Promise<ScreenedLine> => {
  const screening = await screen(subject, options);
  if (address === null) return { id, ...screening };
  const wallet = await screen(subjectFrom({ text: address, kind: "address" }), options);
  return { id, address, ...withWallet(screening, wallet) };
};

/** A listed wallet of a customer counts as much as a listed name; its warnings are kept either way. */
export const withWallet = (screening: Screening, wallet: Screening): Screening => {
  const warnings = [...new Set([...screening.warnings, ...wallet.warnings])];
  if (wallet.hits.length === 0) return { ...screening, warnings };
  const verdict = screening.verdict === "match" ? "match" : wallet.verdict;
  const hits = [...wallet.hits, ...screening.hits].toSorted((a, b) => b.score - a.score);
  return { ...screening, verdict, warnings, hits, score: Math.max(screening.score, wallet.score) };
};

export interface BatchResult {
  readonly lines: readonly BatchLine[];
  /** The result as CSV: id, name, verdict, score, list, listing id, listed name, reasons. */
  readonly csv: string;
}

const HEADER = ["id", "name", "verdict", "score", "list", "listing_id", "listed_name", "reasons"];

/** The result as a reply and its file need it. */
export const tableOf = (rows: readonly Row[], lines: readonly BatchLine[]): BatchResult => {
  const cells = lines.map((line, index) => {
    const [hit] = line.hits;
    const why = "error" in line ? line.error : (hit?.reasons.join(" ") ?? "");
    const found = hit ? [hit.list, hit.listingId, hit.name] : ["", "", ""];
    return csvLine([line.id, rows[index]?.name ?? "", line.verdict, line.score.toFixed(2), ...found, why]);
  });
  return { lines, csv: `${[csvLine(HEADER), ...cells].join("\n")}\n` };
};
