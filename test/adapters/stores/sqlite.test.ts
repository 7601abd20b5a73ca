import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openSqlite, type SqliteStores } from "../../../src/adapters/stores/sqlite.ts";
import type { Instant } from "../../../src/core/dates.ts";
import { fictional, versionOf } from "../../conformance/list-store.ts";

const folder = mkdtempSync(join(tmpdir(), "redflag-sqlite-"));
const opened: SqliteStores[] = [];
let count = 0;
const fresh = (path = join(folder, `${count++}`, "store.sqlite")): SqliteStores => {
  const stores = openSqlite(path);
  opened.push(stores);
  return stores;
};
afterEach(() => {
  for (const stores of opened.splice(0)) stores.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the SQLite file", () => {
  it("keeps everything when it is closed and opened again", async () => {
    const path = join(folder, "again.sqlite");
    const first = fresh(path);
    await first.lists.install(versionOf("a".repeat(64), 1), [fictional("1", "ANN EXAMPLE")]);
    await first.audit.append({
      at: "2024-01-01T00:00:00.000Z" as Instant,
      kind: "k",
      actor: "a",
      place: "p",
      detail: 1,
    });
    first.close();
    const second = fresh(path);
    expect(await second.lists.current()).toEqual([versionOf("a".repeat(64), 1)]);
    const next = await second.audit.append({
      at: "2024-01-02T00:00:00.000Z" as Instant,
      kind: "k",
      actor: "a",
      place: "p",
      detail: 2,
    });
    expect(next.sequence).toBe(2);
  });

  it("refuses to change or delete what stands in the audit record", async () => {
    const { audit, database } = fresh();
    await audit.append({ at: "2024-01-01T00:00:00.000Z" as Instant, kind: "k", actor: "a", place: "p", detail: 1 });
    expect(() => database.exec("UPDATE audit_entries SET actor = 'x'")).toThrow(/append-only/);
    expect(() => database.exec("DELETE FROM audit_entries")).toThrow(/append-only/);
  });

  it("is named when it is no database", () => {
    const path = join(folder, "text.sqlite");
    writeFileSync(path, "This is a letter, not a database. ".repeat(100));
    expect(() => fresh(path)).toThrow(/damaged.*Nothing was changed.*restore/s);
  });

  it("of a newer program is left alone", () => {
    const path = join(folder, "newer.sqlite");
    fresh(path).close();
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 999");
    database.close();
    expect(() => fresh(path)).toThrow(/newer version/);
  });

  it("stores a version that changes one listing of a thousand for a small part of the first", async () => {
    const { lists, database } = fresh();
    const bytes = (): number =>
      Number(
        database
          .prepare(
            "SELECT (SELECT sum(length(body) + length(hash)) FROM listing_states) + (SELECT sum(length(members)) FROM list_versions) AS n",
          )
          .get()?.n,
      );
    const listings = Array.from({ length: 1000 }, (_, i) => fictional(String(i), `EXAMPLE NUMBER ${i}`, i * 12));
    await lists.install(versionOf("a".repeat(64), 1000), listings);
    const first = bytes();
    const changed = listings.map((l, i) =>
      fictional(l.listingId, i === 500 ? "RENAMED EXAMPLE" : (l.names[0]?.text ?? ""), i * 12 + (i > 500 ? 3 : 0)),
    );
    await lists.install(versionOf("b".repeat(64), 1000), changed);
    expect((bytes() - first) / first).toBeLessThan(0.02);
  });
});
