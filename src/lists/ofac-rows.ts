import { BadList } from "../core/errors.ts";
import { assertText, decode } from "./bytes.ts";

/** One row of an OFAC flat file; `-0-` is `null`. Offsets are bytes into the file, end exclusive, without the line end. */
export interface OfacRow {
  readonly fields: readonly (string | null)[];
  readonly start: number;
  readonly end: number;
}

const LF = 10;
const CR = 13;
/** Most real files end with this byte (Ctrl-Z, end of file under DOS). */
const SUB = 26;

/**
 * Reads an OFAC flat file: no header (or one, as some copies have), comma, `"` quotes, null is `-0-`.
 * A quoted field ends at a `"` before a comma or the end of the row, because quotes inside remarks are not escaped:
 * `17254,"the "Effective Date" of ..."`. Real files never break a row inside a field.
 * Throws `BadList` when a row has another number of columns or the file stops in the middle of a row.
 */
export const readOfacRows = (name: string, bytes: Uint8Array, columns: number): readonly OfacRow[] => {
  assertText(name, bytes);
  const rows: OfacRow[] = [];
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === SUB) end--;
  if (bytes[end - 1] !== LF && bytes[end - 1] !== CR) throw torn(name, "its last row has no end");
  for (let start = 0; start < end; ) {
    let stop = bytes.indexOf(LF, start);
    if (stop === -1 || stop > end) stop = end;
    const next = stop + 1;
    while (stop > start && (bytes[stop - 1] === CR || bytes[stop - 1] === SUB)) stop--;
    if (stop > start) {
      const text = decode(bytes.subarray(start, stop));
      const number = rows.length + 1;
      const fields = columns === 2 ? commentFields(text) : splitFields(text);
      if (fields === null || fields.length !== columns)
        throw torn(
          name,
          `row ${number} has ${fields === null ? "an open quote" : `${fields.length} columns`}, expected ${columns}`,
        );
      const isHeader = rows.length === 0 && /^ent_num$/i.test(fields[0] ?? "");
      if (!isHeader) {
        if (!/^\d+$/.test(fields[0] ?? "")) throw torn(name, `row ${number} does not start with a number`);
        rows.push({ fields, start, end: stop });
      }
    }
    start = next;
  }
  return rows;
};

const torn = (name: string, why: string): BadList =>
  new BadList(`${name} is damaged or incomplete: ${why}. Nothing was changed. Download it again.`);

const nullable = (raw: string): string | null => {
  const text = raw.trim();
  return text === "-0-" || text === "" ? null : text;
};

/** The remarks column keeps its blanks: its continuation is joined without a separator. */
const quoted = (raw: string): string | null => (raw.trim() === "-0-" ? null : raw);

const splitFields = (text: string): readonly (string | null)[] | null => {
  const fields: (string | null)[] = [];
  let at = 0;
  while (at <= text.length) {
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close === -1) return null;
      fields.push(quoted(text.slice(at + 1, close)));
      at = text.indexOf(",", close);
      if (at === -1) return fields;
      at++;
    } else {
      const comma = text.indexOf(",", at);
      fields.push(nullable(text.slice(at, comma === -1 ? text.length : comma)));
      if (comma === -1) return fields;
      at = comma + 1;
    }
  }
  return fields;
};

const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    const rest = text.slice(at + 1, at + 6);
    if (/^\s*$/.test(rest) && text.slice(at + 1).trim() === "") return at;
    // A field ends before `,"`, `,-0-` or `,12`; a `",` inside a remark is followed by a blank and words.
    if (/^ ?,(?:"|-0-|\d)/.test(rest)) return at;
  }
  return -1;
};

/** Two columns: everything between the first and the last quote is the remark, whatever it holds. */
const commentFields = (text: string): readonly (string | null)[] | null => {
  const m = /^\s*(\w+)\s*,\s*(?:"(.*)"|([^"]*))\s*$/s.exec(text);
  if (!m) return text.includes('"') ? null : splitFields(text);
  return [m[1] ?? null, m[2] ?? nullable(m[3] ?? "")];
};
