import { expect } from "vitest";
import type { Instant } from "../../src/core/dates.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import type { Outbox } from "../../src/ports/outbox.ts";
import { type ChannelSettings, DEFAULT_SETTINGS, type SettingsStore } from "../../src/ports/settings.ts";
import type { SubscriptionStore } from "../../src/ports/subscriptions.ts";
import { fictionalPost } from "./outbox-store.ts";
import type { Check } from "./store-checks.ts";

export const day = (n: number): Instant => `2026-11-${String(n).padStart(2, "0")}T09:00:00.000Z` as Instant;

export const fictionalSubscription = (id: string, change: Partial<Subscription> = {}): Subscription => ({
  subscriptionId: id,
  what: "digest",
  place: { platform: "slack", workspaceId: "T1", channelId: "C1" },
  userId: "U1",
  topics: [{ kind: "program", text: "DPRK" }],
  schedule: { cadence: "daily", hour: 9, zone: "Europe/Berlin", weekday: 1, monthDay: 1 },
  quiet: false,
  paused: false,
  createdAt: day(1),
  watermark: { at: day(1), lists: { "ofac-sdn": "a" }, corpus: "1" },
  dueAt: day(2),
  ...change,
});

const NEXT = { watermark: { at: day(2), lists: { "ofac-sdn": "b" }, corpus: "2" }, dueAt: day(3) };

/** A subscription store with the outbox that it queues into. */
export interface SubscriptionsAndOutbox extends SubscriptionStore {
  readonly outbox: Outbox;
}

export const SUBSCRIPTION_CHECKS: readonly Check<SubscriptionsAndOutbox>[] = [
  {
    claim: "a subscription comes back as it was put, and is gone when it is removed",
    run: async (store) => {
      await store.put(fictionalSubscription("a"));
      expect(await store.all()).toEqual([fictionalSubscription("a")]);
      expect(await store.remove("a")).toBe(true);
      expect(await store.remove("a")).toBe(false);
      expect(await store.all()).toEqual([]);
    },
    broken: (good) => ({ ...good, remove: async (id) => (await good.remove(id)) || true }),
  },
  {
    claim: "changing the settings leaves what was told as it stands",
    run: async (store) => {
      await store.put(fictionalSubscription("a"));
      await store.advance(fictionalSubscription("a"), NEXT, null);
      await store.put(fictionalSubscription("a", { quiet: true, dueAt: day(5) }));
      expect(await store.all()).toMatchObject([{ quiet: true, dueAt: day(5), watermark: NEXT.watermark }]);
    },
    broken: (good) => ({
      ...good,
      put: async (subscription) => {
        await good.remove(subscription.subscriptionId);
        await good.put(subscription);
      },
    }),
  },
  {
    claim: "due are those whose time has come and that are not paused, the longest due first",
    run: async (store) => {
      await store.put(fictionalSubscription("a", { dueAt: day(3) }));
      await store.put(fictionalSubscription("b", { dueAt: day(2) }));
      await store.put(fictionalSubscription("c", { dueAt: day(4) }));
      await store.put(fictionalSubscription("d", { paused: true }));
      expect((await store.due(day(3))).map(({ subscriptionId }) => subscriptionId)).toEqual(["b", "a"]);
    },
    broken: (good) => ({ ...good, due: async () => good.all() }),
  },
  {
    claim: "of two processes that built one digest, one moves on and one post is queued",
    run: async (store) => {
      const seen = fictionalSubscription("a");
      await store.put(seen);
      expect(await store.advance(seen, NEXT, fictionalPost("digest:a:1"))).toBe(true);
      expect(await store.advance(seen, NEXT, fictionalPost("digest:a:1b"))).toBe(false);
      expect((await store.outbox.posts("digest:a:")).map(({ postId }) => postId)).toEqual(["digest:a:1"]);
      expect(await store.all()).toMatchObject([NEXT]);
    },
    broken: (good) => ({
      ...good,
      advance: async (seen, next, post) => {
        if (post) await good.outbox.queue(post);
        return good.advance(seen, next, null);
      },
    }),
  },
  {
    claim: "a post that is queued already moves nothing on",
    run: async (store) => {
      const seen = fictionalSubscription("a");
      await store.put(seen);
      await store.outbox.queue(fictionalPost("digest:a:1"));
      expect(await store.advance(seen, NEXT, fictionalPost("digest:a:1"))).toBe(false);
      expect(await store.all()).toMatchObject([{ watermark: seen.watermark, dueAt: seen.dueAt }]);
    },
    broken: (good) => ({ ...good, advance: (seen, next) => good.advance(seen, next, null) }),
  },
  {
    claim: "one whose last digest still waits is not due",
    run: async (store) => {
      await store.put(fictionalSubscription("a"));
      await store.put(fictionalSubscription("ab"));
      await store.outbox.queue(fictionalPost("digest:a:1"));
      expect((await store.due(day(9))).map(({ subscriptionId }) => subscriptionId)).toEqual(["ab"]);
    },
    broken: (good) => ({ ...good, due: async () => good.all() }),
  },
];

const CHOSEN: ChannelSettings = {
  zone: "Asia/Tokyo",
  fourEyes: true,
  autoScreen: "private",
  replyMode: "private",
  documentScope: { publishers: ["OFAC"], kinds: ["advisory"], tags: [] },
};

export const SETTINGS_CHECKS: readonly Check<SettingsStore>[] = [
  {
    claim: "a conversation has the defaults until it sets something, and nobody else's settings",
    run: async (store) => {
      const [one, two] = ["C1", "C2"].map(
        (channelId) => ({ platform: "slack", workspaceId: "T1", channelId }) as const,
      );
      if (!one || !two) throw new Error("no places");
      expect(await store.get(one)).toEqual(DEFAULT_SETTINGS);
      await store.set(one, { ...CHOSEN, zone: "Asia/Seoul" });
      await store.set(one, CHOSEN);
      expect(await store.get(one)).toEqual(CHOSEN);
      expect(await store.get(two)).toEqual(DEFAULT_SETTINGS);
    },
    broken: (good) => ({ ...good, set: (place, s) => good.set({ ...place, channelId: "C2" }, s) }),
  },
  {
    claim: "settings kept before there were more of them are read with the defaults for the rest",
    run: async (store) => {
      const place = { platform: "slack", workspaceId: "T1", channelId: "C1" } as const;
      const old: Partial<ChannelSettings> = { zone: "Asia/Seoul", fourEyes: true };
      await store.set(place, old as ChannelSettings);
      expect(await store.get(place)).toEqual({ ...DEFAULT_SETTINGS, ...old });
    },
    broken: (good) => {
      let kept: ChannelSettings | null = null;
      return {
        get: async (place) => kept ?? good.get(place),
        set: async (_place, settings) => {
          kept = settings;
        },
      };
    },
  },
];
