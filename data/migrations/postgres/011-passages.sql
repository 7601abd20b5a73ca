-- The passages of the corpus, to be searched here where they are too many to be held in memory. Everything below follows the
-- row of `documents` it was made from: it goes with it, and when that row is written anew it is made anew.

-- A document without its text: `head` is JSON. `publisher` and `programs` are in lower case, for comparing.
-- `indexing` is the version of the rules that cut and stemmed it.
CREATE TABLE corpus_documents (
  document_id   TEXT COLLATE "C" PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  indexing      INTEGER NOT NULL,
  publisher     TEXT NOT NULL,
  kind          TEXT NOT NULL,
  programs      TEXT[] NOT NULL,
  published_on  TEXT COLLATE "C",
  passages      INTEGER NOT NULL,
  words         INTEGER NOT NULL,
  context_words INTEGER NOT NULL,
  head          TEXT NOT NULL
);

-- `body` is the passage as JSON; `terms` are its stems with their places; `length` counts them.
CREATE TABLE passages (
  document_id TEXT COLLATE "C" NOT NULL REFERENCES corpus_documents ON DELETE CASCADE,
  ordinal     INTEGER NOT NULL,
  length      INTEGER NOT NULL,
  terms       TSVECTOR NOT NULL,
  body        TEXT NOT NULL,
  PRIMARY KEY (document_id, ordinal)
);
-- Ranking reads `terms` of thousands of passages: they stay in the row and unpacked as long as they fit.
ALTER TABLE passages ALTER COLUMN terms SET STORAGE EXTERNAL;
ALTER TABLE passages SET (toast_tuple_target = 8160);
CREATE INDEX passages_terms ON passages USING gin (terms);

-- How many passages have a stem: what tells rare words from common ones.
CREATE TABLE corpus_stems (
  stem     TEXT COLLATE "C" PRIMARY KEY,
  passages BIGINT NOT NULL
) WITH (fillfactor = 70);

-- Words as written with their stem, for words that were mistyped. A word stays when its last passage goes: its stem tells.
CREATE TABLE corpus_words (
  word TEXT COLLATE "C" PRIMARY KEY,
  stem TEXT COLLATE "C" NOT NULL
);
CREATE INDEX corpus_words_backwards ON corpus_words (reverse(word) COLLATE "C");

-- Parties as documents name them: `name` and `party` are keys of words, `written` the party as the document writes it.
CREATE TABLE corpus_names (
  document_id TEXT COLLATE "C" NOT NULL REFERENCES corpus_documents ON DELETE CASCADE,
  party       TEXT COLLATE "C" NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  written     TEXT NOT NULL,
  kind        TEXT NOT NULL
);
CREATE INDEX corpus_names_document ON corpus_names (document_id);
CREATE INDEX corpus_names_party ON corpus_names (party);
CREATE INDEX corpus_names_name ON corpus_names (name);
CREATE INDEX corpus_names_backwards ON corpus_names (reverse(name) COLLATE "C");

CREATE TABLE corpus_events (
  document_id TEXT COLLATE "C" NOT NULL REFERENCES corpus_documents ON DELETE CASCADE,
  party       TEXT COLLATE "C" NOT NULL,
  day         TEXT COLLATE "C" NOT NULL
);
CREATE INDEX corpus_events_document ON corpus_events (document_id);
CREATE INDEX corpus_events_party ON corpus_events (party, day);
CREATE INDEX corpus_events_day ON corpus_events (day);

CREATE FUNCTION stems_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- In one order, so that two writers never wait for each other in a circle.
  INSERT INTO corpus_stems
  SELECT lexeme, count(*) FROM added, unnest(terms) GROUP BY lexeme ORDER BY lexeme COLLATE "C"
  ON CONFLICT (stem) DO UPDATE SET passages = corpus_stems.passages + excluded.passages;
  RETURN NULL;
END $$;
CREATE TRIGGER passages_counted AFTER INSERT ON passages
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION stems_added();

CREATE FUNCTION stems_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE corpus_stems s SET passages = s.passages - gone.times
  FROM (
    SELECT lexeme, count(*) AS times FROM passages p, unnest(p.terms)
    WHERE p.document_id = OLD.document_id GROUP BY lexeme
  ) gone
  WHERE s.stem = gone.lexeme;
  RETURN OLD;
END $$;
CREATE TRIGGER corpus_documents_counted BEFORE DELETE ON corpus_documents
FOR EACH ROW EXECUTE FUNCTION stems_taken();

CREATE FUNCTION passages_outdated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM corpus_documents WHERE document_id = NEW.document_id;
  RETURN NULL;
END $$;
CREATE TRIGGER documents_outdated AFTER UPDATE ON documents
FOR EACH ROW EXECUTE FUNCTION passages_outdated();
