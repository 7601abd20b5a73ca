CREATE TABLE subscriptions (
  subscription_id TEXT COLLATE "C" PRIMARY KEY,
  body            TEXT NOT NULL,
  watermark       TEXT NOT NULL,
  paused          BOOLEAN NOT NULL,
  due_at          TEXT COLLATE "C" NOT NULL
);
CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE NOT paused;

CREATE TABLE channel_settings (
  place TEXT PRIMARY KEY,
  body  TEXT NOT NULL
);
