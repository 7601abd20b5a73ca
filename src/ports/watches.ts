import type { KnownHit, Watch, WatchMark } from "../core/watch.ts";
import type { OutgoingPost } from "./outbox.ts";

export interface WatchedSubject extends Watch {
  readonly hits: readonly KnownHit[];
}

/** Watched subjects with the hits that were told. */
export interface WatchStore {
  /** Adds or replaces watches with their hits, all or nothing. */
  put(watches: readonly WatchedSubject[]): Promise<void>;
  /** False when there was none. */
  remove(watchId: string): Promise<boolean>;
  /** In the order they were added. */
  all(): Promise<readonly WatchedSubject[]>;
  /** What the hits rest on; `null` before the first settling. */
  mark(): Promise<WatchMark | null>;
  /**
   * Replaces the hits of the watches named, moves the mark on and queues the posts, all or nothing, if the mark still is
   * `seen`: of two processes that rescreened the same change one gets true. Watches removed meanwhile stay removed.
   */
  settle(
    seen: WatchMark | null,
    next: WatchMark,
    hits: ReadonlyMap<string, readonly KnownHit[]>,
    posts: readonly OutgoingPost[],
  ): Promise<boolean>;
}
