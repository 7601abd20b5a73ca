import { describe, expect, it } from "vitest";
import { chartInWords, chartLines } from "../../src/core/chart.ts";
import { isoDate } from "../../src/core/dates.ts";
import { chartOf, chartStart, programChart } from "../../src/digest/chart.ts";
import { listing } from "../support/listings.ts";

const day = isoDate;
const made = (id: string, on: string, programs: readonly string[]) => ({
  listing: listing(id, `FICTIONAL ${id}`, { programs: [...programs] }),
  on: day(on),
});

describe("designations by program and week", () => {
  it.each([
    ["a Monday", "2026-11-16", "2026-09-28"],
    ["a Sunday", "2026-11-22", "2026-09-28"],
    ["the first week of a year", "2027-01-01", "2026-11-09"],
    ["a week with a leap day", "2028-03-01", "2028-01-10"],
  ])("begin eight weeks back on a Monday, from %s", (_claim, until, first) => {
    expect(chartStart(day(until))).toBe(first);
  });
  const chart = programChart(
    [
      made("1", "2026-11-16", ["SDGT"]),
      made("2", "2026-11-15", ["SDGT", "CYBER2"]),
      made("3", "2026-11-22", ["CYBER2"]),
      made("4", "2026-09-27", ["SDGT"]),
      made("5", "2026-11-23", ["SDGT"]),
    ],
    day("2026-11-22"),
  );
  it("count an entry once under each of its programs, in the week of its day, and nothing outside the weeks", () => {
    expect(chart?.rows).toEqual([
      { program: "CYBER2", counts: [0, 0, 0, 0, 0, 0, 1, 1] },
      { program: "SDGT", counts: [0, 0, 0, 0, 0, 0, 1, 1] },
    ]);
  });
  it("are written with the Mondays under them and every number in words", () => {
    if (!chart) throw new Error("no chart");
    const shown = chartOf(chart);
    expect(shown.columns).toEqual(["28 Sept", "5 Oct", "12 Oct", "19 Oct", "26 Oct", "2 Nov", "9 Nov", "16 Nov"]);
    expect(chartLines(shown)).toEqual(["CYBER2 ······██ 2", "SDGT   ······██ 2"]);
    expect(chartInWords(shown)).toBe(
      "Designations by program, 8 weeks from 28 September 2026. CYBER2: 2 (1 from 9 Nov, 1 from 16 Nov); SDGT: 2 (1 from 9 Nov, 1 from 16 Nov).",
    );
  });
  it("beyond six programs are counted together", () => {
    const many = programChart(
      Array.from({ length: 9 }, (_, i) => made(String(i), "2026-11-17", [`P${i}`])),
      day("2026-11-22"),
    );
    expect(many && chartOf(many).note).toBe("3 more under other programs.");
  });
  it("are no chart when there were none", () => expect(programChart([], day("2026-11-22"))).toBeNull());
});
