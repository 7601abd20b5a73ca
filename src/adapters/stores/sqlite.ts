import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DurableStores } from "./durable-stores.ts";
import { sqliteAudit } from "./sqlite-audit.ts";
import { sqliteCases } from "./sqlite-cases.ts";
import { sqliteDifferences } from "./sqlite-differences.ts";
import { sqliteDocuments } from "./sqlite-documents.ts";
import { sqliteLists } from "./sqlite-lists.ts";
import { migrate } from "./sqlite-migrate.ts";
import { sqliteOutbox } from "./sqlite-outbox.ts";
import { sqliteRemovals } from "./sqlite-removals.ts";
import { sqliteSettings, sqliteSubscriptions } from "./sqlite-subscriptions.ts";
import { sqliteVectors } from "./sqlite-vectors.ts";
import { sqliteWatches } from "./sqlite-watches.ts";
import { storageTrouble } from "./storage-trouble.ts";

/** Everything durable, in one SQLite file. */
export interface SqliteStores extends DurableStores {
  /** For the Keyv adapter over the same file. */
  readonly database: DatabaseSync;
  close(): void;
}

/** How long a writer waits for another process before it gives up, milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens (or makes) the store and brings its schema up to date. `:memory:` keeps everything in memory.
 * WAL: readers never wait for a writer, and a transaction cut off by a crash or kill -9 is undone at the next open.
 * Throws `RedflagError` "storage" when the file cannot be opened or is no database.
 */
export const openSqlite = (path: string): SqliteStores => {
  let database: DatabaseSync | null = null;
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
    migrate(database);
  } catch (thrown) {
    database?.close();
    throw storageTrouble(
      `The store ${path} cannot be opened`,
      thrown,
      "Nothing was changed. Check the folder's permissions and free space.",
    );
  }
  const open = database;
  return {
    lists: sqliteLists(open),
    removals: sqliteRemovals(open),
    documents: sqliteDocuments(open),
    audit: sqliteAudit(open),
    subscriptions: sqliteSubscriptions(open),
    settings: sqliteSettings(open),
    outbox: sqliteOutbox(open),
    watches: sqliteWatches(open),
    cases: sqliteCases(open),
    differences: sqliteDifferences(open),
    vectors: sqliteVectors(open),
    database: open,
    close: () => {
      if (open.isOpen) open.close();
    },
  };
};
