import { RedflagError } from "../core/errors.ts";

/** A shared database is copied by its own tools; the sentence holds the exact commands, without the password. */
export const usePostgresTools = (databaseUrl: string, what: "backup" | "restore", file: string): RedflagError => {
  const given = new URL(databaseUrl);
  const hidden = given.password !== "";
  given.password = "";
  const lines = what === "backup" ? backupLines(given, file) : restoreLines(given, file);
  const password = hidden ? ["The password is asked for, or taken from PGPASSWORD or ~/.pgpass."] : [];
  const said = [
    "The store is in Postgres, which has tools of its own. Nothing was written. Run:",
    ...lines,
    ...password,
  ];
  return new RedflagError("storage", said.join("\n"));
};

const backupLines = (database: URL, file: string): readonly string[] => [
  `pg_dump --format=custom --file=${quoted(file)} --dbname=${quoted(database.href)}`,
];

/** Into a database of its own: the old one stays as it is until the new one is looked at. */
const restoreLines = (database: URL, file: string): readonly string[] => {
  const [next, server] = [new URL(database), new URL(database)];
  next.pathname = `${database.pathname}_restored`;
  server.pathname = "/postgres";
  return [
    `createdb --maintenance-db=${quoted(server.href)} ${quoted(next.pathname.slice(1))}`,
    `pg_restore --single-transaction --no-owner --dbname=${quoted(next.href)} ${quoted(file)}`,
    "Then stop every replica, move audit-anchor.json of each data folder aside, set DATABASE_URL to the new database, and run: redflag audit verify",
  ];
};

/** "it's" -> 'it'\''s' */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
