-- One row for each distinct state of a listing, however many versions hold it. `body` is the listing as JSON without
-- its provenance, which changes with every publication; `hash` is the sha256 of `body`.
CREATE TABLE listing_states (
  state_id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list       TEXT NOT NULL,
  listing_id TEXT NOT NULL,
  hash       BYTEA NOT NULL,
  body       TEXT NOT NULL,
  UNIQUE (list, listing_id, hash)
);

-- A version is this one row: written last, so that it is there whole or not at all.
-- `members` is deflated JSON: which states, in the publisher's order, and where each stands in the publisher's bytes.
CREATE TABLE list_versions (
  sequence     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  published_on TEXT,
  retrieved_at TEXT NOT NULL,
  entries      INTEGER NOT NULL,
  caveat       TEXT,
  members      BYTEA NOT NULL,
  UNIQUE (list, sha256)
);

-- Every replica hears of a change at once and reads anew what it keeps in memory.
CREATE FUNCTION redflag_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('redflag', TG_ARGV[0]);
  RETURN NULL;
END $$;
CREATE TRIGGER list_versions_told AFTER INSERT OR UPDATE OR DELETE ON list_versions
FOR EACH STATEMENT EXECUTE FUNCTION redflag_told('lists');
