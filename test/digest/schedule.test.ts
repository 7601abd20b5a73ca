import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duesOf, ZONES } from "../../bench/year-dues.ts";
import { type Instant, instant } from "../../src/core/dates.ts";
import type { Schedule } from "../../src/core/subscription.ts";
import { assertZone, inZone, nextDue } from "../../src/digest/schedule.ts";

const schedule = (change: Partial<Schedule>): Schedule => ({
  cadence: "daily",
  hour: 9,
  zone: "UTC",
  weekday: 1,
  monthDay: 1,
  ...change,
});

describe("the next digest is due", () => {
  it.each([
    ["today when the hour is still to come", {}, "2026-11-22T08:59:00Z", "2026-11-22T09:00:00Z"],
    ["tomorrow at the very instant of today's", {}, "2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z"],
    ["by the clock of the zone", { zone: "Asia/Kathmandu" }, "2026-11-22T00:00:00Z", "2026-11-22T03:15:00Z"],
    [
      "an hour earlier in UTC once summer has begun",
      { zone: "Europe/Berlin" },
      "2026-03-28T09:00:00Z",
      "2026-03-29T07:00:00Z",
    ],
    [
      "after the jump when the hour is jumped over",
      { zone: "Europe/Berlin", hour: 2 },
      "2026-03-28T12:00:00Z",
      "2026-03-29T01:00:00Z",
    ],
    [
      "at the first of two equal hours",
      { zone: "Europe/Berlin", hour: 2 },
      "2026-10-24T12:00:00Z",
      "2026-10-25T00:00:00Z",
    ],
    [
      "not again at the second of two equal hours",
      { zone: "Europe/Berlin", hour: 2 },
      "2026-10-25T00:00:00Z",
      "2026-10-26T01:00:00Z",
    ],
    [
      "after a midnight that is jumped over",
      { zone: "Africa/Cairo", hour: 0 },
      "2026-04-23T12:00:00Z",
      "2026-04-23T22:00:00Z",
    ],
    ["on Monday after Friday, on weekdays", { cadence: "weekdays" }, "2026-11-20T09:00:00Z", "2026-11-23T09:00:00Z"],
    ["on its weekday", { cadence: "weekly", weekday: 3 }, "2026-11-22T00:00:00Z", "2026-11-25T09:00:00Z"],
    [
      "on the last day of a short month",
      { cadence: "monthly", monthDay: 31 },
      "2026-04-01T00:00:00Z",
      "2026-04-30T09:00:00Z",
    ],
    [
      "on 29 February of a leap year",
      { cadence: "monthly", monthDay: 31 },
      "2028-02-01T00:00:00Z",
      "2028-02-29T09:00:00Z",
    ],
    [
      "on 28 February of any other year",
      { cadence: "monthly", monthDay: 30 },
      "2027-02-01T00:00:00Z",
      "2027-02-28T09:00:00Z",
    ],
    ["on leap day itself, every day", {}, "2028-02-28T10:00:00Z", "2028-02-29T09:00:00Z"],
    ["on the first after a leap day", { cadence: "monthly" }, "2028-02-29T10:00:00Z", "2028-03-01T09:00:00Z"],
    [
      "on the last day of every month in turn, through the end of a year",
      { cadence: "monthly", monthDay: 31, zone: "Pacific/Auckland" },
      "2026-12-30T20:00:00Z",
      "2027-01-30T20:00:00Z",
    ],
    [
      "after a clock that jumps by half an hour",
      { zone: "Australia/Lord_Howe", hour: 2 },
      "2026-10-03T12:00:00Z",
      "2026-10-03T15:30:00Z",
    ],
    [
      "once on the Sunday whose midnight comes twice",
      { zone: "America/Havana", hour: 0, cadence: "weekly", weekday: 7 },
      "2026-10-31T12:00:00Z",
      "2026-11-01T04:00:00Z",
    ],
    [
      "and not again a week early after it",
      { zone: "America/Havana", hour: 0, cadence: "weekly", weekday: 7 },
      "2026-11-01T04:00:00Z",
      "2026-11-08T05:00:00Z",
    ],
    [
      "on Monday after a weekend in which summer begins",
      { cadence: "weekdays", zone: "America/New_York" },
      "2026-03-06T15:00:00Z",
      "2026-03-09T13:00:00Z",
    ],
    ["within five minutes when it is at once", { cadence: "at-once" }, "2026-11-22T08:57:30Z", "2026-11-22T09:00:00Z"],
  ] as const)("%s", (_claim, change, after, due) => {
    expect(nextDue(schedule(change), instant(new Date(after)))).toBe(instant(new Date(due)));
  });

  it("as often as a year of clocks on walls says, in every zone and cadence", () => {
    const [from, to] = [Date.UTC(2028, 0, 1), Date.UTC(2029, 0, 1)];
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom("daily", "weekdays", "weekly", "monthly"),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 31 }),
        (zone, cadence, hour, weekday, monthDay) => {
          const given: Schedule = { cadence, hour, zone, weekday, monthDay };
          const found: number[] = [];
          for (let at = instant(new Date(from)); ; ) {
            at = nextDue(given, at);
            if (Date.parse(at) >= to) break;
            found.push(Date.parse(at));
          }
          expect(found).toEqual(duesOf(given, from, to));
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe("zones", () => {
  it.each(["", "Europe/Atlantis", "CEST Berlin"])("refuses %j and says what one looks like", (zone) => {
    expect(() => assertZone(zone)).toThrow(/time zone.*Europe\/Berlin/s);
  });
  it("are said with the local time", () => {
    expect(inZone("2025-07-08T07:00:00.000Z" as Instant, "Europe/Berlin")).toBe("8 July 2025, 09:00");
  });
});
