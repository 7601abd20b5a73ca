import type { Instant } from "../core/dates.ts";
import type { Subscription, Watermark } from "../core/subscription.ts";
import type { OutgoingPost } from "./outbox.ts";

/** Who is told what and when, with what each has been told already. */
export interface SubscriptionStore {
  /** Adds, or changes the settings and `dueAt`; the watermark of a known subscription stays as it is. */
  put(subscription: Subscription): Promise<void>;
  /** False when there was none. */
  remove(subscriptionId: string): Promise<boolean>;
  all(): Promise<readonly Subscription[]>;
  /**
   * Those not paused whose `dueAt` has come, the longest due first. One whose last digest ("digest:<id>:…") still waits in
   * the outbox is left out: what is new meanwhile goes into the next one.
   */
  due(now: Instant): Promise<readonly Subscription[]>;
  /**
   * Moves watermark and `dueAt` on and queues the post, all or nothing, if `dueAt` still is `seen.dueAt`: of two
   * processes that built the same digest one gets true. A post whose id is already queued is refused with false too.
   */
  advance(
    seen: Subscription,
    next: { readonly watermark: Watermark; readonly dueAt: Instant },
    post: OutgoingPost | null,
  ): Promise<boolean>;
}
