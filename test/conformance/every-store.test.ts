import { afterAll, afterEach, beforeAll, describe } from "vitest";
import type { DurableStores } from "../../src/adapters/stores/durable-stores.ts";
import { expiringStore } from "../../src/adapters/stores/expiring.ts";
import { keyvRedis } from "../../src/adapters/stores/keyv-redis.ts";
import { type ClaimingStore, keyvSqlite } from "../../src/adapters/stores/keyv-sqlite.ts";
import { openPostgres, type PostgresStores } from "../../src/adapters/stores/postgres/open.ts";
import { openSqlite, type SqliteStores } from "../../src/adapters/stores/sqlite.ts";
import { memoryBlocks } from "../support/memory-blocks.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { hasRedis, type RedisServer, startRedis } from "../support/redis.ts";
import { silentLog } from "../support/silent-log.ts";
import { AUDIT_LOG_CHECKS } from "./audit-log-store.ts";
import { BULK_BLOCKS_CHECKS } from "./bulk-blocks.ts";
import { CASE_CHECKS } from "./case-store.ts";
import { DOCUMENT_STORE_CHECKS } from "./document-store.ts";
import { EXPIRING_STORE_CHECKS } from "./expiring-store.ts";
import { LIST_STORE_CHECKS } from "./list-store.ts";
import { OUTBOX_CHECKS } from "./outbox-store.ts";
import { conforms } from "./store-checks.ts";
import { SETTINGS_CHECKS, SUBSCRIPTION_CHECKS } from "./subscription-store.ts";
import { WATCH_CHECKS } from "./watch-store.ts";

/** What every durable store must keep, whichever database is behind it. */
const durable = (engine: string, fresh: () => Promise<DurableStores>): void => {
  conforms(`the ${engine} list store`, LIST_STORE_CHECKS, async () => (await fresh()).lists);
  conforms(`the ${engine} document store`, DOCUMENT_STORE_CHECKS, async () => (await fresh()).documents);
  conforms(`the ${engine} audit record`, AUDIT_LOG_CHECKS, async () => (await fresh()).audit);
  conforms(`the ${engine} outbox`, OUTBOX_CHECKS, async () => (await fresh()).outbox);
  conforms(`the ${engine} settings store`, SETTINGS_CHECKS, async () => (await fresh()).settings);
  conforms(`the ${engine} case store`, CASE_CHECKS, async () => (await fresh()).cases);
  conforms(`the ${engine} subscription store`, SUBSCRIPTION_CHECKS, async () => {
    const { subscriptions, outbox } = await fresh();
    return { ...subscriptions, outbox };
  });
  conforms(`the ${engine} watch store`, WATCH_CHECKS, async () => {
    const { watches, outbox } = await fresh();
    return { ...watches, outbox };
  });
};

const expiring = (engine: string, fresh: () => Promise<ClaimingStore>): void =>
  conforms(`Keyv over ${engine}`, EXPIRING_STORE_CHECKS, async () => expiringStore(await fresh()));

conforms("the blocks of bulk jobs in memory, which tests use", BULK_BLOCKS_CHECKS, memoryBlocks);

describe("SQLite", () => {
  const opened: SqliteStores[] = [];
  const fresh = async (): Promise<SqliteStores> => {
    const stores = openSqlite(":memory:");
    opened.push(stores);
    return stores;
  };
  afterEach(() => {
    for (const stores of opened.splice(0)) stores.close();
  });
  durable("SQLite", fresh);
  expiring("SQLite", async () => keyvSqlite((await fresh()).database));
});

describe.skipIf(!hasPostgres)("Postgres, when it is installed", () => {
  const opened: PostgresStores[] = [];
  let server: PostgresServer | null = null;
  let template = "";
  beforeAll(async () => {
    server = await startPostgres();
    template = await server.database();
    await (await openPostgres(template, silentLog)).close();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
  });
  afterAll(() => server?.stop());
  const fresh = async (): Promise<PostgresStores> => {
    if (!server) throw new Error("Postgres did not start.");
    const stores = await openPostgres(await server.database(template), silentLog);
    opened.push(stores);
    return stores;
  };
  durable("Postgres", fresh);
  conforms("the blocks of bulk jobs in Postgres", BULK_BLOCKS_CHECKS, async () => (await fresh()).bulkBlocks);
  expiring("Postgres", async () => (await fresh()).keyv);
});

describe.skipIf(!hasRedis)("Redis, when it is installed", () => {
  let server: RedisServer | null = null;
  let keyv: ReturnType<typeof keyvRedis> | null = null;
  beforeAll(async () => {
    server = await startRedis();
    keyv = keyvRedis(server.url);
  });
  afterAll(async () => {
    await keyv?.disconnect();
    await server?.stop();
  });
  expiring("Redis", async () => {
    if (!keyv) throw new Error("Redis did not start.");
    await keyv.clear();
    return keyv;
  });
});
