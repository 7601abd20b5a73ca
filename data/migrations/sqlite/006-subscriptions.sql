CREATE TABLE subscriptions (
  subscription_id TEXT PRIMARY KEY,
  body            TEXT NOT NULL,
  watermark       TEXT NOT NULL,
  paused          INTEGER NOT NULL,
  due_at          TEXT NOT NULL
) STRICT;
CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE paused = 0;

CREATE TABLE channel_settings (
  place TEXT PRIMARY KEY,
  body  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
