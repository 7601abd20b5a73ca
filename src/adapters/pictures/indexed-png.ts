import { crc32, deflateSync } from "node:zlib";

/** A palette holds this many colours: one byte a pixel. */
const MAX_COLOURS = 256;
/** Steps a colour channel is rounded to. A chart is a few colours and the shades of its letters' edges. */
const STEPS = [17, 34, 51, 85] as const;

/**
 * A PNG with a palette of opaque pixels given as RGBA bytes: about a third of the bytes that full colours take, so that a chart
 * fits into a card. https://www.w3.org/TR/png-3/#11IHDR, colour type 3.
 */
export const indexedPng = (width: number, height: number, rgba: Uint8Array): Uint8Array => {
  const { indexes, palette } = reduced(rgba);
  const rows = Buffer.alloc(height * (1 + width));
  for (let row = 0; row < height; row++)
    rows.set(indexes.subarray(row * width, (row + 1) * width), row * (1 + width) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

/** Rounds as finely as the palette allows. */
const reduced = (rgba: Uint8Array): { readonly indexes: Uint8Array; readonly palette: readonly number[] } => {
  for (const step of STEPS) {
    const palette = new Map<number, number>();
    const round = (value: number): number => Math.min(255, Math.round(value / step) * step);
    const indexes = new Uint8Array(rgba.length / 4);
    for (let i = 0; i < indexes.length && palette.size <= MAX_COLOURS; i++) {
      const at = i * 4;
      const colour = (round(rgba[at] ?? 0) << 16) | (round(rgba[at + 1] ?? 0) << 8) | round(rgba[at + 2] ?? 0);
      const known = palette.get(colour) ?? palette.size;
      palette.set(colour, known);
      indexes[i] = known;
    }
    if (palette.size <= MAX_COLOURS) return { indexes, palette: [...palette.keys()] };
  }
  // 255 / 85 gives four steps a channel: 64 colours at most.
  throw new RangeError("a picture of 64 colours has more than 256");
};

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};
