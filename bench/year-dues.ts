import type { Schedule } from "../src/core/subscription.ts";

/** Half and quarter hours, both hemispheres, no summer time, a change at midnight, and one of half an hour. */
export const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Europe/London",
  "America/New_York",
  "America/Los_Angeles",
  "America/Havana",
  "Africa/Cairo",
  "Asia/Kathmandu",
  "Asia/Seoul",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
] as const;

const QUARTER_MS = 15 * 60_000;

interface Wall {
  readonly ms: number;
  readonly day: string;
  readonly hour: number;
}

const walls = new Map<string, readonly Wall[]>();

/** What the clock on the wall shows at every quarter of an hour, by Intl and not by the program's own library. */
const wallsOf = (zone: string, from: number, to: number): readonly Wall[] => {
  const known = walls.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const found: Wall[] = [];
  for (let ms = from - 2 * 86_400_000; ms < to + 2 * 86_400_000; ms += QUARTER_MS) {
    const text = format.format(ms);
    found.push({ ms, day: text.slice(0, 10), hour: Number(text.slice(11, 13)) });
  }
  walls.set(zone, found);
  return found;
};

/**
 * Every instant of a period at which a schedule is due: of each day that fits the cadence, the first quarter of an hour
 * at which the clock shows its hour or later. Milliseconds since 1970, `from` exclusive, `to` exclusive.
 */
export const duesOf = (schedule: Schedule, from: number, to: number): readonly number[] => {
  if (schedule.cadence === "at-once") return [];
  const dues = new Map<string, number>();
  for (const { ms, day, hour } of wallsOf(schedule.zone, from, to))
    if (hour >= schedule.hour && !dues.has(day) && fits(schedule, day)) dues.set(day, ms);
  return [...dues.values()].filter((ms) => ms > from && ms < to);
};

const fits = ({ cadence, weekday, monthDay }: Schedule, day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  const [inWeek, inMonth] = [date.getUTCDay() || 7, date.getUTCDate()];
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  switch (cadence) {
    case "daily":
      return true;
    case "weekdays":
      return inWeek < 6;
    case "weekly":
      return inWeek === weekday;
    case "monthly":
      return inMonth === Math.min(monthDay, lastOfMonth);
    case "at-once":
      return false;
  }
};
