import { type Citation, quotation } from "../core/answer.ts";
import type { CorpusDocument } from "../core/document.ts";
import { cutPassages } from "../corpus/passages.ts";

/** A citation of words that stand in a document exactly so; `null` when they do not (any more): then nothing is claimed. */
export const citationOf = (document: CorpusDocument, quote: string, number: number): Citation | null => {
  const start = document.text.indexOf(quote);
  const passage = cutPassages(document).find((p) => p.start <= start && start < p.end);
  if (start < 0 || !passage) return null;
  return quotation(number, document, passage.passageId, start, start + quote.length);
};
