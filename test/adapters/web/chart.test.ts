import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOfMarkup } from "../../../src/adapters/web/markup.ts";
import { movementChart, roundUp } from "../../../src/adapters/web/pages/chart.ts";
import { barsOf, bucketsOf, SPANS, type Span } from "../../../src/adapters/web/pages/periods.ts";
import { isoDate } from "../../../src/core/dates.ts";

const TODAY = isoDate("2026-11-22");
const spans = Object.keys(SPANS) as Span[];

describe("the periods of the charts", () => {
  it.each([
    ["2", "2024-12-01", "2026-11-30", "November 2026"],
    ["6", "2021-01-01", "2026-12-31", "4th quarter of 2026"],
    ["24", "2003-01-01", "2026-12-31", "2026"],
  ] as const)("of %s years run from %s to %s", (span, first, last, name) => {
    const buckets = bucketsOf(span, TODAY);
    expect([buckets.length, buckets[0]?.from, buckets.at(-1)?.to, buckets.at(-1)?.name]).toEqual([
      24,
      first,
      last,
      name,
    ]);
  });
  it("follow each other without a gap and hold today, whatever the day", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1990-01-01"), max: new Date("2090-12-31"), noInvalidDate: true }),
        fc.constantFrom(...spans),
        (date, span) => {
          const today = isoDate(date.toISOString().slice(0, 10));
          const buckets = bucketsOf(span, today);
          const next = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
          for (const [i, bucket] of buckets.entries())
            if (i > 0) expect(bucket.from).toBe(next(buckets[i - 1]?.to ?? ""));
          expect(buckets.at(-1)!.from <= today && today <= buckets.at(-1)!.to).toBe(true);
        },
      ),
    );
  });
  it("count every movement inside once and none outside", () => {
    const moves = ["2024-11-30", "2024-12-01", "2025-07-01", "2025-07-31", "2026-11-22"].map((on) => ({
      list: "x",
      on: isoDate(on),
      added: 2,
      removed: 1,
    }));
    const bars = barsOf(bucketsOf("2", TODAY), moves);
    expect([bars.reduce((n, b) => n + b.added, 0), bars.reduce((n, b) => n + b.removed, 0)]).toEqual([8, 4]);
    expect(bars.find(({ name }) => name === "July 2025")).toMatchObject({ added: 4, removed: 2 });
  });
});

describe("the chart", () => {
  const bars = barsOf(bucketsOf("2", TODAY), [
    { list: "x", on: isoDate("2026-03-01"), added: 1200, removed: 0 },
    { list: "x", on: isoDate("2026-05-01"), added: 1, removed: 40 },
  ]);
  const svg = textOfMarkup(movementChart(bars, "Example: 1,201 added"));
  const boxes = (kind: string) =>
    [
      ...svg.matchAll(
        new RegExp(`class="${kind}" x="([\\d.]+)" y="([\\d.]+)" width="([\\d.]+)" height="([\\d.]+)"`, "g"),
      ),
    ].map(([, x, y, width, height]) => ({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) }));
  it("has a bar for each number above 0, in scale, with one pixel at least", () => {
    const [added, removed] = [boxes("added"), boxes("removed")];
    expect([added.length, removed.length]).toEqual([2, 1]);
    expect(added[0]!.height / removed[0]!.height).toBeCloseTo(1200 / 40, 0);
    expect(added[1]!.height).toBeGreaterThan(1);
  });
  it("draws additions up from the axis and removals down from it", () => {
    const [added, removed] = [boxes("added"), boxes("removed")];
    for (const bar of added) expect(bar.y + bar.height).toBeCloseTo(removed[0]!.y, 0);
  });
  it("says every number in words and is named for those who do not see it", () => {
    expect(svg).toContain("<title>March 2026: 1,200 added, 0 removed</title>");
    expect(svg).toMatch(/role="img" aria-label="Example: 1,201 added"/);
  });
  it("stays inside its frame, whatever the numbers", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1e7), fc.nat(1e7)), { minLength: 24, maxLength: 24 }), (numbers) => {
        const drawn = textOfMarkup(
          movementChart(
            bars.map((bar, i) => ({ ...bar, added: numbers[i]![0], removed: numbers[i]![1] })),
            "",
          ),
        );
        expect(drawn).not.toMatch(/NaN|Infinity|="-/);
        for (const [, y, height] of drawn.matchAll(/y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g))
          expect(Number(y) + Number(height)).toBeLessThanOrEqual(170);
      }),
    );
  });
  it.each([
    [0, 0],
    [1, 1],
    [7, 8],
    [8, 8],
    [9, 10],
    [10, 10],
    [11, 20],
    [6283, 8000],
    [999_999, 1_000_000],
  ])("rounds %i up to %i", (n, up) => {
    expect(roundUp(n)).toBe(up);
  });
});
