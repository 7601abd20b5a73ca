import type { Instant } from "../core/dates.ts";
import type { Place } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";

/** Something the bot says on its own account. `postId` is made from what it is about, so that the same thing is never queued twice. */
export interface OutgoingPost {
  readonly postId: string;
  /** "digest", "drill", "watch", "case" or "report". */
  readonly kind: string;
  readonly place: Place;
  /** Each fits one message of every platform. Never empty. */
  readonly parts: readonly Reply[];
  readonly queuedAt: Instant;
  /** What it rests on, for the record; JSON. */
  readonly detail: unknown;
}

export interface PostProgress {
  readonly state: "failed" | "sent" | "waiting";
  /** Parts that were delivered. */
  readonly sent: number;
  /** A part is being handed over: after a crash nobody knows whether it arrived. */
  readonly handingOver: boolean;
  readonly attempts: number;
  readonly retryAt: Instant;
  /** The last failure, for a person; `null` when there was none. */
  readonly trouble: string | null;
}

export interface PendingPost extends OutgoingPost, PostProgress {}

/** What is to be posted, durable: queued in the transaction that decides it, delivered by one process at a time. */
export interface Outbox {
  /** False when a post of that id is or was there. */
  queue(post: OutgoingPost): Promise<boolean>;
  /**
   * Takes the oldest waiting post whose retry is due and that nobody holds, until `leaseUntil`. `null` when there is none.
   * A place is served in order: nothing is taken that stands behind a waiting post of the same kind and place.
   */
  claim(owner: string, now: Instant, leaseUntil: Instant): Promise<PendingPost | null>;
  /** Records progress. False when `owner` does not hold the post any more. `leaseUntil` prolongs the hold, `null` ends it. */
  record(postId: string, owner: string, progress: PostProgress, leaseUntil: Instant | null): Promise<boolean>;
  /** Posts whose id begins with `prefix`, the newest 100, oldest first. */
  posts(prefix: string): Promise<readonly PendingPost[]>;
  /** Posts that wait to be delivered. */
  waiting(): Promise<number>;
}
