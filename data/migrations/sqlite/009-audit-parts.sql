-- Digests of the personal parts by name, as JSON; they stand in the chain. The parts themselves lie apart and can be erased.
ALTER TABLE audit_entries ADD COLUMN parts TEXT NOT NULL DEFAULT '{}';

CREATE TABLE audit_parts (
  sequence INTEGER NOT NULL,
  name     TEXT NOT NULL,
  salt     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (sequence, name)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_parts_no_update BEFORE UPDATE ON audit_parts
BEGIN SELECT RAISE(ABORT, 'a personal part is erased, never changed'); END;

-- The newest entry, written with it: entries that are missing at the end show against this row.
CREATE TABLE audit_head (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL,
  hash     TEXT NOT NULL
) STRICT;
INSERT INTO audit_head SELECT 1, sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1;
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head WHEN NEW.sequence <> OLD.sequence + 1
BEGIN SELECT RAISE(ABORT, 'the head of the audit record only moves on by one'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the head of the audit record is never removed'); END;
