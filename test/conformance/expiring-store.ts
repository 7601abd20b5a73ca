import { expect, vi } from "vitest";
import type { ExpiringStore } from "../../src/ports/stores.ts";
import type { Check } from "./store-checks.ts";

/** Waits on a condition, never on a guess of how long it takes. */
const until = (what: () => Promise<void>): Promise<void> => vi.waitFor(what, { timeout: 1_000, interval: 10 });

export const EXPIRING_STORE_CHECKS: readonly Check<ExpiringStore>[] = [
  {
    claim: "a value comes back as the JSON it was",
    run: async (store) => {
      const value = { text: "Kim \u{1F9FE}", numbers: [1, 0.5], nothing: null, deep: { yes: true } };
      await store.set("memory:1", value, 60_000);
      expect(await store.get("memory:1")).toEqual(value);
    },
    broken: (good) => ({ ...good, set: (key, value, ttl) => good.set(key, JSON.stringify(value), ttl) }),
  },
  {
    claim: "an unknown key is null, and so is a deleted one",
    run: async (store) => {
      expect(await store.get("nothing")).toBeNull();
      await store.set("gone", 1, null);
      await store.delete("gone");
      expect(await store.get("gone")).toBeNull();
      await store.delete("gone");
    },
    broken: (good) => ({ ...good, delete: async () => {} }),
  },
  {
    claim: "a later value replaces an earlier one with its time to live",
    run: async (store) => {
      await store.set("key", "first", 30);
      await store.set("key", "second", null);
      await store.set("other", 1, 30);
      await until(async () => expect(await store.get("other")).toBeNull());
      expect(await store.get("key")).toBe("second");
    },
    broken: (good) => ({
      ...good,
      set: async (key, value, ttl) => {
        if ((await good.get(key)) === null) await good.set(key, value, ttl);
      },
    }),
  },
  {
    claim: "a value is gone after its time to live",
    run: async (store) => {
      await store.set("short", 1, 20);
      await store.set("long", 1, 60_000);
      await until(async () => expect(await store.get("short")).toBeNull());
      expect(await store.get("long")).toBe(1);
    },
    broken: (good) => ({ ...good, set: (key, value) => good.set(key, value, null) }),
  },
  {
    claim: "of a hundred claims at once exactly one wins",
    run: async (store) => {
      const won = await Promise.all(Array.from({ length: 100 }, () => store.claim("event:1", 60_000)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.claim("event:1", 60_000)).toBe(false);
      expect(await store.claim("event:2", 60_000)).toBe(true);
    },
    broken: (good) => ({
      ...good,
      claim: async (key, ttl) => {
        if ((await good.get(key)) !== null) return false;
        await good.set(key, true, ttl);
        return true;
      },
    }),
  },
  {
    claim: "a claim can be made again once it has expired or was deleted",
    run: async (store) => {
      expect(await store.claim("event", 20)).toBe(true);
      await until(async () => expect(await store.claim("event", 60_000)).toBe(true));
      await store.delete("event");
      expect(await store.claim("event", 60_000)).toBe(true);
    },
    broken: (good) => ({ ...good, claim: (key) => good.claim(key, 60_000) }),
  },
  {
    claim: "a hundred counts at once are counted each, and the next key begins at one",
    run: async (store) => {
      const counted = await Promise.all(Array.from({ length: 100 }, () => store.count("limit:1", 60_000)));
      expect(counted.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
      expect(await store.count("limit:2", 60_000)).toBe(1);
    },
    broken: (good) => ({
      ...good,
      count: async (key, ttl) => {
        const next = Number((await good.get(key)) ?? 0) + 1;
        await good.set(key, next, ttl);
        return next;
      },
    }),
  },
  {
    claim: "a count begins anew once it has expired",
    run: async (store) => {
      expect([await store.count("limit", 60_000), await store.count("limit", 20)]).toEqual([1, 2]);
      await until(async () => expect(await store.get("limit")).toBeNull());
      await new Promise((resolve) => setTimeout(resolve, 25));
      expect(await store.count("limit", 60_000)).toBe(1);
    },
    broken: (good) => ({ ...good, count: (key) => good.count(key, 60_000) }),
  },
  {
    claim: "a time to live of zero is refused rather than kept for ever",
    run: async (store) => {
      await expect(store.set("key", 1, 0)).rejects.toThrow(/whole number of milliseconds above 0/);
      await expect(store.claim("key", 0)).rejects.toThrow(/above 0/);
      await expect(store.count("key", 0)).rejects.toThrow(/above 0/);
      expect(await store.get("key")).toBeNull();
    },
    broken: (good) => ({ ...good, set: (key, value, ttl) => good.set(key, value, ttl || null) }),
  },
];
