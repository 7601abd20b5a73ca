import { type DateInterval, daysInMonth, type IsoDate, parseIsoDate } from "../core/dates.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

interface Span {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** Year alone is the whole year, year and month the whole month. `null` when it is no day of the calendar. */
export const spanOf = (year: number, month: number | null, day: number | null): Span | null => {
  const y = String(year).padStart(4, "0");
  const from = parseIsoDate(`${y}-${two(month ?? 1)}-${two(day ?? 1)}`);
  const lastMonth = month ?? 12;
  const to = parseIsoDate(`${y}-${two(lastMonth)}-${two(day ?? daysInMonth(year, lastMonth))}`);
  return from && to ? { from, to } : null;
};

/** "10 Dec 1948", "Dec 1948", "1948", "1948-12-10", "10/12/1948" (day first), "dd/12/1948", "00/00/1948". */
export const spanFrom = (text: string): Span | null => {
  const t = text.trim().replace(/\.$/, "");
  const words = /^(?:(\d{1,2})\s+)?(?:([A-Za-z]{3,9})\.?\s+)?(\d{4})$/.exec(t);
  if (words) {
    const month = words[2] ? MONTHS.indexOf(words[2].slice(0, 3).toLowerCase()) + 1 : null;
    if (month === 0 || (words[1] && month === null)) return null;
    return spanOf(Number(words[3]), month, words[1] ? Number(words[1]) : null);
  }
  const iso = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*|Z|[+-]\d{2}:\d{2})?$/.exec(t);
  if (iso) return spanOf(Number(iso[1]), iso[2] ? Number(iso[2]) : null, iso[3] ? Number(iso[3]) : null);
  const slashed = /^(\d{1,2}|dd)\/(\d{1,2}|mm)\/(\d{4})$/i.exec(t);
  if (!slashed) return null;
  const part = (word: string | undefined): number | null => (Number(word) > 0 ? Number(word) : null);
  const month = part(slashed[2]);
  return spanOf(Number(slashed[3]), month, month === null ? null : part(slashed[1]));
};

/**
 * A date as lists write it: "circa 1951", "1961 to 1962", "21 Mar 1979 to 20 Mar 1980", "circa 1979-1982", "1948".
 * `null` when nothing of a date can be read.
 */
export const intervalFrom = (text: string): DateInterval | null => {
  const own = text.trim();
  const m = /^(?:(circa|approximately|approx\.?|about|c\.)\s+)?(.*)$/i.exec(own);
  const approximate = m?.[1] !== undefined;
  const body = (m?.[2] ?? "").trim();
  const range = /^(.+?)(?<!\s)\s+(?:to|and|-|–)\s+(\S.*)$/i.exec(body) ?? /^(\d{4})\s*[-–]\s*(\d{4})$/.exec(body);
  const from = spanFrom(range?.[1]?.replace(/^between\s+/i, "") ?? body);
  const to = range ? spanFrom(range[2] ?? "") : from;
  if (!from || !to || from.from > to.to) return null;
  return { from: from.from, to: to.to, approximate, text: own };
};

/** "03/28/2025" as OFAC writes publication days (month first). */
export const usDay = (text: string): IsoDate | null => {
  const m = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  return m ? parseIsoDate(`${m[3]}-${two(Number(m[1]))}-${two(Number(m[2]))}`) : null;
};

/** A single day, whatever its writing; `null` for a month or a year. */
export const dayFrom = (text: string | null): IsoDate | null => {
  const span = text === null ? null : spanFrom(text);
  return span && span.from === span.to ? span.from : null;
};
