CREATE TABLE watches (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  watch_id TEXT NOT NULL UNIQUE,
  body     TEXT NOT NULL,
  hits     TEXT NOT NULL
) STRICT;

-- One row once the watches have been screened: which list versions and which matcher their hits rest on.
CREATE TABLE watch_mark (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  mark TEXT NOT NULL
) STRICT;
