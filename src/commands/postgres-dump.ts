import { RedflagError } from "../core/errors.ts";

const TOOLS = {
  backup: (file: string, database: string) => `pg_dump --format=custom --file=${file} --dbname=${database}`,
  restore: (file: string, database: string) =>
    `pg_restore --clean --if-exists --single-transaction --no-owner --dbname=${database} ${file}`,
} as const;

/** A shared database is copied by its own tools; the sentence holds the exact command, without the password. */
export const usePostgresTools = (databaseUrl: string, what: keyof typeof TOOLS, file: string): RedflagError => {
  const address = new URL(databaseUrl);
  const hidden = address.password !== "";
  address.password = "";
  const command = TOOLS[what](quoted(file), quoted(address.href));
  const password = hidden ? " The password is asked for, or taken from PGPASSWORD or ~/.pgpass." : "";
  const after =
    what === "restore"
      ? "\nStop every replica first. Afterwards move audit-anchor.json of each data folder aside and run: redflag audit verify"
      : "";
  return new RedflagError(
    "storage",
    `The store is in Postgres, which has tools of its own. Nothing was written. Run:\n${command}\n${password.trim()}${after}`.trim(),
  );
};

/** "it's" -> 'it'\''s' */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
