import { expect } from "vitest";
import type { Instant } from "../../src/core/dates.ts";
import type { Place } from "../../src/core/place.ts";
import type { Outbox, OutgoingPost, PostProgress } from "../../src/ports/outbox.ts";
import { sentence } from "../scenarios/bots.ts";
import type { Check } from "./store-checks.ts";

const at = (minute: number): Instant => `2026-11-20T09:${String(minute).padStart(2, "0")}:00.000Z` as Instant;
const place = (channelId: string): Place => ({ platform: "slack", workspaceId: "T1", channelId });

export const fictionalPost = (postId: string, channelId = "C1"): OutgoingPost => ({
  postId,
  kind: "digest",
  place: place(channelId),
  parts: [sentence("First part."), sentence("Second part.")],
  queuedAt: at(0),
  detail: { from: 1 },
});

const progress = (change: Partial<PostProgress>): PostProgress => ({
  state: "waiting",
  sent: 0,
  handingOver: false,
  attempts: 0,
  retryAt: at(0),
  trouble: null,
  ...change,
});

export const OUTBOX_CHECKS: readonly Check<Outbox>[] = [
  {
    claim: "counts what waits, also while it is held, and nothing that was sent or given up",
    run: async (outbox) => {
      expect(await outbox.waiting()).toBe(0);
      for (const id of ["a", "b", "c"]) await outbox.queue(fictionalPost(id, id));
      expect(await outbox.waiting()).toBe(3);
      await outbox.claim("x", at(1), at(9));
      expect(await outbox.waiting()).toBe(3);
      await outbox.record("a", "x", progress({ state: "sent" }), null);
      await outbox.claim("x", at(1), at(9));
      await outbox.record("b", "x", progress({ state: "failed" }), null);
      expect(await outbox.waiting()).toBe(1);
    },
    broken: (good) => ({ ...good, waiting: async () => 3 }),
  },
  {
    claim: "a post comes back whole, and its id is taken once for ever",
    run: async (outbox) => {
      expect(await outbox.queue(fictionalPost("a"))).toBe(true);
      expect(await outbox.queue(fictionalPost("a"))).toBe(false);
      expect(await outbox.claim("x", at(1), at(9))).toEqual({ ...fictionalPost("a"), ...progress({}) });
      await outbox.record("a", "x", progress({ state: "sent", sent: 2 }), null);
      expect(await outbox.queue(fictionalPost("a"))).toBe(false);
    },
    broken: (good) => ({ ...good, queue: async (post) => (await good.queue(post)) || true }),
  },
  {
    claim: "one process holds a post; the next takes it over when the hold has run out",
    run: async (outbox) => {
      await outbox.queue(fictionalPost("a"));
      expect((await outbox.claim("x", at(1), at(9)))?.postId).toBe("a");
      expect(await outbox.claim("y", at(2), at(9))).toBeNull();
      expect((await outbox.claim("y", at(9), at(19)))?.postId).toBe("a");
      expect(await outbox.record("a", "x", progress({ state: "sent" }), null)).toBe(false);
      expect(await outbox.record("a", "y", progress({ state: "sent" }), null)).toBe(true);
    },
    broken: (good) => ({ ...good, record: async (...held) => (await good.record(...held)) || true }),
  },
  {
    claim: "what was being handed over is still known after a takeover",
    run: async (outbox) => {
      await outbox.queue(fictionalPost("a"));
      await outbox.claim("x", at(1), at(9));
      await outbox.record("a", "x", progress({ sent: 1, handingOver: true }), at(9));
      expect(await outbox.claim("y", at(8), at(18))).toBeNull();
      expect(await outbox.claim("y", at(9), at(19))).toMatchObject({ sent: 1, handingOver: true });
    },
    broken: (good) => ({
      ...good,
      record: (id, owner, p, lease) => good.record(id, owner, { ...p, handingOver: false }, lease),
    }),
  },
  {
    claim: "a retry is not taken before its time, with what went wrong",
    run: async (outbox) => {
      await outbox.queue(fictionalPost("a"));
      await outbox.claim("x", at(1), at(9));
      await outbox.record("a", "x", progress({ attempts: 1, retryAt: at(5), trouble: "refused" }), null);
      expect(await outbox.claim("x", at(4), at(9))).toBeNull();
      expect(await outbox.claim("x", at(5), at(9))).toMatchObject({ attempts: 1, trouble: "refused" });
    },
    broken: (good) => ({
      ...good,
      record: (id, owner, p, lease) => good.record(id, owner, { ...p, retryAt: at(0) }, lease),
    }),
  },
  {
    claim: "a place is served in order, and one that waits holds up no other place",
    run: async (outbox) => {
      for (const [id, channel] of [
        ["a", "C1"],
        ["b", "C1"],
        ["c", "C2"],
      ] as const)
        await outbox.queue(fictionalPost(id, channel));
      await outbox.claim("x", at(1), at(9));
      await outbox.record("a", "x", progress({ retryAt: at(30) }), null);
      expect((await outbox.claim("x", at(2), at(9)))?.postId).toBe("c");
      expect(await outbox.claim("y", at(2), at(9))).toBeNull();
    },
    broken: (good) => ({
      ...good,
      queue: (post) => good.queue({ ...post, place: place(post.postId) }),
    }),
  },
  {
    claim: "posts are found by the beginning of their id, oldest first, whatever became of them",
    run: async (outbox) => {
      for (const id of ["digest:1:a", "digest:1:b", "digest:10:a"]) await outbox.queue(fictionalPost(id, id));
      await outbox.claim("x", at(1), at(9));
      await outbox.record("digest:1:a", "x", progress({ state: "failed", trouble: "gone" }), null);
      expect((await outbox.posts("digest:1:")).map(({ postId, state }) => [postId, state])).toEqual([
        ["digest:1:a", "failed"],
        ["digest:1:b", "waiting"],
      ]);
    },
    broken: (good) => ({ ...good, posts: (prefix) => good.posts(prefix.replace(/:$/, "")) }),
  },
];
