import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Keyv } from "keyv";
import { RedflagError } from "../../core/errors.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { ClaimingStore } from "./keyv-sqlite.ts";
import { storageTrouble } from "./storage-trouble.ts";

/** Prefix of this program's keys in a Redis that others may use too. */
const NAMESPACE = "redflag";

/** A server that is being restarted is back within this time, milliseconds. */
export const SERVER_PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/**
 * The port over a Keyv instance. Keyv itself has no "set if absent", so claims go to the storage adapter, in the form
 * that Keyv reads back. A time to live of 0 or less is refused: Keyv would take it as "for ever". `patienceMs`: how long
 * something is tried again while its server does not answer; 0 for a store that has none.
 */
export const expiringStore = (store: ClaimingStore, patienceMs = 0): ExpiringStore => {
  const keyv = new Keyv({ store, namespace: NAMESPACE, useKeyPrefix: false, throwOnErrors: true, emitErrors: false });
  const patiently = <T>(work: (again: boolean) => Promise<T>): Promise<T> => guarded(() => repeated(work, patienceMs));
  return {
    get: async (key) => patiently(async () => (await keyv.get<unknown>(key)) ?? null),
    set: async (key, value, ttlMs) => {
      if (ttlMs !== null) assertTtl(ttlMs);
      await patiently(() => (ttlMs === null ? keyv.set(key, value) : keyv.set(key, value, ttlMs)));
    },
    delete: async (key) => {
      await patiently(() => keyv.delete(key));
    },
    claim: async (key, ttlMs) => {
      assertTtl(ttlMs);
      // Its own value, so that a claim whose answer was lost on the way is known again.
      const value = String(await keyv.serializeData({ value: randomUUID(), expires: Date.now() + ttlMs }));
      return patiently(
        async (again) => (await store.claim(key, value, ttlMs)) || (again && (await store.get<string>(key)) === value),
      );
    },
    count: async (key, ttlMs) => {
      assertTtl(ttlMs);
      return patiently(() => store.count(key, ttlMs));
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

/** `again`: an earlier try may have been done, only its answer was lost. */
const repeated = async <T>(work: (again: boolean) => Promise<T>, patienceMs: number): Promise<T> => {
  if (patienceMs === 0) return work(false);
  const deadline = performance.now() + patienceMs;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await inTime(work(wait > FIRST_PAUSE_MS), deadline);
    } catch (thrown) {
      if (performance.now() + wait > deadline) throw thrown;
      await pause(wait);
    }
  }
};

/** A client that has lost its connection holds back what it is given until it has another, for ever if need be. */
const inTime = <T>(work: Promise<T>, deadline: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = (): void => reject(new Error("no answer in time"));
    const timer = setTimeout(late, Math.max(1, deadline - performance.now()));
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
