import type { CorpusDocument } from "../../../core/document.ts";
import type { Indexing } from "../../../ports/passage-search.ts";
import type { DocumentStore } from "../../../ports/stores.ts";
import { insertPassages } from "./passage-rows.ts";
import type { Row, Session } from "./session.ts";

/**
 * Documents of the corpus as JSON rows; `all` gives them by id, so that what is built on them is the same each time. What they
 * are searched by is written with them; without `indexing` it is left to whoever searches.
 */
export const postgresDocuments = (session: Session, indexing: Indexing | null): DocumentStore => ({
  put: (documents) =>
    session.inTransaction(async (run) => {
      for (const document of documents)
        await run(
          "INSERT INTO documents (document_id, body) VALUES ($1, $2) ON CONFLICT (document_id) DO UPDATE SET body = excluded.body",
          [document.documentId, JSON.stringify(document)],
        );
      const last = new Map(documents.map((document) => [document.documentId, document]));
      if (indexing) await insertPassages(run, indexing, [...last.values()]);
    }),
  remove: async (document) =>
    (await session.run("DELETE FROM documents WHERE document_id = $1", [document])).changes > 0,
  get: async (document) => {
    const { rows } = await session.run("SELECT body FROM documents WHERE document_id = $1", [document]);
    return rows[0] ? documentFrom(rows[0]) : null;
  },
  all: async () => (await session.run("SELECT body FROM documents ORDER BY document_id")).rows.map(documentFrom),
  revision: async () => String((await session.run("SELECT counter FROM documents_revision")).rows[0]?.counter ?? 0),
});

const documentFrom = (row: Row): CorpusDocument => JSON.parse(String(row.body)) as CorpusDocument;
