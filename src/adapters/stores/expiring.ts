import { Keyv } from "keyv";
import { RedflagError } from "../../core/errors.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { ClaimingStore } from "./keyv-sqlite.ts";
import { storageTrouble } from "./storage-trouble.ts";

/** Prefix of this program's keys in a Redis that others may use too. */
const NAMESPACE = "redflag";

/**
 * The port over a Keyv instance. Keyv itself has no "set if absent", so claims go to the storage adapter, in the form
 * that Keyv reads back. A time to live of 0 or less is refused: Keyv would take it as "for ever".
 */
export const expiringStore = (store: ClaimingStore): ExpiringStore => {
  const keyv = new Keyv({ store, namespace: NAMESPACE, useKeyPrefix: false, throwOnErrors: true, emitErrors: false });
  return {
    get: async (key) => guarded(async () => (await keyv.get<unknown>(key)) ?? null),
    set: async (key, value, ttlMs) => {
      if (ttlMs !== null) assertTtl(ttlMs);
      await guarded(() => (ttlMs === null ? keyv.set(key, value) : keyv.set(key, value, ttlMs)));
    },
    delete: async (key) => {
      await guarded(() => keyv.delete(key));
    },
    claim: async (key, ttlMs) => {
      assertTtl(ttlMs);
      const value = await keyv.serializeData({ value: true, expires: Date.now() + ttlMs });
      return guarded(() => store.claim(key, String(value), ttlMs));
    },
  };
};

const assertTtl = (ttlMs: number): void => {
  if (!Number.isInteger(ttlMs) || ttlMs <= 0)
    throw new RedflagError(
      "storage",
      `A time to live must be a whole number of milliseconds above 0, got ${ttlMs}. Nothing was stored.`,
    );
};

const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    throw storageTrouble("The store of what may expire did not answer", thrown, "Nothing was stored. Try again.");
  }
};
