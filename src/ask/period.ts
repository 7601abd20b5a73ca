import { daysInMonth, type IsoDate, MONTHS as MONTH_NAMES, parseIsoDate } from "../core/dates.ts";

/** Days that a question is about, both inclusive. */
export interface Period {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const MONTHS = MONTH_NAMES.map((name) => name.toLowerCase());
const MONTH = `(${MONTHS.join("|")})`;

/** "in July 2025", "on 8 July 2025", "this month", "last week", "since 1 May 2025", "in 2024"; `null` when no time is named. */
export const periodOf = (text: string, today: IsoDate): Period | null => {
  const lower = text.toLowerCase();
  const since = /\b(?:since|after)\b/.test(lower);
  const named = namedDay(lower) ?? namedMonth(lower, today) ?? namedYear(lower) ?? relative(lower, today);
  if (!named) return null;
  return since ? { from: named.from, to: today } : named;
};

const namedDay = (text: string): Period | null => {
  const m =
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH},? (\\d{4})\\b`).exec(text) ??
    reorder(new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`).exec(text));
  const iso = /\b(\d{4}-\d{2}-\d{2})\b/.exec(text)?.[1];
  const day = iso
    ? parseIsoDate(iso)
    : m && parseIsoDate(`${m[3]}-${two(MONTHS.indexOf(m[2] ?? "") + 1)}-${two(Number(m[1]))}`);
  return day ? { from: day, to: day } : null;
};

const reorder = (m: RegExpExecArray | null): readonly (string | undefined)[] | null =>
  m ? [m[0], m[2], m[1], m[3]] : null;

/** A month without a year is the last one that has begun. */
const namedMonth = (text: string, today: IsoDate): Period | null => {
  const m = new RegExp(`\\b${MONTH}(?:,? (?:of )?(\\d{4}))?\\b`).exec(text);
  // "may" is a month only with a year or after "in".
  if (!m || (m[1] === "may" && !m[2] && !/\bin may\b/.test(text))) return null;
  const month = MONTHS.indexOf(m[1] ?? "") + 1;
  const thisYear = Number(today.slice(0, 4));
  const year = m[2] ? Number(m[2]) : month <= Number(today.slice(5, 7)) ? thisYear : thisYear - 1;
  return monthOf(year, month);
};

const namedYear = (text: string): Period | null => {
  const year = /\b(?:in|during|of|for|since) ((?:19|20)\d\d)\b/.exec(text)?.[1];
  return year ? { from: `${year}-01-01` as IsoDate, to: `${year}-12-31` as IsoDate } : null;
};

const relative = (text: string, today: IsoDate): Period | null => {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  if (/\btoday\b/.test(text)) return { from: today, to: today };
  if (/\byesterday\b/.test(text)) return { from: daysBefore(today, 1), to: daysBefore(today, 1) };
  if (/\bthis month\b/.test(text)) return { from: monthOf(year, month).from, to: today };
  if (/\blast month\b/.test(text)) return month === 1 ? monthOf(year - 1, 12) : monthOf(year, month - 1);
  if (/\bthis year\b/.test(text)) return { from: `${year}-01-01` as IsoDate, to: today };
  if (/\blast year\b/.test(text)) return { from: `${year - 1}-01-01` as IsoDate, to: `${year - 1}-12-31` as IsoDate };
  if (/\b(?:this|last|past) week\b/.test(text)) return { from: daysBefore(today, 7), to: today };
  const past = /\b(?:last|past) (\d{1,3}) (day|week|month)s\b/.exec(text);
  if (!past) return null;
  const days = Number(past[1]) * ({ day: 1, week: 7, month: 30 }[past[2] ?? ""] ?? 1);
  return { from: daysBefore(today, days), to: today };
};

const two = (n: number): string => String(n).padStart(2, "0");
const monthOf = (year: number, month: number): Period => ({
  from: `${year}-${two(month)}-01` as IsoDate,
  to: `${year}-${two(month)}-${two(daysInMonth(year, month))}` as IsoDate,
});

const daysBefore = (day: IsoDate, days: number): IsoDate => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  let [y, m, d] = [year, month, date - days];
  while (d < 1) {
    m -= 1;
    if (m < 1) [y, m] = [y - 1, 12];
    d += daysInMonth(y, m);
  }
  return `${y}-${two(m)}-${two(d)}` as IsoDate;
};
