import type { Screening, ScreenOptions, Subject } from "../../core/screening.ts";
import { type BatchLine, type BatchResult, screenRow, tableOf } from "../batch.ts";
import { readCsv } from "../csv.ts";
import { blocksOf, START } from "./blocks.ts";
import type { BulkOptions, BulkRun } from "./bulk.ts";

/** Rows of a block: a tenth of a second's work. */
const TABLE_BLOCK = 100;
/** A shorter table is screened before a thread has started. */
const LARGE_TABLE = 200;

/** Screens a table dropped in a chat. `name` is the file's. Throws `BadInput` for a table without names. */
export type ScreenTable = (
  csv: string,
  name: string,
) => Promise<BatchResult & { readonly screenings: readonly Screening[] }>;

/** Large tables are screened on other threads, so that the process goes on answering. The result is the same. */
export const makeScreenTable =
  (
    screen: (subject: Subject, options: ScreenOptions) => Promise<Screening>,
    begin: (options: BulkOptions) => Promise<BulkRun>,
    cores: number,
  ): ScreenTable =>
  async (csv, name) => {
    const given = readCsv(csv, name, ["name"]);
    const rows = given.map((row, index): Record<string, string> => ({ id: String(index + 1), ...row }));
    const lines: BatchLine[] = [];
    if (rows.length < LARGE_TABLE) for (const row of rows) lines.push(await screenRow(row, {}, screen));
    else for await (const line of onThreads(rows, begin, Math.max(1, cores - 1))) lines.push(line);
    const screenings = lines.filter((line) => !("error" in line)) as readonly Screening[];
    return { ...tableOf(rows, lines), screenings };
  };

async function* onThreads(
  rows: readonly Readonly<Record<string, string>>[],
  begin: (options: BulkOptions) => Promise<BulkRun>,
  threads: number,
): AsyncGenerator<BatchLine> {
  const columns = Object.keys(rows[0] ?? {});
  // Written out anew: every row is whole and numbered, whatever the file was like.
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < rows.length; at += TABLE_BLOCK)
      yield new TextEncoder().encode(
        rows
          .slice(at, at + TABLE_BLOCK)
          .map((row) => `${plainLine(columns, row)}\n`)
          .join(""),
      );
  };
  const run = await begin({
    columns,
    forFile: false,
    screen: {},
    threads,
    since: null,
    elsewhere: null,
    onReplaced: () => {},
  });
  try {
    for await (const { bytes } of run.screen(blocksOf(source(), "csv", START, () => TABLE_BLOCK)))
      for (const line of new TextDecoder().decode(bytes).trimEnd().split("\n")) yield JSON.parse(line) as BatchLine;
  } finally {
    await run.close();
  }
}

/** As it was, in quotes: the guard against formulas of `csvLine` is for spreadsheets and would change a name. */
const plainLine = (columns: readonly string[], row: Readonly<Record<string, string>>): string =>
  columns.map((column) => `"${(row[column] ?? "").replaceAll('"', '""')}"`).join(",");
