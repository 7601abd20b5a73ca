import { gatherLibrary } from "../ask/gathered-library.ts";
import type { Library } from "../ask/library.ts";
import { makeLibrary } from "../ask/library.ts";
import { type LibraryFor, libraryForAll } from "../ask/library-for.ts";
import type { CorpusDocument, Passage } from "../core/document.ts";
import type { Log } from "../ports/log.ts";
import type { PassageSearch, SearchScope } from "../ports/passage-search.ts";
import type { DocumentStore } from "../ports/stores.ts";

export interface LibraryDeps {
  readonly documents: Pick<DocumentStore, "all" | "revision">;
  /** Search in the store; `null` where everything is held in memory. */
  readonly passages: PassageSearch | null;
  /** Passages that are held in memory at most. */
  readonly corpusInMemory: number;
  readonly log: Log;
}

export interface LibraryNow {
  readonly library: LibraryFor;
  /** All of the corpus is in memory: the dense leg and the retriever need that. */
  readonly whole: boolean;
}

const ALL: SearchScope = { within: [], from: null, to: null, since: null };

/** The documents to answer from: held in memory, or gathered for each question where there are more passages than are held. */
export const makeLibraryNow = (
  { documents, passages, corpusInMemory, log }: LibraryDeps,
  cut: (document: CorpusDocument) => readonly Passage[],
): (() => Promise<LibraryNow>) => {
  let held: (() => Promise<Library>) | null = null;
  let said = false;
  return async () => {
    const size = passages ? (await passages.survey([], ALL)).passages : 0;
    if (passages && size > corpusInMemory) {
      if (!said) log.info("answering from passages in the store", { passages: size, heldInMemory: corpusInMemory });
      said = true;
      // What was held while the corpus was smaller is let go.
      held = null;
      return { library: (asked) => gatherLibrary(passages, asked), whole: false };
    }
    said = false;
    held ??= makeLibraryInForce(documents, cut);
    return { library: libraryForAll(await held()), whole: true };
  };
};

/** Part of the index that removed passages may take before it is built anew. */
const MOST_WASTE = 0.5;

/**
 * The library beside the store: when any process has changed the corpus, only the documents that changed are cut and indexed
 * again. Calls made meanwhile wait for that one reading.
 */
export const makeLibraryInForce = (
  documents: Pick<DocumentStore, "all" | "revision">,
  cut: (document: CorpusDocument) => readonly Passage[],
): (() => Promise<Library>) => {
  let library = makeLibrary();
  let revision: string | null = null;
  let reading: Promise<Library> | null = null;
  const read = async (): Promise<Library> => {
    const next = await documents.revision();
    if (next === revision) return library;
    const all = await documents.all();
    if (library.waste > MOST_WASTE) library = makeLibrary();
    const ids = new Set(all.map((document) => document.documentId));
    for (const { documentId } of library.documents()) if (!ids.has(documentId)) library.remove(documentId);
    library.addAll(
      all
        .filter((document) => !same(library.document(document.documentId), document))
        .map((document) => ({ document, passages: cut(document) })),
    );
    revision = next;
    return library;
  };
  return () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
};

/** Everything that an answer may rest on is the same. */
const same = (held: CorpusDocument | null, stored: CorpusDocument): boolean =>
  held !== null &&
  held.sha256 === stored.sha256 &&
  held.addedAt === stored.addedAt &&
  held.text === stored.text &&
  JSON.stringify({ ...held, text: "" }) === JSON.stringify({ ...stored, text: "" });
