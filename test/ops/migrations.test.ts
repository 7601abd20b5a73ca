import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CHAIN_START, chained, digestOf, hashOf } from "../../src/adapters/stores/audit-chain.ts";
import { keyvSqlite } from "../../src/adapters/stores/keyv-sqlite.ts";
import { postgresAudit } from "../../src/adapters/stores/postgres/audit.ts";
import { postgresCases } from "../../src/adapters/stores/postgres/cases.ts";
import { postgresDocuments } from "../../src/adapters/stores/postgres/documents.ts";
import { keyvPostgres } from "../../src/adapters/stores/postgres/keyv.ts";
import { postgresLists } from "../../src/adapters/stores/postgres/lists.ts";
import { migrate as migratePostgres } from "../../src/adapters/stores/postgres/migrate.ts";
import { openPostgres } from "../../src/adapters/stores/postgres/open.ts";
import { postgresOutbox } from "../../src/adapters/stores/postgres/outbox.ts";
import { openSession, type Session } from "../../src/adapters/stores/postgres/session.ts";
import { postgresSettings, postgresSubscriptions } from "../../src/adapters/stores/postgres/subscriptions.ts";
import { postgresVectors } from "../../src/adapters/stores/postgres/vectors.ts";
import { postgresWatches } from "../../src/adapters/stores/postgres/watches.ts";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sqliteAudit } from "../../src/adapters/stores/sqlite-audit.ts";
import { sqliteCases } from "../../src/adapters/stores/sqlite-cases.ts";
import { sqliteDocuments } from "../../src/adapters/stores/sqlite-documents.ts";
import { sqliteLists } from "../../src/adapters/stores/sqlite-lists.ts";
import { migrate } from "../../src/adapters/stores/sqlite-migrate.ts";
import { sqliteOutbox } from "../../src/adapters/stores/sqlite-outbox.ts";
import { sqliteSettings, sqliteSubscriptions } from "../../src/adapters/stores/sqlite-subscriptions.ts";
import { sqliteVectors } from "../../src/adapters/stores/sqlite-vectors.ts";
import { sqliteWatches } from "../../src/adapters/stores/sqlite-watches.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import type { Instant } from "../../src/core/dates.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { SEEDS, type Seeded } from "../support/seeds.ts";
import { silentLog } from "../support/silent-log.ts";

const FOLDER = join(import.meta.dirname, "../../data/migrations");
const RULES = { start: CHAIN_START, hashOf, digestOf };

let made: string[] = [];
afterEach(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
  made = [];
});
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "redflag-migrations-"));
  made.push(path);
  return path;
};

const namesOf = (engine: string): readonly string[] => readdirSync(join(FOLDER, engine)).sort();

/** The migrations as they were when schema `n` was the newest. */
const upTo = (engine: string, n: number): string => {
  const path = folder();
  for (const name of namesOf(engine).slice(0, n)) copyFileSync(join(FOLDER, engine, name), join(path, name));
  return path;
};

type Stores<World> = {
  readonly [Store in keyof Seeded]: readonly [since: number, of: (world: World) => Seeded[Store]];
};

/** Each store with the schema that brought its tables. */
const SQLITE: Stores<DatabaseSync> = {
  lists: [1, sqliteLists],
  documents: [2, sqliteDocuments],
  audit: [9, sqliteAudit],
  expiring: [4, keyvSqlite],
  outbox: [5, sqliteOutbox],
  subscriptions: [6, sqliteSubscriptions],
  settings: [6, sqliteSettings],
  watches: [7, sqliteWatches],
  cases: [8, sqliteCases],
  vectors: [10, sqliteVectors],
};
const POSTGRES: Stores<Session> = {
  lists: [1, postgresLists],
  documents: [2, (session) => postgresDocuments(session, null)],
  audit: [3, postgresAudit],
  expiring: [4, keyvPostgres],
  outbox: [5, postgresOutbox],
  subscriptions: [6, postgresSubscriptions],
  settings: [6, postgresSettings],
  watches: [7, postgresWatches],
  cases: [8, postgresCases],
  vectors: [9, postgresVectors],
};

const thereAt = <World>(stores: Stores<World>, n: number): readonly (keyof Seeded)[] =>
  (Object.keys(stores) as (keyof Seeded)[]).filter((name) => stores[name][0] <= n);

