import { type PassageId, passageId } from "../core/brand.ts";
import type { CorpusDocument, Passage } from "../core/document.ts";
import { type Span, splitSentences } from "../text/sentences.ts";
import { placedBlocks } from "./layout.ts";

/** A passage ends at the first sentence or list item past this many UTF-16 units. */
const TARGET_LENGTH = 700;
/** A single sentence longer than this is cut at a space. */
const LONGEST_SENTENCE = 1_500;

/** Cuts a document at headings and sentences. Every passage's `text` is `document.text.slice(start, end)`. */
export const cutPassages = (document: CorpusDocument): readonly Passage[] => {
  const passages: Passage[] = [];
  const keep = (section: readonly string[], start: number, end: number): void => {
    const ordinal = passages.length;
    const id: PassageId = passageId(document.documentId, ordinal);
    passages.push({
      passageId: id,
      documentId: document.documentId,
      ordinal,
      section,
      text: document.text.slice(start, end),
      start,
      end,
    });
  };
  let section: readonly string[] = [];
  let open = null as Span | null;
  const close = (): void => {
    if (open) keep(section, open.start, open.end);
    open = null;
  };
  for (const block of placedBlocks(document.text)) {
    if (block.heading) {
      close();
      section = block.heading;
      continue;
    }
    for (const sentence of sentencesOf(document.text, block.start, block.end)) {
      if (open && sentence.end - open.start > TARGET_LENGTH) close();
      open = { start: open?.start ?? sentence.start, end: sentence.end };
    }
  }
  close();
  return passages;
};

const sentencesOf = (text: string, start: number, end: number): readonly Span[] =>
  splitSentences(text, start, end).flatMap((sentence) => pieces(text, sentence.start, sentence.end));

const pieces = (text: string, start: number, end: number): readonly Span[] => {
  const spans: Span[] = [];
  let at = start;
  while (end - at > LONGEST_SENTENCE) {
    // Looked for in this piece alone: a text without any space would be searched to its beginning again and again.
    const space = text.slice(at, at + LONGEST_SENTENCE + 1).lastIndexOf(" ");
    const cut = space > 0 ? at + space : at + LONGEST_SENTENCE;
    spans.push({ start: at, end: cut });
    at = text[cut] === " " ? cut + 1 : cut;
  }
  return at < end || spans.length === 0 ? [...spans, { start: at, end }] : spans;
};
