import type { DocumentId } from "../core/brand.ts";
import type { CorpusDocument } from "../core/document.ts";
import { type Duplicate, makeDuplicates } from "./duplicates.ts";

/** What becomes of documents that are offered to the corpus. */
export interface Intake {
  readonly added: readonly CorpusDocument[];
  /** The id was there with other content. */
  readonly changed: readonly CorpusDocument[];
  readonly unchanged: readonly CorpusDocument[];
  readonly duplicates: readonly { readonly document: CorpusDocument; readonly duplicate: Duplicate }[];
}

/** Sorts documents against those held; a duplicate within the batch counts too: the first one stays. */
export const takeIn = (offered: readonly CorpusDocument[], held: readonly CorpusDocument[]): Intake => {
  const inForce = new Map<DocumentId, CorpusDocument>(held.map((document) => [document.documentId, document]));
  const duplicates = makeDuplicates(held);
  const intake = {
    added: [] as CorpusDocument[],
    changed: [] as CorpusDocument[],
    unchanged: [] as CorpusDocument[],
    duplicates: [] as { document: CorpusDocument; duplicate: Duplicate }[],
  };
  const taken = new Set<DocumentId>();
  for (const document of offered) {
    const before = inForce.get(document.documentId);
    if (taken.has(document.documentId)) {
      // Two files of one folder may be copies of one notice, made on different days.
      intake.duplicates.push({ document, duplicate: { of: document.documentId, because: "same id" } });
      continue;
    }
    if (before) intake[contentOf(before) === contentOf(document) ? "unchanged" : "changed"].push(document);
    else {
      const duplicate = duplicates.find(document);
      if (duplicate) {
        intake.duplicates.push({ document, duplicate });
        continue;
      }
      intake.added.push(document);
      duplicates.add(document);
    }
    taken.add(document.documentId);
  }
  return intake;
};

/** All that a reader sees; the bytes around it and the day of adding may differ. */
const contentOf = ({ sha256: _sha256, addedAt: _addedAt, ...content }: CorpusDocument): string =>
  JSON.stringify(content);
