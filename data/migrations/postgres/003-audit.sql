-- One partition a month, made when its first entry comes: old months can be moved to slower disks, not removed.
-- `at` is compared byte by byte: ISO instants in UTC.
CREATE TABLE audit_entries (
  sequence BIGINT NOT NULL,
  at       TEXT COLLATE "C" NOT NULL,
  kind     TEXT NOT NULL,
  actor    TEXT NOT NULL,
  place    TEXT NOT NULL,
  detail   TEXT NOT NULL,
  parts    TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL,
  PRIMARY KEY (sequence, at)
) PARTITION BY RANGE (at);

-- Personal parts lie apart and can be erased; their digests stand in the chain.
CREATE TABLE audit_parts (
  sequence BIGINT NOT NULL,
  name     TEXT NOT NULL,
  salt     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (sequence, name)
);

-- The newest entry, written with it: entries that are missing at the end show against this row. Locking it is what
-- keeps the chains of two replicas from forking.
CREATE TABLE audit_head (
  only_one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_one),
  sequence BIGINT NOT NULL,
  hash     TEXT NOT NULL
);

CREATE FUNCTION audit_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0];
END $$;
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_refused('the audit record is append-only');
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_refused('the audit record is append-only');
CREATE TRIGGER audit_parts_no_update BEFORE UPDATE ON audit_parts
FOR EACH ROW EXECUTE FUNCTION audit_refused('a personal part is erased, never changed');
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
FOR EACH ROW WHEN (NEW.sequence <> OLD.sequence + 1)
EXECUTE FUNCTION audit_refused('the head of the audit record only moves on by one');
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_refused('the head of the audit record is never removed');
