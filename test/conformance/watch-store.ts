import { expect } from "vitest";
import { listingId, sourceId } from "../../src/core/brand.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import type { KnownHit, WatchMark } from "../../src/core/watch.ts";
import type { Outbox } from "../../src/ports/outbox.ts";
import type { WatchedSubject, WatchStore } from "../../src/ports/watches.ts";
import { fictionalPost } from "./outbox-store.ts";
import type { Check } from "./store-checks.ts";
import { day } from "./subscription-store.ts";

const HIT: KnownHit = {
  list: sourceId("ofac-sdn"),
  listingId: listingId("7"),
  name: "EXAMPLE, Ann",
  verdict: "match",
  score: 0.97,
};

const watched = (id: string, hits: readonly KnownHit[] = []): WatchedSubject => ({
  watchId: id,
  subject: subjectFrom({ text: `Ann Example ${id}`, birth: "1990" }),
  place: { platform: "slack", workspaceId: "T1", channelId: "C1" },
  userId: "U1",
  createdAt: day(1),
  hits,
});

const mark = (sha256: string): WatchMark => ({ lists: { "un-sc": "u", "ofac-sdn": sha256 }, matcher: "m1" });

export interface WatchesAndOutbox extends WatchStore {
  readonly outbox: Outbox;
}

export const WATCH_CHECKS: readonly Check<WatchesAndOutbox>[] = [
  {
    claim: "watches come back as they were put, in their order, and are gone when removed",
    run: async (store) => {
      await store.put([watched("b"), watched("a", [HIT])]);
      expect(await store.all()).toEqual([watched("b"), watched("a", [HIT])]);
      expect(await store.remove("b")).toBe(true);
      expect(await store.remove("b")).toBe(false);
      expect((await store.all()).map(({ watchId }) => watchId)).toEqual(["a"]);
    },
    broken: (good) => ({ ...good, put: (watches) => good.put(watches.toReversed()) }),
  },
  {
    claim: "settling replaces hits, moves the mark and queues the posts together",
    run: async (store) => {
      await store.put([watched("a"), watched("b")]);
      expect(await store.mark()).toBeNull();
      expect(await store.settle(null, mark("1"), new Map([["a", [HIT]]]), [fictionalPost("watch:1")])).toBe(true);
      expect((await store.all()).map(({ hits }) => hits)).toEqual([[HIT], []]);
      expect(await store.mark()).toEqual(mark("1"));
      expect(await store.outbox.posts("watch:")).toHaveLength(1);
    },
    broken: (good) => ({ ...good, settle: (seen, next, hits) => good.settle(seen, next, hits, []) }),
  },
  {
    claim: "of two processes that rescreened one change, one tells it",
    run: async (store) => {
      await store.put([watched("a")]);
      await store.settle(null, mark("1"), new Map(), []);
      const reordered: WatchMark = { lists: { "ofac-sdn": "1", "un-sc": "u" }, matcher: "m1" };
      expect(await store.settle(reordered, mark("2"), new Map([["a", [HIT]]]), [fictionalPost("watch:1")])).toBe(true);
      expect(await store.settle(mark("1"), mark("2"), new Map([["a", []]]), [fictionalPost("watch:2")])).toBe(false);
      expect((await store.all())[0]?.hits).toEqual([HIT]);
      expect(await store.outbox.posts("watch:")).toHaveLength(1);
    },
    broken: (good) => ({
      ...good,
      settle: async (_seen, next, hits, posts) => good.settle(await good.mark(), next, hits, posts),
    }),
  },
  {
    claim: "a watch that was removed meanwhile stays removed",
    run: async (store) => {
      await store.put([watched("a")]);
      await store.remove("a");
      await store.settle(null, mark("1"), new Map([["a", [HIT]]]), []);
      expect(await store.all()).toEqual([]);
    },
    broken: (good) => ({
      ...good,
      settle: async (seen, next, hits, posts) => {
        await good.put([...hits.keys()].map((id) => watched(id)));
        return good.settle(seen, next, hits, posts);
      },
    }),
  },
];
