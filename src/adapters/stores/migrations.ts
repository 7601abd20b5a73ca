import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RedflagError } from "../../core/errors.ts";

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** `NNN-name.sql` of a folder, in order. */
export const readMigrations = (folder: string): readonly Migration[] =>
  readdirSync(folder)
    .filter((name) => /^\d{3}-[\w-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 3)), name, sql: readFileSync(join(folder, name), "utf8") }));

/** Throws `RedflagError` "storage" when a store was written by a newer program than this one. */
export const assertNotNewer = (version: number, migrations: readonly Migration[]): void => {
  const newest = migrations.at(-1)?.number ?? 0;
  if (version <= newest) return;
  throw new RedflagError(
    "storage",
    `The store was written by a newer version of Redflag (schema ${version}, this one knows ${newest}). Nothing was changed. Update Redflag.`,
  );
};
