import type { Instant } from "../core/dates.ts";
import { messageOf } from "../core/errors.ts";
import type { Place } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import { asRepeat } from "../core/trouble.ts";
import type { NewId, Now } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Outbox, PendingPost, PostProgress } from "../ports/outbox.ts";
import { minutesAfter } from "./schedule.ts";

/** How the platforms are reached. `key` names one part of one post, the same for every try. */
export interface Poster {
  /** Rejects when the part was not delivered. */
  post(place: Place, reply: Reply, key: string): Promise<void>;
  /** Whether a part arrived, asked after a crash between handing it over and recording it. */
  arrived(place: Place, key: string): Promise<"no" | "unknown" | "yes">;
}

export interface DeliveryDeps {
  readonly outbox: Outbox;
  readonly poster: Poster;
  readonly now: Now;
  readonly newId: NewId;
  readonly log: Log;
  /** Told when a post is given up: the digest's subscription goes back to what it had told. */
  readonly onFailed: (post: PendingPost, trouble: string) => Promise<void>;
  readonly onSent: (post: PendingPost) => Promise<void>;
  /** Told before the first part is handed over, at every try. */
  readonly onSending: (post: PendingPost) => Promise<void>;
}

/** Waits before the next try, minutes: about two days in all, then the post is given up and reported. */
const BACKOFF_MINUTES = [1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440] as const;
/** Who holds a post is taken for dead after this. One part with the adapter's own retries takes far less. */
const LEASE_MINUTES = 10;

/**
 * Delivers what is due, one post after another, until nothing is left. Each part is announced before it is handed over
 * and recorded afterwards: after a crash in between, the platform is asked whether it arrived. Where the platform cannot
 * say, the part is posted with a line that it may be a repeat: a lost alert is worse than a doubled one.
 */
export const makeDelivery = (
  deps: DeliveryDeps,
): (() => Promise<{ readonly sent: number; readonly failed: number }>) => {
  const owner = deps.newId();
  const lease = (): Instant => minutesAfter(deps.now(), LEASE_MINUTES);
  return async () => {
    let [sent, failed] = [0, 0];
    for (;;) {
      const post = await deps.outbox.claim(owner, deps.now(), lease());
      if (post === null) return { sent, failed };
      if (await deliver(post, owner, lease, deps)) sent++;
      else failed++;
    }
  };
};

const deliver = async (
  post: PendingPost,
  owner: string,
  lease: () => Instant,
  deps: DeliveryDeps,
): Promise<boolean> => {
  let { sent, handingOver }: PostProgress = post;
  const progress = (change: Partial<PostProgress>): PostProgress => ({
    state: "waiting",
    sent,
    handingOver,
    attempts: post.attempts,
    retryAt: post.retryAt,
    trouble: post.trouble,
    ...change,
  });
  try {
    if (sent === 0) await deps.onSending(post);
    while (sent < post.parts.length) {
      const [reply, key] = [post.parts[sent], `${post.postId}#${sent + 1}`];
      if (!reply) break;
      const arrived = handingOver ? await deps.poster.arrived(post.place, key) : "no";
      if (arrived !== "yes") {
        if (!(await deps.outbox.record(post.postId, owner, progress({ handingOver: true }), lease()))) return false;
        await deps.poster.post(post.place, arrived === "unknown" ? asRepeat(reply) : reply, key);
      }
      sent++;
      handingOver = false;
      if (sent < post.parts.length) await deps.outbox.record(post.postId, owner, progress({}), lease());
    }
    await deps.outbox.record(post.postId, owner, progress({ state: "sent" }), null);
    await deps.onSent(post);
    return true;
  } catch (thrown) {
    return retreat(post, owner, sent, messageOf(thrown), deps);
  }
};

/** Plans the next try, or gives the post up. */
const retreat = async (
  post: PendingPost,
  owner: string,
  sent: number,
  trouble: string,
  deps: DeliveryDeps,
): Promise<false> => {
  const wait = BACKOFF_MINUTES[post.attempts];
  const attempts = post.attempts + 1;
  const given = wait === undefined;
  const retryAt = minutesAfter(deps.now(), wait ?? 0);
  const state = given ? "failed" : "waiting";
  deps.log.warn(given ? "a post was given up" : "a post was not delivered, it is tried again", {
    postId: post.postId,
    attempts,
    trouble,
  });
  await deps.outbox.record(post.postId, owner, { state, sent, handingOver: false, attempts, retryAt, trouble }, null);
  if (given) await deps.onFailed(post, trouble);
  return false;
};
