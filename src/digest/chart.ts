import { DateTime } from "luxon";
import { type Chart, sumOf } from "../core/chart.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";

/** Designations by program and week. */
export interface ProgramChart {
  /** The Mondays that the weeks begin with, oldest first. */
  readonly weeks: readonly IsoDate[];
  /** Programs with most designations first; `counts` has one number a week. */
  readonly rows: readonly { readonly program: string; readonly counts: readonly number[] }[];
  /** Designations under programs that are not among the rows. */
  readonly others: number;
}

const WEEKS = 8;
const ROWS = 6;

/** The first day of the chart that ends with the week of `until`. */
export const chartStart = (until: IsoDate): IsoDate => dayOf(monday(until).minus({ weeks: WEEKS - 1 }));

/** Counts every designation once under each of its programs. `null` when there was none in the weeks shown. */
export const programChart = (
  designations: readonly { readonly listing: Listing; readonly on: IsoDate }[],
  until: IsoDate,
): ProgramChart | null => {
  const first = monday(until).minus({ weeks: WEEKS - 1 });
  const weeks = Array.from({ length: WEEKS }, (_, i) => dayOf(first.plus({ weeks: i })));
  const byProgram = new Map<string, number[]>();
  for (const { listing, on } of designations) {
    const week = weeks.indexOf(dayOf(monday(on)));
    if (week < 0 || on > until) continue;
    for (const program of new Set(listing.programs)) {
      const counts = byProgram.get(program) ?? weeks.map(() => 0);
      counts[week] = (counts[week] ?? 0) + 1;
      byProgram.set(program, counts);
    }
  }
  const rows = [...byProgram]
    .map(([program, counts]) => ({ program, counts }))
    .sort((a, b) => sumOf(b.counts) - sumOf(a.counts) || (a.program < b.program ? -1 : 1));
  if (rows.length === 0) return null;
  return { weeks, rows: rows.slice(0, ROWS), others: sumOf(rows.slice(ROWS).map((row) => sumOf(row.counts))) };
};

/** The chart as people see it; a column is a week, named by its Monday. */
export const chartOf = ({ weeks, rows, others }: ProgramChart): Chart => ({
  title: `Designations by program, ${weeks.length} weeks from ${weeks[0] ? dayInProse(weeks[0]) : ""}`,
  columns: weeks.map((week) => DateTime.fromISO(week, { zone: "utc" }).setLocale("en-GB").toFormat("d LLL")),
  rows: rows.map(({ program, counts }) => ({ label: program, counts })),
  note: others > 0 ? `${others} more under other programs.` : null,
});

const monday = (day: IsoDate): DateTime => DateTime.fromISO(day, { zone: "utc" }).startOf("week");
const dayOf = (at: DateTime): IsoDate => at.toFormat("yyyy-MM-dd") as IsoDate;
