import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import type { Instant, IsoDate } from "../../src/core/dates.ts";
import type { ListVersion } from "../../src/core/listing.ts";
import { sourceOf } from "../../src/lists/sources.ts";
import { hoursBetween, staleness, statusRows } from "../../src/lists/status.ts";

const version = (retrievedAt: string, publishedOn: string | null = null): ListVersion => ({
  list: sourceId("ofac-sdn"),
  sha256: "a".repeat(64),
  publishedOn: publishedOn as IsoDate | null,
  retrievedAt: retrievedAt as Instant,
  entries: 10,
  caveat: null,
});
const at = (text: string): Instant => text as Instant;

describe("the age of a list", () => {
  it.each([
    ["over a leap day", "2024-02-28T12:00:00.000Z", "2024-03-01T12:00:00.000Z", 48],
    ["over no leap day", "2023-02-28T12:00:00.000Z", "2023-03-01T12:00:00.000Z", 24],
    ["over the turn of the year", "2025-12-31T23:30:00.000Z", "2026-01-01T00:30:00.000Z", 1],
    ["over a century that is no leap year", "2100-02-28T00:00:00.000Z", "2100-03-01T00:00:00.000Z", 24],
  ])("is counted in hours %s", (_claim, from, to, hours) => {
    expect(hoursBetween(at(from), at(to))).toBeCloseTo(hours, 6);
  });
  it.each([
    ["fresh", version("2026-01-01T00:00:00.000Z"), null],
    ["retrieved too long ago", version("2025-12-29T00:00:00.000Z"), "retrieved 3 days ago (limit 24 hours)"],
    [
      "retrieved now but published long ago",
      version("2026-01-01T00:00:00.000Z", "2021-07-01"),
      "published 1645 days ago (limit 31 days)",
    ],
  ])("%s", (_claim, v, expected) => {
    expect(staleness(v, sourceOf("ofac-sdn"), at("2026-01-01T08:00:00.000Z"))).toBe(expected);
  });
});

describe("the status table", () => {
  it("has a row for each source, also for one that was never loaded", () => {
    const v = { ...version("2025-12-29T00:00:00.000Z"), caveat: "incomplete" };
    const rows = statusRows(
      [sourceOf("ofac-sdn"), sourceOf("un-sc")],
      new Map([["ofac-sdn", [v]]]),
      at("2026-01-01T00:00:00.000Z"),
    );
    expect(rows.map((r) => [r.source, r.entries, r.ageHours, r.stale, r.trouble])).toEqual([
      ["ofac-sdn", 10, 72, true, "incomplete"],
      ["un-sc", null, null, false, "not loaded"],
    ]);
  });
});
