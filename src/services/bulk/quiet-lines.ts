/** A line of earlier results that says "nothing found" and nothing more; offsets into the bytes it stands in. */
export interface QuietLine {
  /** The part that all such lines of one job share, `quietPart`. */
  partFrom: number;
  partTo: number;
  /** The name as written, between its quotes. -1: it holds an escape, so that it must be read as JSON. */
  textFrom: number;
  textTo: number;
  kindFrom: number;
  kindTo: number;
  /** The line has a wallet beside the name. */
  hasAddress: boolean;
}

const [QUOTE, ESCAPE] = [0x22, 0x5c];
const at = (text: string): Buffer => Buffer.from(text);
const ID = at('{"id":"');
const ADDRESS = at(',"address":"');
const SCREENING = at(',"screeningId":"');
const SUBJECT = at(',"subject":{"text":"');
const KIND = at(',"kind":"');
const NO_IDENTIFIERS = at(',"identifiers":[]},');
const ELAPSED = at(',"elapsedMs":');
/** "2026-11-22T20:56:37.946Z" with its quotes. */
const INSTANT = 26;
/** Digits of `elapsedMs` and the brace. */
const LONGEST_END = 32;

const stands = (what: Buffer, bytes: Buffer, from: number): boolean => {
  if (from < 0) return false;
  for (let i = 0; i < what.length; i++) if (bytes[from + i] !== what[i]) return false;
  return true;
};

/** The end of a JSON string that begins at `from`, without its quotes; -1 where it holds an escape. */
const plainEnd = (bytes: Buffer, from: number, to: number): number => {
  for (let i = from; i < to; i++) {
    if (bytes[i] === QUOTE) return i;
    if (bytes[i] === ESCAPE) return -1;
  }
  return -1;
};

/**
 * Finds the parts of a line without reading it as JSON: they stand where `JSON.stringify` put them (`ScreenedLine`). False for
 * every other line. The record is one and the same for all lines.
 */
export const makeQuietLines = (
  part: Buffer,
): { readonly line: QuietLine; find(bytes: Buffer, from: number, to: number): boolean } => {
  const line: QuietLine = {
    partFrom: 0,
    partTo: 0,
    textFrom: 0,
    textTo: 0,
    kindFrom: 0,
    kindTo: 0,
    hasAddress: false,
  };
  /** Sets where the name and its kind stand; a line whose strings hold escapes is left to JSON. */
  const readHead = (bytes: Buffer, from: number, to: number): void => {
    line.textFrom = -1;
    const idEnd = plainEnd(bytes, from + ID.length, to);
    if (idEnd < 0) return;
    let next = idEnd + 1;
    line.hasAddress = stands(ADDRESS, bytes, next);
    if (line.hasAddress) {
      const addressEnd = plainEnd(bytes, next + ADDRESS.length, to);
      if (addressEnd < 0) return;
      next = addressEnd + 1;
    }
    if (!stands(SCREENING, bytes, next)) return;
    const screeningEnd = plainEnd(bytes, next + SCREENING.length, to);
    if (screeningEnd < 0 || !stands(SUBJECT, bytes, screeningEnd + 1)) return;
    const textFrom = screeningEnd + 1 + SUBJECT.length;
    const textTo = plainEnd(bytes, textFrom, to);
    if (textTo < 0 || !stands(KIND, bytes, textTo + 1)) return;
    line.kindFrom = textTo + 1 + KIND.length;
    line.kindTo = plainEnd(bytes, line.kindFrom, to);
    if (line.kindTo < 0 || !stands(NO_IDENTIFIERS, bytes, to - NO_IDENTIFIERS.length)) return;
    line.textFrom = textFrom;
    line.textTo = textTo;
  };
  return {
    line,
    find: (bytes, from, to) => {
      let end = to - 2;
      const least = Math.max(from, to - LONGEST_END - ELAPSED.length);
      while (end >= least && !(bytes[end] === ELAPSED[0] && stands(ELAPSED, bytes, end))) end--;
      line.partTo = end - INSTANT;
      line.partFrom = line.partTo - part.length;
      if (end < least || line.partFrom <= from || !stands(ID, bytes, from)) return false;
      if (part.compare(bytes, line.partFrom, line.partTo) !== 0) return false;
      readHead(bytes, from, line.partFrom);
      return true;
    },
  };
};
