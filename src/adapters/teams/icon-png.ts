import { crc32, deflateSync } from "node:zlib";

/** 8-bit RGBA, 0..255. */
type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

const CRIMSON: Pixel = [0x9b, 0x1c, 0x1c, 255];
const WHITE: Pixel = [255, 255, 255, 255];
const NOTHING: Pixel = [255, 255, 255, 0];

/** A flag on a pole; x and y in 0..1 from the top left. `inset` shrinks it, so that the rest is its outline. */
const inFlag = (x: number, y: number, inset: number): boolean => {
  const wave = 0.035 * Math.sin((x - 0.36) * 2 * Math.PI * 1.4);
  const onPole = x >= 0.28 + inset && x <= 0.36 - inset && y >= 0.14 + inset && y <= 0.88 - inset;
  const onCloth = x >= 0.36 - inset && x <= 0.8 - inset && y >= 0.17 + wave + inset && y <= 0.55 + wave - inset;
  return onPole || onCloth;
};

/** 192 × 192: a white flag on crimson. */
export const colourIcon = (): Uint8Array => png(192, (x, y) => (inFlag(x, y, 0) ? WHITE : CRIMSON));

/** 32 × 32: the outline of the flag in white on nothing, as Teams asks. */
export const outlineIcon = (): Uint8Array =>
  png(32, (x, y) => (inFlag(x, y, 0) && !inFlag(x, y, 0.035) ? WHITE : NOTHING));

/** Samples each pixel 4 × 4 times, so that edges are smooth. */
const SAMPLES = 4;

const png = (size: number, colourAt: (x: number, y: number) => Pixel): Uint8Array => {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      rows.set(averaged(size, column, row, colourAt), row * (1 + size * 4) + 1 + column * 4);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, colour type 6 (RGBA), no interlace: https://www.w3.org/TR/png-3/#11IHDR
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const averaged = (size: number, column: number, row: number, colourAt: (x: number, y: number) => Pixel): Pixel => {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / size;
    const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size;
    for (const [channel, value] of colourAt(x, y).entries()) sum[channel] = (sum[channel] ?? 0) + value;
  }
  return sum.map((value) => Math.round(value / SAMPLES ** 2)) as unknown as Pixel;
};

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};
