CREATE TABLE cases (
  number  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name    TEXT NOT NULL,
  subject TEXT NOT NULL,
  entry   TEXT NOT NULL,
  state   TEXT NOT NULL,
  steps   INTEGER NOT NULL,
  body    TEXT NOT NULL,
  UNIQUE (subject, entry)
);
CREATE INDEX cases_name ON cases (name);
CREATE INDEX cases_state ON cases (state);
