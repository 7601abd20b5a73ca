-- Compiled indexes, so that a new replica need not compile. `key` is a sha256. Written again when an index is made anew.
CREATE TABLE snapshots (
  key     TEXT PRIMARY KEY,
  bytes   BYTEA NOT NULL,
  made_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
-- Packed already: trying to compress it again only costs time.
ALTER TABLE snapshots ALTER COLUMN bytes SET STORAGE EXTERNAL;
