/** Texts as UTF-8 bytes, each ended by a line feed: line n stands at starts[n] .. starts[n + 1] - 1. */
export interface TextLines {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

const LINE_FEED = 10;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** Texts must be without line feeds. */
export const linesOf = (texts: readonly string[]): TextLines =>
  linesIn(ENCODER.encode(texts.map((text) => `${text}\n`).join("")));

/** Finds the lines of bytes that `linesOf` made. */
export const linesIn = (bytes: Uint8Array): TextLines => {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === LINE_FEED) count++;
  const starts = new Uint32Array(count + 1);
  let line = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === LINE_FEED) starts[++line] = i + 1;
  return { bytes, starts };
};

export const textsOf = ({ bytes }: TextLines): readonly string[] => DECODER.decode(bytes).split("\n").slice(0, -1);
