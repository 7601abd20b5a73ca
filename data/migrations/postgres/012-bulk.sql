-- Blocks of bulk jobs on their way between processes: rows as given, then what was found. Gone when the job has collected them.
-- `at` is the byte of the input where the block ends.
CREATE TABLE bulk_blocks (
  job    TEXT NOT NULL,
  at     BIGINT NOT NULL,
  block  BYTEA NOT NULL,
  result BYTEA,
  put_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (job, at)
);
-- Compressed before it comes here.
ALTER TABLE bulk_blocks ALTER COLUMN block SET STORAGE EXTERNAL, ALTER COLUMN result SET STORAGE EXTERNAL;
