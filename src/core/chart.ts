/** Counts of a few rows over the same columns: a picture where the platform takes one, lines of text elsewhere. */
export interface Chart {
  readonly title: string;
  /** What stands under each column, for example "6 Oct". */
  readonly columns: readonly string[];
  /** Highest sum first; `counts` has one whole number a column. */
  readonly rows: readonly { readonly label: string; readonly counts: readonly number[] }[];
  /** What the rows leave out; `null` when they leave out nothing. */
  readonly note: string | null;
}

const BAR = ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

export const sumOf = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
/** The highest count of a chart, at least 1: what all bars are measured by. */
export const highestOf = ({ rows }: Chart): number => Math.max(1, ...rows.flatMap(({ counts }) => counts));

/** One line a row: its label, a bar for each column, the sum. Bars of all rows have one scale. */
export const chartLines = (chart: Chart): readonly string[] => {
  const highest = highestOf(chart);
  const width = Math.max(...chart.rows.map(({ label }) => label.length));
  const bar = (count: number): string => BAR[count === 0 ? 0 : Math.ceil((count / highest) * (BAR.length - 1))] ?? "";
  return chart.rows.map(({ label, counts }) => `${label.padEnd(width)} ${counts.map(bar).join("")} ${sumOf(counts)}`);
};

/** Every number of a chart in words, for whoever cannot see the picture. Columns without a count are left out. */
export const chartInWords = ({ title, columns, rows, note }: Chart): string => {
  const row = ({ label, counts }: Chart["rows"][number]): string => {
    const weeks = counts.flatMap((count, i) => (count === 0 ? [] : [`${count} from ${columns[i] ?? ""}`]));
    return `${label}: ${sumOf(counts)} (${weeks.join(", ")})`;
  };
  return [`${title}.`, `${rows.map(row).join("; ")}.`, ...(note === null ? [] : [note])].join(" ");
};
