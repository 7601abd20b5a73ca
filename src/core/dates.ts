import type { Brand } from "./brand.ts";
import { BadInput } from "./errors.ts";

/** A calendar day, `YYYY-MM-DD`, without a time zone. */
export type IsoDate = Brand<"IsoDate">;
/** An instant, `YYYY-MM-DDTHH:MM:SS.sssZ`, always UTC. */
export type Instant = Brand<"Instant">;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** English names, January first. */
export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days in a month of the Gregorian calendar; `month` is 1..12. */
export const daysInMonth = (year: number, month: number): number => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
};

/** The day as `IsoDate`, or `null` when the text is not an existing day written `YYYY-MM-DD`. */
export const parseIsoDate = (text: string): IsoDate | null => {
  const m = DAY.exec(text);
  if (!m) return null;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return text as IsoDate;
};

/** The day as `IsoDate`. Throws `BadInput` naming `what` when it is not one. */
export const isoDate = (text: string, what = "date"): IsoDate => {
  const day = parseIsoDate(text);
  if (!day) throw new BadInput(`${what} must be a day written YYYY-MM-DD, got "${text}".`);
  return day;
};

export const instant = (date: Date): Instant => date.toISOString() as Instant;
/** The UTC calendar day of an instant. */
export const dayOf = (at: Instant): IsoDate => at.slice(0, 10) as IsoDate;

/** "2025-07-08" -> "8 July 2025", for prose. */
export const dayInProse = (day: IsoDate): string => {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
};

/** A day that may be known only as a range: year only, month only, "circa", "between". Both ends inclusive. */
export interface DateInterval {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** The publisher says "circa" or "approximately". */
  readonly approximate: boolean;
  /** The words of the list, for example "circa 1961". */
  readonly text: string;
}
