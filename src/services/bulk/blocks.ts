/** How the rows of a file are written. */
export type RowFormat = "csv" | "jsonl";

/** Neighbouring records of a file, still as bytes: what one task of a bulk job holds. */
export interface Block {
  readonly format: RowFormat;
  readonly bytes: Uint8Array;
  /** Record i is bytes[starts[i]] .. bytes[ends[i]], end exclusive, without its line end. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Number of the line, from 1, that a record begins on. */
  readonly lines: Uint32Array;
  /** Where the file goes on after this block: byte and line. */
  readonly next: Position;
}

export interface Position {
  readonly offset: number;
  readonly line: number;
}

export const START: Position = { offset: 0, line: 1 };

/** A record in quotes may run over several lines, but not over more than this: then the quote was never closed. */
const MOST_QUOTED_BYTES = 64 * 1024;
const [LINE_FEED, RETURN, QUOTE, COMMA] = [0x0a, 0x0d, 0x22, 0x2c];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Cuts a file into blocks of `size` records, never holding more than a block and a piece of the source. A quote that is
 * opened and never closed costs its own line only: the next line begins a new record. `source` begins at `from`.
 */
export async function* blocksOf(
  source: AsyncIterable<Uint8Array>,
  format: RowFormat,
  from: Position,
  size: (blocksBefore: number) => number,
): AsyncGenerator<Block> {
  let held = new Uint8Array(0);
  let at = from;
  let given = 0;
  let open: Open = newOpen();
  const cut = function* (atEnd: boolean): Generator<Block> {
    let position = open.scanned;
    for (;;) {
      const record = recordAt(held, position, format, atEnd);
      if (!record) break;
      const end = held[record.end - 1] === RETURN && record.end > position ? record.end - 1 : record.end;
      if (end > position) {
        open.starts.push(position);
        open.ends.push(end);
        open.lines.push(open.line + at.line);
      }
      position = record.next;
      open = { ...open, scanned: position, line: open.line + record.lines };
      if (open.starts.length < size(given)) continue;
      yield give(position);
      position = 0;
    }
    if (atEnd && open.starts.length > 0) yield give(held.length);
  };
  const give = (end: number): Block => {
    const next = { offset: at.offset + end, line: at.line + open.line };
    const [starts, ends, lines] = [open.starts, open.ends, open.lines].map((numbers) => Uint32Array.from(numbers));
    const block = { format, bytes: held.slice(0, end), starts: starts!, ends: ends!, lines: lines!, next };
    held = held.subarray(end);
    at = next;
    given++;
    open = newOpen();
    return block;
  };
  for await (const piece of source) {
    const more = new Uint8Array(held.length + piece.length);
    more.set(held);
    more.set(piece, held.length);
    held = more;
    if (at.offset === 0 && given === 0 && open.scanned === 0 && BYTE_ORDER_MARK.every((byte, i) => held[i] === byte))
      open = { ...open, scanned: BYTE_ORDER_MARK.length };
    yield* cut(false);
  }
  yield* cut(true);
}

/** The block that is being filled. */
interface Open {
  readonly starts: number[];
  readonly ends: number[];
  readonly lines: number[];
  /** Bytes and lines of `held` that are cut already. */
  readonly scanned: number;
  readonly line: number;
}
const newOpen = (): Open => ({ starts: [], ends: [], lines: [], scanned: 0, line: 0 });

interface Cut {
  readonly end: number;
  readonly next: number;
  readonly lines: number;
}

/** The record that begins at `from`; `null` when more bytes are needed to tell where it ends. */
const recordAt = (bytes: Uint8Array, from: number, format: RowFormat, atEnd: boolean): Cut | null => {
  if (from >= bytes.length) return null;
  if (format === "jsonl") return lineAt(bytes, from, atEnd);
  let quoted = false;
  let fieldStart = true;
  let lines = 0;
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i];
    if (quoted) {
      if (byte === LINE_FEED) lines++;
      if (lines > 0 && i - from > MOST_QUOTED_BYTES) return lineAt(bytes, from, true);
      if (byte !== QUOTE) continue;
      const next = bytes[i + 1];
      if (next === QUOTE) i++;
      else if (next === undefined && !atEnd) return null;
      else if (lines > 0 && next !== undefined && next !== COMMA && next !== RETURN && next !== LINE_FEED)
        // 2,"torn / 3,Kim "Jo" Un: the quote that seems to close belongs to a later line.
        return lineAt(bytes, from, true);
      else quoted = false;
    } else if (byte === LINE_FEED) return { end: i, next: i + 1, lines: lines + 1 };
    else if (byte === QUOTE && fieldStart) quoted = true;
    else fieldStart = byte === COMMA;
  }
  if (!atEnd) return null;
  return quoted ? lineAt(bytes, from, true) : { end: bytes.length, next: bytes.length, lines: lines + 1 };
};

const lineAt = (bytes: Uint8Array, from: number, atEnd: boolean): Cut | null => {
  const end = bytes.indexOf(LINE_FEED, from);
  if (end >= 0) return { end, next: end + 1, lines: 1 };
  return atEnd ? { end: bytes.length, next: bytes.length, lines: 1 } : null;
};
