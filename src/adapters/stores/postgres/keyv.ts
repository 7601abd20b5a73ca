import type { ClaimingStore } from "../keyv-sqlite.ts";
import type { Session } from "./session.ts";

/** Writes between two sweeps of what has expired: expired rows are never read, sweeping only frees space. */
const WRITES_BETWEEN_SWEEPS = 500;

const SET =
  "INSERT INTO expiring (key, value, expires_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at";

const COUNT = `
  INSERT INTO expiring (key, value, expires_at) VALUES ($1, '1', $2)
  ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at,
    value = CASE WHEN expiring.expires_at <= $3 THEN '1' ELSE (expiring.value::bigint + 1)::text END
  RETURNING value`;

/** Keyv 5 storage over Postgres (table `expiring`). Expiry goes by this process's clock, as in the embedded store. */
export const keyvPostgres = (session: Session): ClaimingStore => {
  let writes = 0;
  const sweepNowAndThen = async (): Promise<void> => {
    writes++;
    if (writes % WRITES_BETWEEN_SWEEPS === 0)
      await session.run("DELETE FROM expiring WHERE expires_at <= $1", [Date.now()]);
  };
  const store: ClaimingStore = {
    opts: { dialect: "postgres" },
    namespace: undefined,
    get: async <Value>(key: string) => {
      const sql = "SELECT value FROM expiring WHERE key = $1 AND (expires_at IS NULL OR expires_at > $2)";
      return (await session.run(sql, [key, Date.now()])).rows[0]?.value as Value | undefined;
    },
    set: async (key: string, value: unknown, ttlMs?: number) => {
      await sweepNowAndThen();
      await session.run(SET, [key, String(value), ttlMs === undefined ? null : Date.now() + ttlMs]);
      return true;
    },
    delete: async (key) => (await session.run("DELETE FROM expiring WHERE key = $1", [key])).changes > 0,
    clear: async () => void (await session.run("DELETE FROM expiring")),
    claim: async (key, value, ttlMs) => {
      await sweepNowAndThen();
      const now = Date.now();
      // One statement, so that it is atomic: the row is taken over only when its holder has expired.
      const { changes } = await session.run(`${SET} WHERE expiring.expires_at <= $4`, [key, value, now + ttlMs, now]);
      return changes > 0;
    },
    count: async (key, ttlMs) => {
      await sweepNowAndThen();
      const now = Date.now();
      return Number((await session.run(COUNT, [key, now + ttlMs, now])).rows[0]?.value);
    },
    on: () => store,
  };
  return store;
};
