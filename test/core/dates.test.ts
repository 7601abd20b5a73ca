import { describe, expect, it } from "vitest";
import { dayInProse, isoDate, parseIsoDate } from "../../src/core/dates.ts";

describe("calendar days", () => {
  it.each([
    ["a leap day of a leap year", "2024-02-29", true],
    ["a leap day of a common year", "2023-02-29", false],
    ["a century that is no leap year", "1900-02-29", false],
    ["month zero", "2024-00-10", false],
    ["day 31 of a month of 30", "2024-04-31", false],
    ["an instant", "2024-04-30T00:00:00Z", false],
  ])("%s", (_claim, text, valid) => {
    expect(parseIsoDate(text) !== null).toBe(valid);
  });
  it("are written in prose without leading zeros", () => {
    expect(dayInProse(isoDate("2025-07-08"))).toBe("8 July 2025");
  });
  it("refuse other words with the name of the field", () => {
    expect(() => isoDate("8 July 2025", "--as-of")).toThrow(/--as-of must be a day/);
  });
});
