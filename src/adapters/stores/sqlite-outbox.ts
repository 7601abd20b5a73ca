import type { DatabaseSync } from "node:sqlite";
import { placeKey } from "../../core/place.ts";
import type { Outbox, OutgoingPost, PendingPost } from "../../ports/outbox.ts";
import { inTransaction } from "./sqlite-transaction.ts";

/** Posts that one look at the record gives: enough for a season of daily digests. */
const NEWEST = 100;

/** Queues inside a transaction that the caller has begun. False when the id is known. */
export type QueuePost = (post: OutgoingPost) => boolean;

export const postQueue = (database: DatabaseSync): QueuePost => {
  const add = database.prepare(
    "INSERT INTO outbox (post_id, lane, body, retry_at) VALUES (?, ?, ?, ?) ON CONFLICT (post_id) DO NOTHING",
  );
  return (post) => {
    const lane = `${post.kind} ${placeKey(post.place)}`;
    return Number(add.run(post.postId, lane, JSON.stringify(post), post.queuedAt).changes) > 0;
  };
};

/** The outbox over SQLite. A hold is a lease: when its owner dies, the next process takes the post over. */
export const sqliteOutbox = (database: DatabaseSync): Outbox => {
  const queue = postQueue(database);
  const next = database.prepare(
    `SELECT * FROM outbox AS post WHERE state = 'waiting' AND retry_at <= ? AND (owner IS NULL OR lease_until <= ?)
     AND NOT EXISTS (SELECT 1 FROM outbox AS ahead WHERE ahead.state = 'waiting' AND ahead.lane = post.lane AND ahead.sequence < post.sequence)
     ORDER BY sequence LIMIT 1`,
  );
  const hold = database.prepare("UPDATE outbox SET owner = ?, lease_until = ? WHERE post_id = ?");
  const record = database.prepare(
    "UPDATE outbox SET state = ?, sent = ?, handing_over = ?, attempts = ?, retry_at = ?, trouble = ?, owner = ?, lease_until = ? WHERE post_id = ? AND owner = ? AND state = 'waiting'",
  );
  const byPrefix = database.prepare(
    "SELECT * FROM outbox WHERE post_id >= ? AND post_id < ? ORDER BY sequence DESC LIMIT ?",
  );
  const countWaiting = database.prepare("SELECT count(*) AS waiting FROM outbox WHERE state = 'waiting'");
  return {
    queue: async (post) => queue(post),
    claim: async (owner, now, leaseUntil) =>
      inTransaction(database, () => {
        const row = next.get(now, now);
        if (!row) return null;
        hold.run(owner, leaseUntil, String(row.post_id));
        return pendingFrom(row);
      }),
    record: async (postId, owner, p, leaseUntil) =>
      Number(
        record.run(
          p.state,
          p.sent,
          Number(p.handingOver),
          p.attempts,
          p.retryAt,
          p.trouble,
          leaseUntil === null ? null : owner,
          leaseUntil,
          postId,
          owner,
        ).changes,
      ) > 0,
    posts: async (prefix) => byPrefix.all(prefix, `${prefix}\u{10ffff}`, NEWEST).map(pendingFrom).reverse(),
    waiting: async () => Number(countWaiting.get()?.waiting),
  };
};

const pendingFrom = (row: Record<string, unknown>): PendingPost => ({
  ...(JSON.parse(String(row.body)) as OutgoingPost),
  state: String(row.state) as PendingPost["state"],
  sent: Number(row.sent),
  handingOver: Number(row.handing_over) === 1,
  attempts: Number(row.attempts),
  retryAt: String(row.retry_at) as PendingPost["retryAt"],
  trouble: row.trouble === null ? null : String(row.trouble),
});
