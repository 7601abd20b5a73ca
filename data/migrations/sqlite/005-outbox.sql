-- What the bot says on its own account. `body` is the post as JSON; rows stay as the record of what was sent.
CREATE TABLE outbox (
  sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id      TEXT NOT NULL UNIQUE,
  lane         TEXT NOT NULL,
  body         TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'waiting',
  sent         INTEGER NOT NULL DEFAULT 0,
  handing_over INTEGER NOT NULL DEFAULT 0,
  attempts     INTEGER NOT NULL DEFAULT 0,
  retry_at     TEXT NOT NULL,
  trouble      TEXT,
  owner        TEXT,
  lease_until  TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (sequence) WHERE state = 'waiting';
CREATE INDEX outbox_waiting_id ON outbox (post_id) WHERE state = 'waiting';
CREATE INDEX outbox_lane ON outbox (lane, sequence) WHERE state = 'waiting';
