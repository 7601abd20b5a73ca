import { daysInMonth, type IsoDate, MONTHS } from "../../../core/dates.ts";
import type { ListMovement } from "../../../ports/console.ts";
import type { Bar, Bucket } from "./chart.ts";

const ORDINALS = ["1st", "2nd", "3rd", "4th"];

/** Months of one bar and how many bars a chart has. */
export const SPANS = {
  "2": { name: "2 years", months: 1, bars: 24 },
  "6": { name: "6 years", months: 3, bars: 24 },
  "24": { name: "24 years", months: 12, bars: 24 },
} as const;
export type Span = keyof typeof SPANS;

export const spanFrom = (text: unknown): Span =>
  typeof text === "string" && Object.hasOwn(SPANS, text) ? (text as Span) : "2";

/** The bars of a span, oldest first; the last one holds `today`. */
export const bucketsOf = (span: Span, today: IsoDate): readonly Bucket[] => {
  const { months, bars } = SPANS[span];
  const [year = 0, month = 1] = today.split("-").map(Number);
  // Months since year 0; the first month of the bar that holds today.
  const now = year * 12 + month - 1;
  const last = now - (now % months);
  return Array.from({ length: bars }, (_, i) => bucketAt(last - (bars - 1 - i) * months, months));
};

const bucketAt = (start: number, months: number): Bucket => {
  const [year, month] = [Math.floor(start / 12), start % 12];
  const [endYear, endMonth] = [Math.floor((start + months - 1) / 12), (start + months - 1) % 12];
  const two = (n: number): string => String(n).padStart(2, "0");
  return {
    from: `${year}-${two(month + 1)}-01` as IsoDate,
    to: `${endYear}-${two(endMonth + 1)}-${two(daysInMonth(endYear, endMonth + 1))}` as IsoDate,
    name:
      months === 12
        ? String(year)
        : months === 3
          ? `${ORDINALS[month / 3]} quarter of ${year}`
          : `${MONTHS[month]} ${year}`,
    mark: markOf(year, month, months),
  };
};

/** One mark a year, or every fourth year where a bar is a year. */
const markOf = (year: number, month: number, months: number): string => {
  if (months === 12) return year % 4 === 0 ? String(year) : "";
  if (months === 3) return month === 0 ? String(year) : "";
  return month % 6 === 0 ? `${MONTHS[month]?.slice(0, 3)} ${year}` : "";
};

/** The movements of one list, summed bar by bar. */
export const barsOf = (buckets: readonly Bucket[], moves: readonly ListMovement[]): readonly Bar[] =>
  buckets.map((bucket) => {
    const within = moves.filter(({ on }) => on >= bucket.from && on <= bucket.to);
    const sum = (pick: (move: ListMovement) => number): number => within.reduce((total, move) => total + pick(move), 0);
    return { ...bucket, added: sum((move) => move.added), removed: sum((move) => move.removed) };
  });
