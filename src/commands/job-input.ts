import { createHash } from "node:crypto";
import { createReadStream, openSync, readSync, statSync } from "node:fs";
import { fileSha256 } from "../adapters/file-hash.ts";
import { BadInput, messageOf } from "../core/errors.ts";
import { type Block, blocksOf, type Position, type RowFormat, START } from "../services/bulk/blocks.ts";
import type { ReadAt } from "../services/bulk/lines.ts";
import { columnsIn } from "../services/bulk/rows.ts";

/** Rows of one task: a tenth of a second's work. The first ones are smaller, so that every thread soon has some. */
const ROWS_AT_ONCE = 200;
const ROWS_AT_FIRST = 40;
const FIRST_BLOCKS = 8;
/** Bytes read at once. */
const PIECE = 256 * 1024;

/** The rows of a file or of stdin, read as they are needed. */
export interface JobInput {
  /** For a person: the path, or "stdin". */
  readonly what: string;
  /** `null` for stdin. */
  readonly bytes: number | null;
  readonly columns: readonly string[];
  /** From a position that an earlier run came to; `null` is the first row. Stdin can be read once, from the first row. */
  blocks(from: Position | null): AsyncIterable<Block>;
  /** Of all bytes; of stdin only once they were read. */
  sha256(): Promise<string>;
}

/** Opens `path`; "-" is stdin. `rowsAtOnce` are those of one task. Throws `BadInput` when it cannot be read or lacks a column. */
export const openInput = async (path: string, rowsAtOnce?: number): Promise<JobInput> => {
  const what = path === "-" ? "stdin" : path;
  const bytes = path === "-" ? null : sizeOf(path);
  const seen = createHash("sha256");
  let whole: string | null = null;
  const pieces = (from: number): AsyncIterable<Uint8Array> =>
    path === "-" ? hashing(process.stdin, seen) : createReadStream(path, { start: from, highWaterMark: PIECE });
  try {
    const [format, source] = await sniffed(pieces(0));
    const size = (before: number): number => rowsAtOnce ?? (before < FIRST_BLOCKS ? ROWS_AT_FIRST : ROWS_AT_ONCE);
    const headed = blocksOf(source, format, START, (before) => (format === "csv" && before === 0 ? 1 : size(before)));
    const header = format === "csv" ? (await headed.next()).value : undefined;
    const columns = format === "csv" ? columnsIn(header, what, ["id", "name"]) : [];
    return {
      what,
      bytes,
      columns,
      blocks: (from) => (from === null ? headed : blocksOf(pieces(from.offset), format, from, size)),
      sha256: async () => {
        if (path === "-") return seen.digest("hex");
        whole ??= fileSha256(path);
        return whole;
      },
    };
  } catch (thrown) {
    if (thrown instanceof BadInput) throw thrown;
    throw unreadable(what, thrown);
  }
};

/** The bytes of earlier results, by their place. Throws `BadInput` when they cannot be read. */
export const openLines = (path: string): { readonly bytes: number; readonly read: ReadAt } => {
  const bytes = sizeOf(path);
  const file = openSync(path, "r");
  return { bytes, read: (into, at) => readSync(file, into, 0, into.length, at) };
};

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size;
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
};

const unreadable = (what: string, thrown: unknown): BadInput =>
  new BadInput(`${what} could not be read (${messageOf(thrown)}). Nothing was screened. Check the path.`, {
    cause: thrown,
  });

async function* hashing(source: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
}

/** JSON lines begin with a brace, whatever the file is called. Gives the source back whole. */
const sniffed = async (source: AsyncIterable<Uint8Array>): Promise<[RowFormat, AsyncIterable<Uint8Array>]> => {
  const pieces = source[Symbol.asyncIterator]();
  const first = await pieces.next();
  const head = first.done ? "" : new TextDecoder().decode(first.value.subarray(0, 64)).trimStart();
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    if (!first.done) yield first.value;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  return [head.startsWith("{") ? "jsonl" : "csv", whole()];
};
