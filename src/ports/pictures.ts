import type { Chart } from "../core/chart.ts";

/** A chart as a PNG of at most 16,000 bytes; `null` when it cannot be drawn, which costs the picture and nothing else. */
export type DrawChart = (chart: Chart) => Promise<Uint8Array | null>;
