import { placeKey } from "../../../core/place.ts";
import type { Outbox, OutgoingPost, PendingPost } from "../../../ports/outbox.ts";
import type { Row, Run, Session } from "./session.ts";

/** Posts that one look at the record gives: enough for a season of daily digests. */
const NEWEST = 100;

/** Queues inside a transaction that the caller has begun. False when the id is known. */
export const queuePost = async (run: Run, post: OutgoingPost): Promise<boolean> => {
  const { changes } = await run(
    "INSERT INTO outbox (post_id, lane, body, retry_at) VALUES ($1, $2, $3, $4) ON CONFLICT (post_id) DO NOTHING",
    [post.postId, `${post.kind} ${placeKey(post.place)}`, JSON.stringify(post), post.queuedAt],
  );
  return changes > 0;
};

/** A place is served in order: of two replicas one takes the head of a lane, the other passes on to another lane. */
const CLAIM = `
  UPDATE outbox SET owner = $1, lease_until = $2 WHERE sequence = (
    SELECT sequence FROM outbox AS post
    WHERE state = 'waiting' AND retry_at <= $3 AND (owner IS NULL OR lease_until <= $3)
    AND NOT EXISTS (SELECT 1 FROM outbox AS ahead WHERE ahead.state = 'waiting' AND ahead.lane = post.lane AND ahead.sequence < post.sequence)
    ORDER BY sequence LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING *`;

const RECORD = `
  UPDATE outbox SET state = $1, sent = $2, handing_over = $3, attempts = $4, retry_at = $5, trouble = $6, owner = $7, lease_until = $8
  WHERE post_id = $9 AND owner = $10 AND state = 'waiting'`;

/** The outbox over Postgres. A hold is a lease: when its owner dies, the next process takes the post over. */
export const postgresOutbox = (session: Session): Outbox => ({
  queue: (post) => queuePost(session.run, post),
  claim: async (owner, now, leaseUntil) => {
    const { rows } = await session.run(CLAIM, [owner, leaseUntil, now]);
    return rows[0] ? pendingFrom(rows[0]) : null;
  },
  record: async (postId, owner, p, leaseUntil) => {
    const holder = leaseUntil === null ? null : owner;
    const state = [p.state, p.sent, p.handingOver, p.attempts, p.retryAt, p.trouble, holder, leaseUntil];
    return (await session.run(RECORD, [...state, postId, owner])).changes > 0;
  },
  posts: async (prefix) => {
    const { rows } = await session.run(
      "SELECT * FROM outbox WHERE starts_with(post_id, $1) ORDER BY sequence DESC LIMIT $2",
      [prefix, NEWEST],
    );
    return rows.map(pendingFrom).reverse();
  },
  waiting: async () => {
    const { rows } = await session.run("SELECT count(*) AS waiting FROM outbox WHERE state = 'waiting'");
    return Number(rows[0]?.waiting);
  },
});

const pendingFrom = (row: Row): PendingPost => ({
  ...(JSON.parse(String(row.body)) as OutgoingPost),
  state: String(row.state) as PendingPost["state"],
  sent: Number(row.sent),
  handingOver: row.handing_over === true,
  attempts: Number(row.attempts),
  retryAt: String(row.retry_at) as PendingPost["retryAt"],
  trouble: row.trouble === null ? null : String(row.trouble),
});
