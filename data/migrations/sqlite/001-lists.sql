-- One row for each distinct state of a listing, however many versions hold it. `body` is the listing as JSON without
-- its provenance, which changes with every publication; `hash` is the sha256 of `body`.
CREATE TABLE listing_states (
  state_id   INTEGER PRIMARY KEY,
  list       TEXT NOT NULL,
  listing_id TEXT NOT NULL,
  hash       BLOB NOT NULL,
  body       TEXT NOT NULL,
  UNIQUE (list, listing_id, hash)
) STRICT;

-- A version is this one row: written last, so that it is there whole or not at all.
-- `members` is deflated JSON: which states, in the publisher's order, and where each stands in the publisher's bytes.
CREATE TABLE list_versions (
  sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
  list         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  published_on TEXT,
  retrieved_at TEXT NOT NULL,
  entries      INTEGER NOT NULL,
  caveat       TEXT,
  members      BLOB NOT NULL,
  UNIQUE (list, sha256)
) STRICT;
