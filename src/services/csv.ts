import { parse } from "csv-parse/sync";
import { BadInput, messageOf } from "../core/errors.ts";

/** One CSV line. Cells that a spreadsheet would run as a formula are prefixed with an apostrophe. */
export const csvLine = (cells: readonly string[]): string => cells.map(csvCell).join(",");

/** What a spreadsheet computes, also behind blanks and in full width: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r]/;

const csvCell = (text: string): string => {
  const safe = FORMULA.test(text) && !/^[+-]?[\d.]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows of a CSV with a header, by column name. Throws `BadInput` when it is torn or lacks one of `needed`. */
export const readCsv = (
  text: string,
  what: string,
  needed: readonly string[],
): readonly Readonly<Record<string, string>>[] => {
  const rows = parsed(text, what);
  const columns = rows[0]?.map((cell) => cell.trim()) ?? [];
  const missing = needed.find((name) => !columns.includes(name));
  if (missing)
    throw new BadInput(
      `${what} has no \`${missing}\` column (found: ${columns.join(", ").slice(0, 200) || "nothing"}). Nothing was screened. Rename the column and run again.`,
    );
  return rows.slice(1).map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? ""])));
};

const parsed = (text: string, what: string): readonly string[][] => {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true }) as string[][];
  } catch (thrown) {
    throw new BadInput(
      `${what} is not a whole CSV file (${messageOf(thrown)}). Nothing was screened. Export it again and run again.`,
      { cause: thrown },
    );
  }
};
