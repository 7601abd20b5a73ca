CREATE TABLE watches (
  sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  watch_id TEXT NOT NULL UNIQUE,
  body     TEXT NOT NULL,
  hits     TEXT NOT NULL
);

-- One row once the watches have been screened: which list versions and which matcher their hits rest on.
CREATE TABLE watch_mark (
  only_one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_one),
  mark     TEXT NOT NULL
);
