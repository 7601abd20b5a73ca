import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { RedflagError } from "../../core/errors.ts";
import { storageTrouble } from "./storage-trouble.ts";

const FOLDER = join(import.meta.dirname, "../../../data/migrations/sqlite");

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

const migrations = (folder: string): readonly Migration[] =>
  readdirSync(folder)
    .filter((name) => /^\d{3}-[\w-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 3)), name, sql: readFileSync(join(folder, name), "utf8") }));

/**
 * Brings a database to the newest schema: `NNN-name.sql` in order, each in its own transaction with its number
 * (`user_version`), so that a stop in between leaves a whole older schema. Throws `RedflagError` "storage" when the
 * database is newer than this program.
 */
export const migrate = (database: DatabaseSync, folder: string = FOLDER): void => {
  const all = migrations(folder);
  const version = (): number => Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
  const newest = all.at(-1)?.number ?? 0;
  if (version() > newest)
    throw new RedflagError(
      "storage",
      `The data folder was written by a newer version of Redflag (schema ${version()}, this one knows ${newest}). Nothing was changed. Update Redflag.`,
    );
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
