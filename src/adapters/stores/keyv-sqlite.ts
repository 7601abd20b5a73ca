import type { DatabaseSync } from "node:sqlite";
import type { KeyvStoreAdapter } from "keyv";

/** A Keyv storage adapter that can also set a key for exactly one caller. */
export interface ClaimingStore extends KeyvStoreAdapter {
  /** Sets `key` when it is absent or expired and says whether this call did. Atomic, also between processes. */
  claim(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Adds one to the whole number at `key`, which begins at 0, and gives it. Atomic, also between processes. */
  count(key: string, ttlMs: number): Promise<number>;
}

/** Writes between two sweeps of what has expired: expired rows are never read, sweeping only frees space. */
const WRITES_BETWEEN_SWEEPS = 500;

/**
 * Keyv 5 storage over node:sqlite (table `expiring`). Keyv hands over values already serialised. The namespace that
 * Keyv sets on its store is not used: this table has one owner.
 */
export const keyvSqlite = (database: DatabaseSync): ClaimingStore => {
  const get = database.prepare("SELECT value FROM expiring WHERE key = ? AND (expires_at IS NULL OR expires_at > ?)");
  const set = database.prepare(
    "INSERT INTO expiring (key, value, expires_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at",
  );
  // One statement, so that it is atomic: the row is taken over only when its holder has expired.
  const claim = database.prepare(
    "INSERT INTO expiring (key, value, expires_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE expiring.expires_at <= ? RETURNING 1",
  );
  const count = database.prepare(
    "INSERT INTO expiring (key, value, expires_at) VALUES (?, '1', ?) ON CONFLICT DO UPDATE SET value = CASE WHEN expiring.expires_at <= ? THEN '1' ELSE expiring.value + 1 END, expires_at = excluded.expires_at RETURNING value",
  );
  const remove = database.prepare("DELETE FROM expiring WHERE key = ?");
  const sweep = database.prepare("DELETE FROM expiring WHERE expires_at <= ?");
  let writes = 0;
  const sweepNowAndThen = (): void => {
    writes++;
    if (writes % WRITES_BETWEEN_SWEEPS === 0) sweep.run(Date.now());
  };
  const store: ClaimingStore = {
    opts: { dialect: "sqlite" },
    namespace: undefined,
    get: async <Value>(key: string) => get.get(key, Date.now())?.value as Value | undefined,
    set: async (key: string, value: unknown, ttlMs?: number) => {
      sweepNowAndThen();
      set.run(key, String(value), ttlMs === undefined ? null : Date.now() + ttlMs);
      return true;
    },
    delete: async (key) => Number(remove.run(key).changes) > 0,
    clear: async () => {
      database.exec("DELETE FROM expiring");
    },
    claim: async (key, value, ttlMs) => {
      sweepNowAndThen();
      const now = Date.now();
      return claim.get(key, value, now + ttlMs, now) !== undefined;
    },
    count: async (key, ttlMs) => {
      sweepNowAndThen();
      const now = Date.now();
      return Number(count.get(key, now + ttlMs, now)?.value);
    },
    on: () => store,
  };
  return store;
};
