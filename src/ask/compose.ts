import { type Citation, type Claim, quotation } from "../core/answer.ts";
import type { CorpusDocument } from "../core/document.ts";
import type { Evidence } from "./evidence.ts";
import { figuresOf } from "./figures.ts";
import type { QuestionKind } from "./question-kind.ts";
import type { Sentence } from "./sentence.ts";

export interface Composed {
  readonly text: string;
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
}

/** A citation of a sentence. */
export const citationOf = (
  number: number,
  document: CorpusDocument,
  sentence: Pick<Sentence, "passage" | "start" | "end">,
): Citation => quotation(number, document, sentence.passage.passageId, sentence.start, sentence.end);

/** Chosen sentences -> text with `[n]`. Sentences that follow one another in a passage share a citation. */
export const compose = (chosen: readonly Evidence[], kinds: readonly QuestionKind[]): Composed => {
  const asList = kinds[0] === "advice" || kinds[0] === "timeline" || (kinds[0] === "amount" && severalSources(chosen));
  const advice = kinds[0] === "advice";
  const ordered = advice
    ? readingOrder(chosen)
    : kinds[0] === "timeline"
      ? byDay(chosen)
      : asList
        ? chosen
        : readingOrder(chosen);
  const citations: Citation[] = [];
  const claims: Claim[] = [];
  for (const { sentence, document } of ordered) {
    const previous = citations.at(-1);
    if (previous && (!asList || advice) && follows(previous, sentence, document)) {
      citations[citations.length - 1] = citationOf(previous.number, document, { ...sentence, start: previous.start });
      claims.push({ text: sentence.text, citations: [previous.number] });
      continue;
    }
    const citation = citationOf(citations.length + 1, document, sentence);
    citations.push(citation);
    claims.push({ text: sentence.text, citations: [citation.number] });
  }
  return { text: layOutClaims(claims, asList), claims, citations };
};

const layOutClaims = (claims: readonly Claim[], asList: boolean): string => {
  const lines = claims.map((claim) => `${claim.text} ${claim.citations.map((n) => `[${n}]`).join("")}`);
  return asList ? lines.map((line) => `- ${line}`).join("\n") : lines.join(" ");
};

/** Documents in the order of their best sentence, sentences of one document as they stand in it. */
const readingOrder = (chosen: readonly Evidence[]): readonly Evidence[] => {
  const order = [...new Set(chosen.map((item) => item.document.documentId))];
  return [...chosen].sort(
    (a, b) =>
      order.indexOf(a.document.documentId) - order.indexOf(b.document.documentId) ||
      a.sentence.start - b.sentence.start,
  );
};

/** By the first day that each sentence names, oldest first. */
const byDay = (chosen: readonly Evidence[]): readonly Evidence[] =>
  chosen
    .map((item) => ({ item, day: firstDay(item.sentence.text) ?? item.document.publishedOn ?? "9999" }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .map(({ item }) => item);

const firstDay = (text: string): string | null => {
  const days = [...figuresOf(text).days].filter((day) => !day.startsWith("-"));
  return days.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] ?? null;
};

/** The sentence stands right after what the citation quotes, in the same passage. */
const follows = (citation: Citation, sentence: Sentence, document: CorpusDocument): boolean =>
  citation.passageId === sentence.passage.passageId &&
  /^[\s•]*$/.test(document.text.slice(citation.end, sentence.start));

const severalSources = (chosen: readonly Evidence[]): boolean =>
  new Set(chosen.map((item) => item.document.publisher)).size > 1;
