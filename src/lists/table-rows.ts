import { parse } from "csv-parse/sync";
import { BadList, messageOf } from "../core/errors.ts";
import { assertText, decode } from "./bytes.ts";

/** A row of a CSV with a header. `get` gives the trimmed cell, `null` when it is empty or there is no such column. */
export interface TableRow {
  readonly get: (column: string) => string | null;
  /** Bytes into the file, end exclusive, with the line end. */
  readonly start: number;
  readonly end: number;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** What stands above the header, for example "Report Date: 08-Oct-2026". */
  readonly preamble: string;
}

/** The header is looked for in this many lines: publishers put titles and dates above it. */
const HEADER_WITHIN = 15;

/**
 * Reads a CSV whose header holds the `required` columns (without regard to case), wherever in the first lines it
 * stands. Throws `BadList` when there is no such header, when a row has another number of cells or a quote stays open.
 */
export const readTable = (name: string, bytes: Uint8Array, delimiter: string, required: readonly string[]): Table => {
  assertText(name, bytes);
  const lines: { readonly text: string; readonly start: number }[] = [];
  for (let start = 0; start < bytes.length && lines.length < HEADER_WITHIN; ) {
    const stop = bytes.indexOf(10, start);
    const end = stop === -1 ? bytes.length : stop;
    lines.push({ text: decode(bytes.subarray(start, end)), start });
    start = end + 1;
  }
  const folded = (text: string): string =>
    text
      .replace(/^\uFEFF/, "")
      .trim()
      .toLowerCase();
  const headerAt = lines.findIndex(({ text }) => {
    const cells = text.split(delimiter).map((cell) => folded(cell.replace(/^\uFEFF?"|"\s*$/g, "")));
    return required.every((column) => cells.includes(column.toLowerCase()));
  });
  const header = lines[headerAt];
  if (!header) {
    const found = folded(lines[0]?.text ?? "").slice(0, 120);
    throw new BadList(
      `${name} has no header with the columns ${required.join(", ")} (it begins with: ${found}). Nothing was changed.`,
    );
  }
  const base = header.start + (header.text.startsWith("\uFEFF") ? 3 : 0);
  const records = parseCsv(name, bytes.subarray(base), delimiter);
  const columns = (records[0]?.record ?? []).map((cell) => cell.trim());
  const index = new Map(columns.map((column, i) => [column.toLowerCase(), i]));
  let from = base + (records[0]?.info.bytes ?? 0);
  const rows = records.slice(1).map(({ record, info }): TableRow => {
    const [start, end] = [from, base + info.bytes];
    from = end;
    return { get: (column) => record[index.get(column.toLowerCase()) ?? -1]?.trim() || null, start, end };
  });
  return {
    columns,
    rows,
    preamble: lines
      .slice(0, headerAt)
      .map((line) => line.text.trim())
      .join("\n"),
  };
};

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly bytes: number };
}

const parseCsv = (name: string, bytes: Uint8Array, delimiter: string): readonly CsvRecord[] => {
  try {
    // Real files hold bare quotes inside unquoted cells: `Abu "the" X`.
    const options = { delimiter, info: true, skip_empty_lines: true, relax_quotes: true } as const;
    return parse(Buffer.from(bytes), options) as unknown as readonly CsvRecord[];
  } catch (thrown) {
    throw new BadList(
      `${name} is damaged or incomplete: ${messageOf(thrown).replace(/\.$/, "")}. Nothing was changed. Download it again.`,
      { cause: thrown },
    );
  }
};

/** Rows of one party, in the order in which the parties first appear. Throws `BadList` for a row without the key. */
export const groupRows = (
  name: string,
  rows: readonly TableRow[],
  key: string,
): ReadonlyMap<string, readonly TableRow[]> => {
  const groups = new Map<string, TableRow[]>();
  for (const row of rows) {
    const id = row.get(key);
    if (id === null)
      throw new BadList(`A row of ${name} at byte ${row.start} has no ${key}. Nothing was changed. Download it again.`);
    const known = groups.get(id);
    if (known) known.push(row);
    else groups.set(id, [row]);
  }
  if (groups.size === 0) throw new BadList(`${name} lists nobody (zero rows). Nothing was changed. Download it again.`);
  return groups;
};

/** `<file>@<start>-<end>` of the rows, neighbours as one span. */
export const pointerOf = (file: string, rows: readonly TableRow[]): string => {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of rows) {
    const last = spans.at(-1);
    if (last?.end === start) last.end = end;
    else spans.push({ start, end });
  }
  return spans.map((span) => `${file}@${span.start}-${span.end}`).join(";");
};

/** Each value once, by its whole content. */
export const distinct = <T>(values: readonly T[]): readonly T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
