import { join } from "node:path";
import { systemNow } from "./adapters/clock.ts";
import { anchoredAudit } from "./adapters/stores/audit-anchor.ts";
import type { DurableStores } from "./adapters/stores/durable-stores.ts";
import { expiringStore, SERVER_PATIENCE_MS } from "./adapters/stores/expiring.ts";
import { type ClaimingStore, keyvSqlite } from "./adapters/stores/keyv-sqlite.ts";
import { nearestSnapshot } from "./adapters/stores/nearest-snapshot.ts";
import { snapshotFiles } from "./adapters/stores/snapshot-files.ts";
import { openSqlite } from "./adapters/stores/sqlite.ts";
import { makeIndexing } from "./ask/indexing.ts";
import type { Config } from "./config.ts";
import { cutPassages } from "./corpus/passages.ts";
import type { BulkBlocks } from "./ports/bulk-blocks.ts";
import type { HeavyWork } from "./ports/heavy-work.ts";
import type { Log } from "./ports/log.ts";
import type { PassageSearch } from "./ports/passage-search.ts";
import type { SnapshotStore } from "./ports/snapshots.ts";
import type { ExpiringStore } from "./ports/stores.ts";
import type { WorkQueue } from "./ports/work-queue.ts";
import { heavyThread } from "./threads.ts";

/** Every store the configuration names, opened once. */
export interface OpenStores extends DurableStores {
  readonly expiring: ExpiringStore;
  readonly snapshots: SnapshotStore;
  /** Search over more passages than fit into memory; `null` without Postgres. */
  readonly passages: PassageSearch | null;
  readonly heavy: HeavyWork;
  /** Blocks of bulk jobs between processes; `null` where there is one process only. */
  readonly bulkBlocks: BulkBlocks | null;
  /** Work that any replica may do; `null` where there is one process only. */
  readonly queue: WorkQueue | null;
  readonly close: () => Promise<void>;
}

/** A database and what lies over it. */
interface Engine {
  readonly durable: DurableStores;
  readonly keyv: ClaimingStore;
  readonly snapshots: SnapshotStore;
  readonly passages: PassageSearch | null;
  readonly queue: WorkQueue | null;
  readonly bulkBlocks: BulkBlocks | null;
  /** Where a thread finds the same database. */
  readonly database: string;
  readonly close: () => Promise<void>;
}

/** Opens Postgres where it is configured, else the embedded file. Rejects with `RedflagError` "storage". */
export const openStores = async (config: Config, log: Log): Promise<OpenStores> => {
  const files = snapshotFiles(join(config.dataDir, "snapshots"), log);
  const engine = config.databaseUrl ? await shared(config.databaseUrl, files, log) : embedded(config.dataDir, files);
  const { durable } = engine;
  // What is not configured is not loaded: the client of Redis takes half a second of every start.
  const keyv = config.redisUrl
    ? (await import("./adapters/stores/keyv-redis.ts")).keyvRedis(config.redisUrl)
    : engine.keyv;
  const anchored = anchoredAudit(durable.audit, join(config.dataDir, "audit-anchor.json"), config.trust.anchorKey, log);
  const lists = heavyThread(engine.database, { store: durable.lists, removals: durable.removals, now: systemNow }, log);
  return {
    ...durable,
    audit: anchored.audit,
    // A server may be restarted; the embedded file is there or it is not.
    expiring: expiringStore(keyv, config.redisUrl || config.databaseUrl ? SERVER_PATIENCE_MS : 0),
    snapshots: engine.snapshots,
    passages: engine.passages,
    heavy: lists.heavy,
    queue: engine.queue,
    bulkBlocks: engine.bulkBlocks,
    close: async () => {
      await engine.queue?.stop();
      anchored.close();
      await lists.close();
      await keyv.disconnect?.();
      await engine.close();
    },
  };
};

const embedded = (dataDir: string, snapshots: SnapshotStore): Engine => {
  const database = join(dataDir, "redflag.db");
  const sqlite = openSqlite(database);
  const close = async (): Promise<void> => sqlite.close();
  return {
    durable: sqlite,
    keyv: keyvSqlite(sqlite.database),
    snapshots,
    passages: null,
    queue: null,
    bulkBlocks: null,
    database,
    close,
  };
};

const shared = async (url: string, files: SnapshotStore, log: Log): Promise<Engine> => {
  const [{ openPostgres }, { openPostgresQueue }] = await Promise.all([
    import("./adapters/stores/postgres/open.ts"),
    import("./adapters/queue/postgres-queue.ts"),
  ]);
  const postgres = await openPostgres(url, log, makeIndexing(cutPassages));
  const queue = await openPostgresQueue(url, log);
  const snapshots = nearestSnapshot(files, postgres.snapshots);
  const { keyv, passages, bulkBlocks } = postgres;
  const close = (): Promise<void> => postgres.close();
  return { durable: postgres, keyv, snapshots, passages, queue, bulkBlocks, database: url, close };
};
