/** One measured claim. `passed: null` is a figure without a bar. */
export interface Row {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  readonly passed: boolean | null;
}

/** Prints rows as a table and ends with "N passed, N failed"; the process fails when a row did. */
export const report = (rows: readonly Row[]): void => {
  const cells = rows.map((row) => [
    row.passed === null ? "figure" : row.passed ? "passed" : "FAILED",
    row.what,
    row.expected,
    row.got,
  ]);
  const table = [["", "what", "expected", "got"], ...cells];
  const widths = [0, 1, 2].map((i) => Math.max(...table.map((row) => (row[i] ?? "").length)));
  for (const row of table)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  const failed = rows.filter((row) => row.passed === false).length;
  console.log(`${rows.filter((row) => row.passed === true).length} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
};

export const equal = (what: string, expected: number | string, got: number | string): Row => ({
  what,
  expected: String(expected),
  got: String(got),
  passed: String(expected) === String(got),
});

export const atMost = (what: string, limit: number, got: number, unit: string): Row => ({
  what,
  expected: `<= ${limit} ${unit}`,
  got: `${Math.round(got * 100) / 100} ${unit}`,
  passed: got <= limit,
});
