import type { Block } from "./blocks.ts";
import type { ScreenedBytes } from "./screen-block.ts";

/**
 * A block, and what was made of it, as bytes between processes: length of the JSON u32 | JSON | bytes. The lines of alerts are
 * read from the bytes they stand in.
 */

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();
const HEAD = 4;

const pack = (head: unknown, bytes: Uint8Array): Uint8Array => {
  const json = ENCODER.encode(JSON.stringify(head));
  const out = new Uint8Array(HEAD + json.length + bytes.length);
  new DataView(out.buffer).setUint32(0, json.length, true);
  out.set(json, HEAD);
  out.set(bytes, HEAD + json.length);
  return out;
};

const unpack = (packed: Uint8Array): { readonly head: unknown; readonly bytes: Uint8Array } => {
  const end = HEAD + new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  return { head: JSON.parse(DECODER.decode(packed.subarray(HEAD, end))), bytes: packed.subarray(end) };
};

export const packBlock = ({ bytes, starts, ends, lines, ...rest }: Block): Uint8Array =>
  pack({ ...rest, starts: [...starts], ends: [...ends], lines: [...lines] }, bytes);

export const unpackBlock = (packed: Uint8Array): Block => {
  const { head, bytes } = unpack(packed);
  const { format, next, starts, ends, lines } = head as PackedBlock;
  const numbers = (of: readonly number[]): Uint32Array => Uint32Array.from(of);
  return { format, next, bytes, starts: numbers(starts), ends: numbers(ends), lines: numbers(lines) };
};

interface PackedBlock extends Pick<Block, "format" | "next"> {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly lines: readonly number[];
}

/** What was made of a block; `null`: it was given up. */
export const packScreened = (done: ScreenedBytes | null): Uint8Array => {
  if (done === null) return pack(null, new Uint8Array(0));
  const { bytes, alerts, ...rest } = done;
  return pack({ ...rest, alerts: alerts.map(({ row, from, to }) => ({ row, from, to })) }, bytes);
};

export const unpackScreened = (packed: Uint8Array): ScreenedBytes | null => {
  const { head, bytes } = unpack(packed);
  if (head === null) return null;
  const { alerts, ...rest } = head as Omit<ScreenedBytes, "bytes">;
  const line = (from: number, to: number) => JSON.parse(DECODER.decode(bytes.subarray(from, to)));
  return { ...rest, bytes, alerts: alerts.map(({ row, from, to }) => ({ row, from, to, line: line(from, to) })) };
};
