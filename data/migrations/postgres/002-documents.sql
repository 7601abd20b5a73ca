CREATE TABLE documents (
  document_id TEXT COLLATE "C" PRIMARY KEY,
  body        TEXT NOT NULL
);

-- Counts every change of the corpus, so that a process sees when its index is out of date.
CREATE TABLE documents_revision (counter BIGINT NOT NULL);
INSERT INTO documents_revision VALUES (0);
CREATE FUNCTION documents_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE documents_revision SET counter = counter + 1;
  PERFORM pg_notify('redflag', 'documents');
  RETURN NULL;
END $$;
CREATE TRIGGER documents_changed AFTER INSERT OR UPDATE OR DELETE ON documents
FOR EACH ROW EXECUTE FUNCTION documents_counted();
