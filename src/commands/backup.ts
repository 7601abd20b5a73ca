import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqlite } from "../adapters/stores/sqlite.ts";
import { copyWhole, damageIn, sha256Of } from "../adapters/stores/sqlite-backup.ts";
import { BadInput, RedflagError } from "../core/errors.ts";
import { type Command, UsageError } from "./command.ts";
import { usePostgresTools } from "./postgres-dump.ts";

export const backup: Command = {
  name: "backup",
  usage: "<file>",
  what: "copies the whole store into a new file, also while the server runs",
  options: {},
  run: async ([file], _values, { config, out, progress }) => {
    if (!file) throw new UsageError("Name the file. Usage: redflag backup <file>");
    if (config.databaseUrl) throw usePostgresTools(config.databaseUrl, "backup", file);
    if (existsSync(file))
      throw new BadInput(`${file} is there already. Nothing was written. Name a file that is not there yet.`);
    const from = join(config.dataDir, "redflag.db");
    if (!existsSync(from))
      throw new BadInput(
        `There is no store at ${from}. Nothing was written. Set --data-dir to the folder of the server.`,
      );
    const part = `${file}.part`;
    const store = openSqlite(from);
    try {
      progress("Copying the store");
      await copyWhole(store.database, part);
      progress("Checking the copy");
      const copy = new DatabaseSync(part);
      try {
        const damage = damageIn(copy);
        if (damage !== null)
          throw new RedflagError(
            "storage",
            `The store is damaged (${damage}). No backup was written. Stop Redflag, then run: redflag restore <last good backup>`,
          );
      } finally {
        copy.close();
      }
      // Only a copy that was checked ever has the name that was asked for.
      renameSync(part, file);
    } finally {
      store.close();
      rmSync(part, { force: true });
    }
    out(`Backed up to ${file}, every page checked, sha256 ${await sha256Of(file)}`);
    out("It holds personal data and the audit record: keep it as you keep the store itself.");
  },
};
