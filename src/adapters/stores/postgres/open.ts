import type { BulkBlocks } from "../../../ports/bulk-blocks.ts";
import type { Log } from "../../../ports/log.ts";
import type { Indexing, PassageSearch } from "../../../ports/passage-search.ts";
import type { SnapshotStore } from "../../../ports/snapshots.ts";
import type { DurableStores } from "../durable-stores.ts";
import type { ClaimingStore } from "../keyv-sqlite.ts";
import { postgresAudit } from "./audit.ts";
import { postgresBulkBlocks } from "./bulk-blocks.ts";
import { postgresCases } from "./cases.ts";
import { postgresDocuments } from "./documents.ts";
import { keyvPostgres } from "./keyv.ts";
import { postgresDifferences, postgresRemovals } from "./list-changes.ts";
import { postgresLists } from "./lists.ts";
import { migrate } from "./migrate.ts";
import { documentsWithNotices, listen, listsWithNotices } from "./notices.ts";
import { postgresOutbox } from "./outbox.ts";
import { postgresPassages } from "./passages.ts";
import { openSession } from "./session.ts";
import { postgresSnapshots } from "./snapshots.ts";
import { postgresSettings, postgresSubscriptions } from "./subscriptions.ts";
import { postgresVectors } from "./vectors.ts";
import { postgresWatches } from "./watches.ts";

export interface PostgresStores extends DurableStores {
  /** For the Keyv adapter over the same database. */
  readonly keyv: ClaimingStore;
  /** Compiled indexes, one copy for all replicas. */
  readonly snapshots: SnapshotStore;
  /** Blocks of bulk jobs between processes. */
  readonly bulkBlocks: BulkBlocks;
  /** `null` when opened without the rules for it. */
  readonly passages: PassageSearch | null;
  close(): Promise<void>;
}

/**
 * Opens everything durable in one Postgres database and brings its schema up to date. `indexing`: how documents are read for
 * searching. Rejects with `RedflagError` "storage".
 */
export const openPostgres = async (
  url: string,
  log: Log,
  indexing: Indexing | null = null,
): Promise<PostgresStores> => {
  const session = openSession(url, log);
  try {
    await migrate(session);
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
  const notices = listen(session, log);
  const documents = documentsWithNotices(postgresDocuments(session, indexing), notices);
  return {
    lists: listsWithNotices(postgresLists(session), notices),
    documents,
    passages: indexing && postgresPassages(session, indexing, documents.revision),
    removals: postgresRemovals(session),
    differences: postgresDifferences(session),
    audit: postgresAudit(session),
    subscriptions: postgresSubscriptions(session),
    settings: postgresSettings(session),
    outbox: postgresOutbox(session),
    watches: postgresWatches(session),
    cases: postgresCases(session),
    vectors: postgresVectors(session),
    keyv: keyvPostgres(session),
    snapshots: postgresSnapshots(session, log),
    bulkBlocks: postgresBulkBlocks(session),
    close: async () => {
      await notices.close();
      await session.close();
    },
  };
};