const put = async <World>(stores: Stores<World>, world: World, n: number): Promise<void> => {
  for (const name of thereAt(stores, n)) await SEEDS[name].put(stores[name][1](world) as never);
};
const check = async <World>(stores: Stores<World>, world: World, n: number): Promise<void> => {
  for (const name of thereAt(stores, n)) await SEEDS[name].check(stores[name][1](world) as never);
};

/** Before schema 9 entries had no personal parts and no head stood beside them. */
const appendOld = (database: DatabaseSync): void => {
  let previous = CHAIN_START;
  for (const sequence of [1, 2, 3]) {
    const at = "2026-01-01T00:00:00.000Z" as Instant;
    const entry = chained(
      { at, kind: "answer", actor: "U1", place: "cli", detail: { n: sequence } },
      sequence,
      previous,
    );
    previous = entry.hash;
    database
      .prepare(
        "INSERT INTO audit_entries (sequence, at, kind, actor, place, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      )
      .run(
        sequence,
        at,
        entry.kind,
        entry.actor,
        entry.place,
        JSON.stringify(entry.detail),
        entry.previous,
        entry.hash,
      );
  }
};

const schemaOf = (database: DatabaseSync): unknown =>
  database.prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").all();

describe("a SQLite store of an earlier schema", () => {
  const fresh = new DatabaseSync(":memory:");
  migrate(fresh);

  it.each(
    namesOf("sqlite").map((name, i) => [name, i + 1]),
  )("of %s is brought to the newest one with every row it holds", async (_name, n) => {
    const path = join(folder(), "redflag.db");
    const old = new DatabaseSync(path);
    migrate(old, upTo("sqlite", n));
    expect(old.prepare("PRAGMA user_version").get()?.user_version).toBe(n);
    await put(SQLITE, old, n);
    if (n >= 3 && n < 9) appendOld(old);
    old.close();

    const stores = openSqlite(path);
    await check(SQLITE, stores.database, n);
    const audit = await verifyAudit(stores.audit, RULES);
    expect([audit.broken, audit.entries]).toEqual([null, n < 3 ? 0 : n < 9 ? 3 : 2]);
    expect(schemaOf(stores.database)).toEqual(schemaOf(fresh));
    // And it is written to as any other.
    await stores.audit.append({
      at: "2026-11-20T09:00:00.000Z" as Instant,
      kind: "x",
      actor: "",
      place: "",
      detail: 1,
    });
    expect((await verifyAudit(stores.audit, RULES)).broken).toBeNull();
    stores.close();
  });
  it("knows every store there is", () => {
    expect(thereAt(SQLITE, namesOf("sqlite").length)).toHaveLength(Object.keys(SEEDS).length);
  });
  it("stops where a later program has written, and changes nothing", () => {
    const path = join(folder(), "redflag.db");
    openSqlite(path).close();
    const later = new DatabaseSync(path);
    later.exec("PRAGMA user_version = 999");
    later.close();
    expect(() => openSqlite(path)).toThrow(/written by a newer version of Redflag \(schema 999, .*Update Redflag/);
  });
});

describe.skipIf(!hasPostgres)("a Postgres store of an earlier schema, when it is installed", () => {
  let server: PostgresServer | null = null;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  it.each(
    namesOf("postgres").map((name, i) => [name, i + 1]),
  )("of %s is brought to the newest one with every row it holds", async (_name, n) => {
    if (!server) throw new Error("Postgres did not start.");
    const url = await server.database();
    const old = openSession(url, silentLog);
    await migratePostgres(old, upTo("postgres", n));
    await put(POSTGRES, old, n);
    await old.close();

    const stores = await openPostgres(url, silentLog);
    const session = openSession(url, silentLog);
    await check(POSTGRES, session, n);
    const { rows } = await session.run("SELECT version FROM redflag_schema");
    expect(rows).toEqual([{ version: namesOf("postgres").length }]);
    const audit = await verifyAudit(stores.audit, RULES);
    expect([audit.broken, audit.entries]).toEqual([null, n < 3 ? 0 : 2]);
    await session.close();
    await stores.close();
  });
});
