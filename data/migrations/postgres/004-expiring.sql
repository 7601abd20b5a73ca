-- `expires_at` is milliseconds since 1970, null for what is kept until it is deleted.
CREATE TABLE expiring (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  expires_at BIGINT
);
CREATE INDEX expiring_at ON expiring (expires_at) WHERE expires_at IS NOT NULL;
