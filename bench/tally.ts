/** Counts checks and closes with the line that scripts read. */
export interface Tally {
  check(what: string, held: boolean): void;
  /** Prints `N passed, N failed`; the process then ends with 1 when a check failed. */
  close(): void;
}

export const makeTally = (): Tally => {
  let passed = 0;
  let failed = 0;
  return {
    check: (what, held) => {
      if (held) passed++;
      else failed++;
      console.log(`${held ? "ok  " : "FAIL"} ${what}`);
    },
    close: () => {
      console.log(`\n${passed} passed, ${failed} failed`);
      if (failed > 0) process.exitCode = 1;
    },
  };
};

/** The value that `percent` of the values do not exceed; 0 for none. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
};
