CREATE TABLE documents (
  document_id TEXT PRIMARY KEY,
  body        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts every change of the corpus, so that a process sees when its index is out of date.
CREATE TABLE documents_revision (counter INTEGER NOT NULL) STRICT;
INSERT INTO documents_revision VALUES (0);
CREATE TRIGGER documents_added AFTER INSERT ON documents
BEGIN UPDATE documents_revision SET counter = counter + 1; END;
CREATE TRIGGER documents_changed AFTER UPDATE ON documents
BEGIN UPDATE documents_revision SET counter = counter + 1; END;
CREATE TRIGGER documents_removed AFTER DELETE ON documents
BEGIN UPDATE documents_revision SET counter = counter + 1; END;
