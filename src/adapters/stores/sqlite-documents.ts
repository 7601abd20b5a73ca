import type { DatabaseSync } from "node:sqlite";
import type { CorpusDocument } from "../../core/document.ts";
import type { DocumentStore } from "../../ports/stores.ts";
import { inTransaction } from "./sqlite-transaction.ts";

/** Documents of the corpus as JSON rows; `all` gives them by id, so that what is built on them is the same each time. */
export const sqliteDocuments = (database: DatabaseSync): DocumentStore => {
  const put = database.prepare(
    "INSERT INTO documents (document_id, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
  );
  const remove = database.prepare("DELETE FROM documents WHERE document_id = ?");
  const get = database.prepare("SELECT body FROM documents WHERE document_id = ?");
  const all = database.prepare("SELECT body FROM documents ORDER BY document_id");
  const revision = database.prepare("SELECT counter FROM documents_revision");
  const documentFrom = (row: Record<string, unknown>): CorpusDocument => JSON.parse(String(row.body)) as CorpusDocument;
  return {
    put: async (documents) =>
      inTransaction(database, () => {
        for (const document of documents) put.run(document.documentId, JSON.stringify(document));
      }),
    remove: async (document) => Number(remove.run(document).changes) > 0,
    get: async (document) => {
      const row = get.get(document);
      return row ? documentFrom(row) : null;
    },
    all: async () => all.all().map(documentFrom),
    revision: async () => String(revision.get()?.counter ?? 0),
  };
};
