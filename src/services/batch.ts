import { messageOf } from "../core/errors.ts";
import type { Screening, ScreenOptions, Subject } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { csvLine, readCsv } from "./csv.ts";

type Screen = (subject: Subject, options: ScreenOptions) => Promise<Screening>;
type Row = Readonly<Record<string, string>>;

/** One line of a batch: the contract's JSON of a screening, or why the row could not be screened. */
export type BatchLine =
  | ({ readonly id: string } & Screening)
  | {
      readonly id: string;
      readonly verdict: "cannot-tell";
      readonly score: 0;
      readonly hits: readonly [];
      readonly searched: readonly [];
      readonly error: string;
      readonly elapsedMs: 0;
    };

/** Screens a row of columns id, name[, type, dob, country, address]. A row that cannot be screened says why; it never stops the batch. */
export const screenRow = async (row: Row, options: ScreenOptions, screen: Screen): Promise<BatchLine> => {
  const id = row.id ?? "";
  try {
    const subject = subjectFrom({ text: row.name ?? "", kind: row.type, birth: row.dob, country: row.country });
    const screening = await screen(subject, options);
    const address = row.address?.trim();
    if (!address) return { id, ...screening };
    const wallet = await screen(subjectFrom({ text: address, kind: "address" }), options);
    return { id, ...withWallet(screening, wallet) };
  } catch (thrown) {
    return { id, verdict: "cannot-tell", score: 0, hits: [], searched: [], error: messageOf(thrown), elapsedMs: 0 };
  }
};

/** A listed wallet of a customer counts as much as a listed name; its warnings are kept either way. */
const withWallet = (screening: Screening, wallet: Screening): Screening => {
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

/** A table dropped in a chat. `name` is the file's; a missing id column is numbered. Throws `BadInput` for a table without names. */
export const screenTable = async (csv: string, name: string, screen: Screen): Promise<BatchResult> => {
  const rows = readCsv(csv, name, ["name"]);
  const lines: BatchLine[] = [];
  for (const [index, row] of rows.entries()) lines.push(await screenRow({ id: String(index + 1), ...row }, {}, screen));
  const cells = lines.map((line, index) => {
    const [hit] = line.hits;
    const why = "error" in line ? line.error : (hit?.reasons.join(" ") ?? "");
    const found = hit ? [hit.list, hit.listingId, hit.name] : ["", "", ""];
    return csvLine([line.id, rows[index]?.name ?? "", line.verdict, line.score.toFixed(2), ...found, why]);
  });
  return { lines, csv: `${[csvLine(HEADER), ...cells].join("\n")}\n` };
};
