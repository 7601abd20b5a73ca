/**
 * How a document is laid out as plain text, whatever it was before: blocks with an empty line between them.
 *
 *     What to do › Companies          a heading: one short line, its path joined with " › "
 *
 *     Check identities by video.      a paragraph: one line
 *
 *     • Use two factors.              a list: one line an item
 *     • Log every access.
 */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] };

export const PATH_MARK = " › ";
const BULLET = "• ";
const HEADING_MAX = 140;

/** Blocks -> text. A heading with nothing under it is dropped; a heading too long for one becomes a paragraph. */
export const layOut = (blocks: readonly Block[]): string => {
  const path: { level: number; text: string }[] = [];
  const parts: string[] = [];
  let pending: string | null = null;
  for (const block of blocks) {
    if (block.kind === "heading") {
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= block.level) path.pop();
      const text = oneLine(block.text).replace(/(?<![.:;,\s])[.:;,\s]+$/, "");
      if (text === "") continue;
      path.push({ level: block.level, text });
      pending = path.map((heading) => heading.text).join(PATH_MARK);
      if (pending.length > HEADING_MAX) pending = text.slice(0, HEADING_MAX);
      continue;
    }
    const body =
      block.kind === "paragraph"
        ? oneLine(block.text)
        : block.items
            .map(oneLine)
            .filter((item) => item !== "")
            .map((item) => BULLET + item)
            .join("\n");
    if (body === "") continue;
    if (pending) parts.push(pending);
    pending = null;
    parts.push(body);
  }
  return parts.join("\n\n");
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** A block found again in laid-out text; offsets are UTF-16 code units. */
export interface PlacedBlock {
  readonly heading: readonly string[] | null;
  readonly start: number;
  readonly end: number;
}

/** Text -> its blocks. A heading is a short line without a closing mark that body text follows, or a question that an answer follows. */
export const placedBlocks = (text: string): readonly PlacedBlock[] => {
  const spans: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length; ) {
    const stop = text.indexOf("\n\n", start);
    const end = stop === -1 ? text.length : stop;
    if (text.slice(start, end).trim() !== "") spans.push({ start, end });
    start = end + 2;
  }
  return spans.map((span, i) => {
    const line = text.slice(span.start, span.end);
    const next = spans[i + 1];
    const heading = next && looksLikeHeading(line) && !looksLikeHeading(text.slice(next.start, next.end));
    return { ...span, heading: heading ? line.split(PATH_MARK) : null };
  });
};

const looksLikeHeading = (line: string): boolean =>
  line.length <= HEADING_MAX && !line.includes("\n") && !line.startsWith(BULLET) && !/[.!:;,…"”]$/.test(line);
