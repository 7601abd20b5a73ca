import { DateTime } from "luxon";
import { type Instant, instant } from "../core/dates.ts";
import { BadInput } from "../core/errors.ts";
import type { Schedule } from "../core/subscription.ts";

/** Subscriptions to what is urgent look for changes this often, minutes past the hour in UTC. */
const AT_ONCE_EVERY_MINUTES = 5;
const MONDAY_TO_FRIDAY = 5;

/** True for the name of a zone that the time zone database has. */
export const isZone = (zone: string): boolean => zone !== "" && DateTime.fromObject({ year: 2026 }, { zone }).isValid;

/** Throws `BadInput` for a zone that the time zone database does not have. */
export const assertZone = (zone: string): void => {
  if (!isZone(zone))
    throw new BadInput(
      `There is no time zone "${zone}". Nothing was changed. Use an IANA name, for example Europe/Berlin or America/New_York.`,
    );
};

/** The first instant after `after` at which a digest is due. */
export const nextDue = (schedule: Schedule, after: Instant): Instant => {
  const from = DateTime.fromISO(after, { zone: schedule.cadence === "at-once" ? "utc" : schedule.zone });
  if (schedule.cadence === "at-once") {
    const slot = from.startOf("minute").plus({ minutes: 1 });
    const past = slot.minute % AT_ONCE_EVERY_MINUTES;
    return utc(past === 0 ? slot : slot.plus({ minutes: AT_ONCE_EVERY_MINUTES - past }));
  }
  // A day before, because a zone may repeat or skip hours around midnight.
  let day = from.startOf("day").minus({ days: 1 });
  for (;;) {
    if (isDay(schedule, day)) {
      const at = wallClock(day, schedule.hour);
      if (at.toMillis() > from.toMillis()) return utc(at);
    }
    day = day.plus({ days: 1 });
  }
};

const isDay = (schedule: Schedule, day: DateTime): boolean => {
  switch (schedule.cadence) {
    case "at-once":
    case "daily":
      return true;
    case "weekdays":
      return day.weekday <= MONDAY_TO_FRIDAY;
    case "weekly":
      return day.weekday === schedule.weekday;
    case "monthly":
      return day.day === Math.min(schedule.monthDay, day.daysInMonth ?? 31);
  }
};

/**
 * The instant of a full hour on a day. An hour that the clock jumps over (2:00 on a spring Sunday) is the first instant
 * after the jump, 3:00; an hour that comes twice is the first of the two.
 */
const wallClock = (day: DateTime, hour: number): DateTime => {
  const at = day.set({ hour, minute: 0, second: 0, millisecond: 0 });
  return at.getPossibleOffsets().reduce((first, other) => (other < first ? other : first), at);
};

const utc = (at: DateTime): Instant => instant(at.toJSDate());

/** "2025-07-08T07:00:00.000Z" in Europe/Berlin -> "8 July 2025, 09:00". */
export const inZone = (at: Instant, zone: string): string =>
  DateTime.fromISO(at, { zone }).setLocale("en-GB").toFormat("d LLLL yyyy, HH:mm");

/** "2025-07-08T07:00:00.000Z" in Europe/Berlin -> "8 July 2025". */
export const dayInZone = (at: Instant, zone: string): string =>
  DateTime.fromISO(at, { zone }).setLocale("en-GB").toFormat("d LLLL yyyy");

/** `at` moved by minutes. */
export const minutesAfter = (at: Instant, minutes: number): Instant =>
  utc(DateTime.fromISO(at, { zone: "utc" }).plus({ minutes }));
