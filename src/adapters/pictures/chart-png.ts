import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { DrawChart } from "../../ports/pictures.ts";
import { chartSvg } from "./chart-svg.ts";
import { indexedPng } from "./indexed-png.ts";

const FONT = new URL("../../../data/fonts/DejaVuSans-Latin.ttf", import.meta.url);
/** In a Teams card the picture travels as base64 (4/3 of its bytes) in a message of 28 KB. */
const MAX_BYTES = 16_000;
/** Pixels for one of the drawing: sharp on fine screens where the bytes allow it. */
const ZOOMS = [1.5, 1] as const;

/** Draws with resvg compiled to WebAssembly: no native package, the same pixels on every machine. Loaded at the first chart. */
export const makeDrawChart = (log: Log): DrawChart => {
  let ready: Promise<Uint8Array> | null = null;
  const load = async (): Promise<Uint8Array> => {
    await initWasm(readFileSync(fileURLToPath(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"))));
    return readFileSync(FONT);
  };
  return async (chart) => {
    try {
      ready ??= load();
      const font = await ready;
      for (const zoom of ZOOMS) {
        const png = drawn(chartSvg(chart), font, zoom);
        if (png.length <= MAX_BYTES) return png;
      }
      log.warn("a chart is too large for a message, it goes as text", { rows: chart.rows.length });
    } catch (thrown) {
      log.warn("a chart could not be drawn, it goes as text", { reason: messageOf(thrown) });
    }
    return null;
  };
};

const drawn = (svg: string, font: Uint8Array, zoom: number): Uint8Array => {
  const resvg = new Resvg(svg, {
    fitTo: { mode: "zoom", value: zoom },
    font: { fontBuffers: [font], loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" },
  });
  try {
    const { width, height, pixels } = resvg.render();
    return indexedPng(width, height, pixels);
  } finally {
    resvg.free();
  }
};
