import type { DocumentId, ListingId, PassageId, SourceId } from "./brand.ts";
import type { IsoDate } from "./dates.ts";
import type { CorpusDocument } from "./document.ts";
import type { Screening } from "./screening.ts";

/** One record of a sanctions list as a citation shows it. */
export interface ListLine {
  readonly list: SourceId;
  readonly listingId: ListingId;
  /** sha256 of the publisher's file that `pointer` points into. */
  readonly sha256: string;
  /** `<file>@<first byte>-<end byte>`, end exclusive; several joined by `;`. */
  readonly pointer: string;
  /** The record's fields in the publisher's own words, in one line; what a quotation is cut from. */
  readonly text: string;
}

/**
 * A checked quotation: `quote` is exactly `document.text.slice(start, end)`, or for a record of a sanctions list
 * `line.text.slice(start, end)`.
 */
export interface Citation {
  /** As printed in the text: `[1]`. */
  readonly number: number;
  /** `null` where a record of a list is cited. */
  readonly documentId: DocumentId | null;
  readonly title: string;
  readonly publisher: string;
  readonly publishedOn: IsoDate | null;
  readonly url: string;
  readonly linkedSource: string | null;
  /** `null` where a record of a list is cited. */
  readonly passageId: PassageId | null;
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** The record of a list that is cited; left out where a document is. */
  readonly line?: ListLine;
}

/** A citation of one stretch of a document; the quotation is cut out here and nowhere else. */
export const quotation = (
  number: number,
  document: CorpusDocument,
  passageId: PassageId,
  start: number,
  end: number,
): Citation => ({
  number,
  documentId: document.documentId,
  title: document.title,
  publisher: document.publisher,
  publishedOn: document.publishedOn,
  url: document.url,
  linkedSource: document.linkedSource,
  passageId,
  quote: document.text.slice(start, end),
  start,
  end,
});

export interface Claim {
  readonly text: string;
  /** Numbers of the citations that support the claim. Never empty. */
  readonly citations: readonly number[];
}

export interface AlsoRelevant {
  readonly title: string;
  readonly publisher: string;
  readonly publishedOn: IsoDate | null;
  readonly url: string;
}

export interface ModelUse {
  readonly model: string;
  readonly promptVersion: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Claims the model made that the checker refused. */
  readonly refusedClaims: number;
  /** US dollars by the prices that were set; `null` where none were. */
  readonly costUsd: number | null;
}

export interface Answer {
  readonly questionId: string;
  readonly question: string;
  readonly status: "answered" | "not-in-sources" | "refused";
  readonly text: string;
  readonly asOf: IsoDate;
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  readonly alsoRelevant: readonly AlsoRelevant[];
  readonly screenings: readonly Screening[];
  /** What was searched: number of documents and the day of the latest; `scope` in words where only part of the documents may answer. */
  readonly searched: { readonly documents: number; readonly latest: IsoDate | null; readonly scope?: string };
  /** How the text was made. */
  readonly composedBy: "extraction" | "lists" | "model";
  readonly modelUse: ModelUse | null;
  readonly elapsedMs: number;
}
