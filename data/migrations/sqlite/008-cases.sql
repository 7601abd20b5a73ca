CREATE TABLE cases (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  name    TEXT NOT NULL,
  subject TEXT NOT NULL,
  entry   TEXT NOT NULL,
  state   TEXT NOT NULL,
  steps   INTEGER NOT NULL,
  body    TEXT NOT NULL,
  UNIQUE (subject, entry)
) STRICT;
CREATE INDEX cases_name ON cases (name);
CREATE INDEX cases_state ON cases (state);
