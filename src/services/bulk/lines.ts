import type { Block, Position } from "./blocks.ts";

/** Whole lines of earlier results, as bytes in memory that threads share: what one task of a delta holds. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Where the file goes on after them. */
  readonly next: number;
  /** Room for what is made of them; may be too small. */
  readonly out: Uint8Array;
}

/** What a thread of a bulk job is given: rows, or lines of earlier results where the job has a delta. */
export type BulkTask = Block | Lines;

/** Reads from byte `at` of a file into `into`; gives how many bytes there were. */
export type ReadAt = (into: Uint8Array, at: number) => number;

const PIECE = 1 << 20;
/** What is made of a line is longer where a list has a longer caveat, and where it hits. */
const ROOM = PIECE + (PIECE >> 1);
const LINE_FEED = 0x0a;

/**
 * Cuts a file into pieces of whole lines. Each piece is overwritten when `ahead` further ones were asked for: whoever takes them
 * has let go of it by then.
 */
export async function* linesOf(read: ReadAt, from: Position, ahead: number): AsyncGenerator<Lines> {
  const ring = Array.from({ length: ahead + 1 }, () => ({ bytes: shared(PIECE), out: shared(ROOM) }));
  let at = from.offset;
  for (let turn = 0; ; turn = (turn + 1) % ring.length) {
    const place = ring[turn]!;
    let length = read(place.bytes, at);
    if (length === 0) return;
    let end = place.bytes.subarray(0, length).lastIndexOf(LINE_FEED) + 1;
    while (end === 0 && length === place.bytes.length) {
      place.bytes = shared(place.bytes.length * 2);
      length = read(place.bytes, at);
      end = place.bytes.subarray(0, length).lastIndexOf(LINE_FEED) + 1;
    }
    const bytes = place.bytes.subarray(0, end === 0 ? length : end);
    at += bytes.length;
    yield { bytes, next: at, out: place.out };
  }
}

export const shared = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
