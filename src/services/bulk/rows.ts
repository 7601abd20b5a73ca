import { parse } from "csv-parse/sync";
import { BadInput, messageOf } from "../../core/errors.ts";
import type { Block } from "./blocks.ts";

export type Row = Readonly<Record<string, string>>;

/** A record of a block: its columns, or why it cannot be read. */
export type ReadRow = { readonly line: number; readonly row: Row } | { readonly line: number; readonly error: string };

const DECODER = new TextDecoder();
/** A quote inside a field that is in no quotes is part of a name: Mohammad "Abu" Ali. */
const CSV = { skip_empty_lines: true, relax_column_count: true, relax_quotes: true } as const;

const textAt = ({ bytes, starts, ends }: Block, i: number): string =>
  DECODER.decode(bytes.subarray(starts[i]!, ends[i]!));

/** The column names in the first record of a CSV. Throws `BadInput` when one of `needed` is not among them. */
export const columnsIn = (header: Block | undefined, what: string, needed: readonly string[]): readonly string[] => {
  const [cells = []] = header ? (parse(textAt(header, 0), CSV) as string[][]) : [];
  const columns = cells.map((cell) => cell.trim());
  const missing = needed.find((name) => !columns.includes(name));
  if (missing)
    throw new BadInput(
      `${what} has no \`${missing}\` column (found: ${columns.join(", ").slice(0, 200) || "nothing"}). Nothing was screened. Rename the column and run again.`,
    );
  return columns;
};

/** Every record of a block, in order. `columns` are those of a CSV. One that cannot be read does not touch the others. */
export const rowsOf = (block: Block, columns: readonly string[]): readonly ReadRow[] => {
  const whole = block.format === "csv" ? cellsOfAll(block) : null;
  return Array.from(block.lines, (line, i) => {
    try {
      if (block.format === "jsonl") return { line, row: rowFromJson(textAt(block, i)) };
      const cells = whole?.[i] ?? (parse(textAt(block, i), CSV) as string[][])[0] ?? [];
      return { line, row: Object.fromEntries(columns.map((name, k) => [name, cells[k] ?? ""])) };
    } catch (thrown) {
      const why = block.format === "csv" ? "a quote is opened and not closed" : messageOf(thrown);
      return { line, error: `Line ${line} cannot be read: ${why}. It was not screened.` };
    }
  });
};

/** All records in one go, which is faster; `null` when one of them is torn, so that each is read alone. */
const cellsOfAll = (block: Block): string[][] | null => {
  try {
    const cells = parse(block.bytes.subarray(block.starts[0], block.ends.at(-1)) as Buffer, CSV) as string[][];
    return cells.length === block.lines.length ? cells : null;
  } catch {
    return null;
  }
};

/** `{"id": 7, "name": "…"}`; numbers are written out, several countries are joined. */
const rowFromJson = (text: string): Row => {
  const value: unknown = JSON.parse(text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new BadInput("it is no JSON object");
  const { text: named, ...row } = Object.fromEntries(
    Object.entries(value).map(([name, cell]) => [name, Array.isArray(cell) ? cell.join(" ") : String(cell ?? "")]),
  ) as Record<string, string>;
  return { ...row, name: row.name ?? named ?? "" };
};
