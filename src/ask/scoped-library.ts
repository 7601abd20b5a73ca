import { type DocumentScope, inDocumentScope } from "../core/document-scope.ts";
import { type Library, latestOf } from "./library.ts";
import { NameBook } from "./names.ts";

/**
 * A library of which only the documents in scope exist: they alone are found, named, dated and counted. Words outside the
 * scope still count towards how rare a word is, and towards nothing else.
 */
export const scopedLibrary = (library: Library, scope: DocumentScope): Library => {
  const documents = library.documents().filter((document) => inDocumentScope(document, scope));
  const inside = new Set<string>(documents.map((document) => document.documentId));
  const names = new NameBook();
  for (const document of documents) names.add(document);
  const has = (id: string): boolean => inside.has(id);
  return {
    ...library,
    search: (text, k, narrowed) => library.search(text, k, { ...narrowed, accept: has }),
    passage: (id) => {
      const found = library.passage(id);
      return found && has(found.document.documentId) ? found : null;
    },
    document: (id) => (has(id) ? library.document(id) : null),
    documents: () => documents,
    publishers: () => new Set(documents.map((document) => document.publisher)),
    passagesOf: (id) => (has(id) ? library.passagesOf(id) : []),
    events: () => library.events().filter((event) => has(event.document.documentId)),
    eventsOf: (name) => library.eventsOf(name).filter((event) => has(event.document.documentId)),
    names,
    size: documents.length,
    latest: () => latestOf(documents),
  };
};
