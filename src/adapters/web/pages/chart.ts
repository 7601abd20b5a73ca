import { dayInProse, type IsoDate } from "../../../core/dates.ts";
import { html, type Markup } from "../markup.ts";
import { count } from "./words.ts";

/** One stretch of time of a chart: both days inclusive. */
export interface Bucket {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** "July 2025", "3rd quarter of 2025", "2025". */
  readonly name: string;
  /** Under the axis; empty where there is no room for one. */
  readonly mark: string;
}

export interface Bar extends Bucket {
  readonly added: number;
  readonly removed: number;
}

const WIDTH = 720;
const HEIGHT = 170;
const LEFT = 66;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 26;
const LEAST_GAP = 18;

/** 0, 1, 2, 3, 4, 5, 6, 8, 10, 20 … : the first of them that is not below `n`. */
export const roundUp = (n: number): number => {
  if (n <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= n) ?? n;
};

/**
 * Additions above a line and removals below it, one pair of bars a stretch of time. Drawn with classes alone, so that
 * light and dark are the style sheet's; the numbers stand in a table beside it and in the titles of the bars.
 */
export const movementChart = (bars: readonly Bar[], label: string): Markup => {
  const [up, down] = [roundUp(Math.max(...bars.map((b) => b.added))), roundUp(Math.max(...bars.map((b) => b.removed)))];
  const span = Math.max(up + down, 1);
  const plot = HEIGHT - TOP - BOTTOM;
  const y = (value: number): number => rounded(TOP + ((up - value) / span) * plot);
  const step = (WIDTH - LEFT - RIGHT) / bars.length;
  const x = (i: number): number => rounded(LEFT + i * step + step * 0.14);
  const width = rounded(step * 0.72);
  // A single entry beside a year with thousands still shows as a line.
  const tall = (value: number): number => (value === 0 ? 0 : Math.max(1.5, Math.abs(y(0) - y(value))));
  // A line that would stand on the axis is left out: its number would be written over the 0.
  const lines = [...new Set([up, 0, -down])].filter((value) => value === 0 || Math.abs(y(value) - y(0)) >= LEAST_GAP);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${lines.map(
  (value) =>
    html`<line class="${value === 0 ? "axis" : "grid"}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text class="tick" x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${value === 0 ? "0" : `${value > 0 ? "+" : "−"}${count(Math.abs(value))}`}</text>`,
)}
${bars.map(
  (bar, i) => html`<g><title>${bar.name}: ${count(bar.added)} added, ${count(bar.removed)} removed</title>
<rect class="hover" x="${rounded(LEFT + i * step)}" y="${TOP}" width="${rounded(step)}" height="${plot}"/>
${bar.added > 0 ? html`<rect class="added" x="${x(i)}" y="${rounded(y(0) - tall(bar.added))}" width="${width}" height="${rounded(tall(bar.added))}"/>` : null}${bar.removed > 0 ? html`<rect class="removed" x="${x(i)}" y="${y(0)}" width="${width}" height="${rounded(tall(-bar.removed))}"/>` : null}
${bar.mark === "" ? null : html`<text class="tick" x="${rounded(LEFT + (i + 0.5) * step)}" y="${HEIGHT - 8}" text-anchor="middle">${bar.mark}</text>`}</g>`,
)}
</svg>`;
};

const rounded = (n: number): number => Math.round(n * 10) / 10;

/** The same numbers for those who do not see the chart, and for those who want them exactly; stretches without a change are left out. */
export const movementTable = (bars: readonly Bar[], label: string): Markup => {
  const moved = bars.filter(({ added, removed }) => added + removed > 0).toReversed();
  return html`<details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="${label}">
<table><caption class="away">${label}</caption><thead><tr><th scope="col">Period</th><th scope="col" class="number">Added</th><th scope="col" class="number">Removed</th></tr></thead>
<tbody>${moved.map(
    (bar) =>
      html`<tr><th scope="row"><time datetime="${bar.from}">${bar.name}</time></th><td class="number">${count(bar.added)}</td><td class="number">${count(bar.removed)}</td></tr>`,
  )}</tbody></table></div><p class="note">${
    moved.length === bars.length ? "" : "Periods without a change are left out. "
  }From ${dayInProse(bars[0]?.from ?? ("" as IsoDate))} to ${dayInProse(bars.at(-1)?.to ?? ("" as IsoDate))}.</p></details>`;
};
