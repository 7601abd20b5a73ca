import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeDrawChart } from "../../../src/adapters/pictures/chart-png.ts";
import { chartSvg } from "../../../src/adapters/pictures/chart-svg.ts";
import { indexedPng } from "../../../src/adapters/pictures/indexed-png.ts";
import type { Chart } from "../../../src/core/chart.ts";

const chart = (rows: Chart["rows"], more: Partial<Chart> = {}): Chart => ({
  title: "Designations by program, 2 weeks from 6 October 2025",
  columns: ["6 Oct", "13 Oct"],
  rows,
  note: null,
  ...more,
});
const logged: string[] = [];
const keep = (message: string): void => void logged.push(message);
const draw = makeDrawChart({ info: keep, warn: keep, error: keep });

describe("the drawing of a chart", () => {
  const svg = chartSvg(chart([{ label: "SDGT", counts: [12, 0] }], { note: "3 more under other programs." }));
  it.each([
    ["its title", "Designations by program, 2 weeks from 6 October 2025"],
    ["each program", ">SDGT<"],
    ["each week", ">13 Oct<"],
    ["the number over a bar", ">12<"],
    ["what is left out", ">3 more under other programs.<"],
  ])("writes %s", (_claim, words) => expect(svg).toContain(words));

  it("draws no bar and no number where there was none", () => {
    expect(svg).not.toContain(">0<");
    expect(svg.match(/<rect/g)).toHaveLength(2);
  });
  it("measures all programs by one scale: twice the count is twice the bar", () => {
    const heights = [...chartSvg(chart([{ label: "A", counts: [20, 10] }])).matchAll(/<rect x[^>]*height="(\d+)"/g)];
    expect(heights.map((m) => Number(m[1]))).toEqual([26, 13]);
  });
  it("takes a program's name for data: no markup, no control characters, not longer than its room", () => {
    const name = `</text><script>x</script>\u0007 "& ${"long ".repeat(20)}`;
    const made = chartSvg(chart([{ label: name, counts: [1, 1] }]));
    expect(made).not.toContain("<script>");
    expect(made).not.toContain("\u0007");
    expect(/>([^<>]*…)</.exec(made)?.[1]).toBe("&lt;/text&gt;&lt;script&gt;x&lt;/scrip…");
  });
});

describe("the picture of a chart", () => {
  it("is a PNG that fits a card, of the size of the drawing and more", async () => {
    const png = await draw(
      chart(Array.from({ length: 6 }, (_, i) => ({ label: `PROGRAM-EO1380${i}`, counts: [i * 31, 200 - i] }))),
    );
    expect(Buffer.from(png ?? []).toString("latin1", 1, 4)).toBe("PNG");
    expect(png?.length).toBeLessThan(16_000);
    const size = new DataView((png ?? new Uint8Array()).buffer, (png ?? new Uint8Array()).byteOffset);
    expect(size.getUint32(16)).toBe(1020);
  });
  it("shows letters: with the font missing it would have none between the lines", async () => {
    const [empty, named] = [
      await draw(chart([{ label: " ", counts: [1, 1] }])),
      await draw(chart([{ label: "WWWWWWWW", counts: [1, 1] }])),
    ];
    expect(dark(named)).toBeGreaterThan(dark(empty) + 500);
  });
  it("is left out, with the reason in the log, when it cannot be drawn", async () => {
    const broken = { ...chart([]), rows: null } as unknown as Chart;
    expect(await draw(broken)).toBeNull();
    expect(logged.at(-1)).toContain("it goes as text");
  });
});

/** Pixels that are not the commonest colour. */
const dark = (png: Uint8Array | null): number => {
  const indexes = pixelsOf(png ?? new Uint8Array());
  const ground = indexes[0];
  return indexes.filter((index) => index !== ground).length;
};

const pixelsOf = (png: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(png);
  const width = bytes.readUInt32BE(16);
  const at = bytes.indexOf("IDAT");
  const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  return rows.filter((_byte, i) => i % (width + 1) !== 0);
};

describe("a PNG with a palette", () => {
  it("gives back the colours it was given, when they are few", () => {
    const png = indexedPng(2, 1, Uint8Array.from([255, 0, 0, 255, 0, 0, 255, 255]));
    const palette = Buffer.from(png).subarray(Buffer.from(png).indexOf("PLTE") + 4);
    expect([...palette.subarray(0, 6)]).toEqual([255, 0, 0, 0, 0, 255]);
    expect([...pixelsOf(png)]).toEqual([0, 1]);
  });
  it("rounds more colours than a palette holds instead of losing pixels", () => {
    const rgba = new Uint8Array(64 * 64 * 4).map((_, i) => (i * 7919) % 256);
    expect(pixelsOf(indexedPng(64, 64, rgba))).toHaveLength(64 * 64);
  });
});
