import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { assertNotNewer, readMigrations } from "./migrations.ts";
import { storageTrouble } from "./storage-trouble.ts";

const FOLDER = join(import.meta.dirname, "../../../data/migrations/sqlite");

/**
 * Brings a database to the newest schema: `NNN-name.sql` in order, each in its own transaction with its number
 * (`user_version`), so that a stop in between leaves a whole older schema. Throws `RedflagError` "storage" when the
 * database is newer than this program.
 */
export const migrate = (database: DatabaseSync, folder: string = FOLDER): void => {
  const all = readMigrations(folder);
  const version = (): number => Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
  assertNotNewer(version(), all);
  for (const migration of all) {
    if (migration.number <= version()) continue;
    database.exec("BEGIN IMMEDIATE");
    try {
      // Another process may have migrated while this one waited for the lock.
      if (migration.number > version()) {
        database.exec(migration.sql);
        database.exec(`PRAGMA user_version = ${migration.number}`);
      }
      database.exec("COMMIT");
    } catch (thrown) {
      database.exec("ROLLBACK");
      throw storageTrouble(`The schema change ${migration.name} failed`, thrown, "Nothing was changed.");
    }
  }
};
