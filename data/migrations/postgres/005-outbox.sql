-- What the bot says on its own account. `body` is the post as JSON; rows stay as the record of what was sent.
-- Ids and instants are compared byte by byte, as in every other store.
CREATE TABLE outbox (
  sequence     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  post_id      TEXT COLLATE "C" NOT NULL UNIQUE,
  lane         TEXT NOT NULL,
  body         TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'waiting',
  sent         INTEGER NOT NULL DEFAULT 0,
  handing_over BOOLEAN NOT NULL DEFAULT FALSE,
  attempts     INTEGER NOT NULL DEFAULT 0,
  retry_at     TEXT COLLATE "C" NOT NULL,
  trouble      TEXT,
  owner        TEXT,
  lease_until  TEXT COLLATE "C"
);
CREATE INDEX outbox_waiting ON outbox (sequence) WHERE state = 'waiting';
CREATE INDEX outbox_waiting_id ON outbox (post_id) WHERE state = 'waiting';
CREATE INDEX outbox_lane ON outbox (lane, sequence) WHERE state = 'waiting';
