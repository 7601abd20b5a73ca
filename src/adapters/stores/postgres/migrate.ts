import { join } from "node:path";
import { assertNotNewer, readMigrations } from "../migrations.ts";
import { storageTrouble } from "../storage-trouble.ts";
import type { Run, Session } from "./session.ts";

const FOLDER = join(import.meta.dirname, "../../../../data/migrations/postgres");
/** Any number that other programs on the database do not use: the letters "redf". */
const LOCK = 0x72656466;

/**
 * Brings the database to the newest schema, one transaction a step. Replicas that start at once wait for each other.
 * Throws `RedflagError` "storage" when the database is newer than this program.
 */
export const migrate = async (session: Session, folder: string = FOLDER): Promise<void> => {
  const all = readMigrations(folder);
  const done = await session.inTransaction(async (run) => {
    await run("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await run("CREATE TABLE IF NOT EXISTS redflag_schema (version INTEGER NOT NULL)");
    const version = await versionOf(run);
    assertNotNewer(version, all);
    if (version === 0) await run("INSERT INTO redflag_schema SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM redflag_schema)");
    return version;
  });
  for (const migration of all.filter(({ number }) => number > done)) {
    await session.inTransaction(async (run) => {
      await run("SELECT pg_advisory_xact_lock($1)", [LOCK]);
      // Another replica may have migrated while this one waited for the lock.
      if (migration.number <= (await versionOf(run))) return;
      try {
        await run(migration.sql);
      } catch (thrown) {
        throw storageTrouble(`The schema change ${migration.name} failed`, thrown, "Nothing was changed.");
      }
      await run("UPDATE redflag_schema SET version = $1", [migration.number]);
    });
  }
};

const versionOf = async (run: Run): Promise<number> =>
  Number((await run("SELECT max(version) AS version FROM redflag_schema")).rows[0]?.version ?? 0);
