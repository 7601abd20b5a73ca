/**
 * Tables of numbers and texts as one stretch of bytes:
 *
 *     "RFIX2" | length of header, 32 bit | header, JSON | padding | tables, each at a multiple of 8
 */
export interface SnapshotParts {
  /** Without line breaks in them. */
  readonly texts: readonly (readonly string[])[];
  readonly numbers: readonly Uint32Array[];
  readonly bytes: readonly Uint8Array[];
  /** Small and JSON. */
  readonly rest: unknown;
}

export interface UnpackedParts {
  readonly texts: readonly (readonly string[])[];
  readonly numbers: readonly Uint32Array<ArrayBuffer>[];
  readonly bytes: readonly Uint8Array<ArrayBuffer>[];
  readonly rest: unknown;
}

/** Raised when the meaning of a table changes: older snapshots are then built anew. */
const MAGIC = "RFIX2";

interface Header {
  /** Bytes of each text, number and byte table, in order. */
  readonly texts: readonly number[];
  readonly numbers: readonly number[];
  readonly bytes: readonly number[];
  readonly total: number;
  readonly rest: unknown;
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

export const packSnapshot = (parts: SnapshotParts): Uint8Array => {
  const encoder = new TextEncoder();
  const texts = parts.texts.map((rows) => encoder.encode(rows.join("\n")));
  const numbers = parts.numbers.map((table) => new Uint8Array(table.buffer, table.byteOffset, table.byteLength));
  const tables = [...texts, ...numbers, ...parts.bytes];
  const total = tables.reduce((sum, table) => sum + padded(table.length), 0);
  const lengths = (some: readonly Uint8Array[]): readonly number[] => some.map((table) => table.length);
  const header: Header = {
    texts: lengths(texts),
    numbers: lengths(numbers),
    bytes: lengths(parts.bytes),
    total,
    rest: parts.rest,
  };
  const head = encoder.encode(JSON.stringify(header));
  const start = padded(MAGIC.length + 4 + head.length);
  const out = new Uint8Array(start + total);
  out.set(encoder.encode(MAGIC));
  new DataView(out.buffer).setUint32(MAGIC.length, head.length, true);
  out.set(head, MAGIC.length + 4);
  let at = start;
  for (const table of tables) {
    out.set(table, at);
    at += padded(table.length);
  }
  return out;
};

/** `null` for bytes of another version, torn or foreign. */
export const unpackSnapshot = (bytes: Uint8Array): UnpackedParts | null => {
  const decoder = new TextDecoder();
  if (bytes.length < MAGIC.length + 4 || decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) return null;
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const header = headerOf(decoder.decode(bytes.subarray(MAGIC.length + 4, MAGIC.length + 4 + headLength)));
  let at = padded(MAGIC.length + 4 + headLength);
  if (!header || bytes.length !== at + header.total) return null;
  const cut = (length: number): Uint8Array<ArrayBuffer> => {
    const table = bytes.slice(at, at + length);
    at += padded(length);
    return table;
  };
  const texts = header.texts.map((length) => {
    const text = decoder.decode(cut(length));
    return text === "" ? [] : text.split("\n");
  });
  const numbers = header.numbers.map((length) => new Uint32Array(cut(length).buffer));
  return { texts, numbers, bytes: header.bytes.map(cut), rest: header.rest };
};

const headerOf = (json: string): Header | null => {
  try {
    return JSON.parse(json) as Header;
  } catch {
    return null;
  }
};
