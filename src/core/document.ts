import type { DocumentId, PassageId } from "./brand.ts";
import type { Instant, IsoDate } from "./dates.ts";
import type { PartyKind } from "./listing.ts";

export const DOCUMENT_KINDS = [
  "designation",
  "removal",
  "advisory",
  "incident",
  "report",
  "guidance",
  "indictment",
  "faq",
  "notice",
  "group",
  "other",
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface DocumentParty {
  readonly name: string;
  readonly kind: PartyKind;
  readonly aliases: readonly string[];
}

/** A dated change of a party's status, as a document states it. */
export interface StatusEvent {
  readonly on: IsoDate;
  /** "designated", "removed", "charged", "convicted", "sentenced", "settled", "redesignated". */
  readonly action: string;
  readonly party: string;
  readonly authority: string;
}

/** A notice or report as held in the corpus. `text` is what passages are cut from; offsets are UTF-16 code units into it. */
export interface CorpusDocument {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly publisher: string;
  readonly publishedOn: IsoDate | null;
  readonly kind: DocumentKind;
  readonly url: string;
  /** Publisher of the linked page where that is not the document's own; `null` when the link is canonical. */
  readonly linkedSource: string | null;
  readonly programs: readonly string[];
  readonly parties: readonly DocumentParty[];
  readonly events: readonly StatusEvent[];
  readonly text: string;
  /** sha256 of the bytes the document was parsed from. */
  readonly sha256: string;
  readonly addedAt: Instant;
}

/** A stretch of a document: `text === document.text.slice(start, end)`. */
export interface Passage {
  readonly passageId: PassageId;
  readonly documentId: DocumentId;
  readonly ordinal: number;
  /** Headings above the passage, outermost first. */
  readonly section: readonly string[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
