import { makeConditionalDownload } from "../../src/adapters/download/download.ts";
import { expiringStore } from "../../src/adapters/stores/expiring.ts";
import { keyvSqlite } from "../../src/adapters/stores/keyv-sqlite.ts";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import type { Instant } from "../../src/core/dates.ts";
import { type RefreshDeps, refreshList } from "../../src/lists/refresh.ts";
import { type ListSource, sourceOf } from "../../src/lists/sources.ts";
import { takeList } from "../../src/lists/take.ts";
import { sending, startListServer } from "../../test/lists/misbehaving-server.ts";
import { MISBEHAVIOUR, publication } from "../../test/lists/misbehaviour.ts";
import type { Row } from "./report.ts";

const LIMITS = {
  allowPrivate: true,
  attempts: 2,
  backoffMs: 1,
  idleMs: 150,
  totalMs: 2_000,
  maxBytes: 4 * 1024 * 1024,
};

/** A local server that misbehaves in every way of the table; a good file afterwards must be taken. */
export const misbehaving = async (): Promise<readonly Row[]> => {
  const server = await startListServer();
  const sdn = sourceOf("ofac-sdn");
  const files = (sdn.editions[0]?.files ?? []).map((file) => ({ ...file, url: server.url(file.name) }));
  const source: ListSource = { ...sdn, editions: [{ format: "ofac-flat", files }] };
  const rows: Row[] = [];
  for (const [what, answer, why] of MISBEHAVIOUR) {
    const stores = openSqlite(":memory:");
    const now = (): Instant => new Date().toISOString() as Instant;
    const deps: RefreshDeps = {
      store: stores.lists,
      take: (files) => takeList(files, stores.lists, now),
      marks: expiringStore(keyvSqlite(stores.database)),
      download: makeConditionalDownload(LIMITS),
      now,
    };
    server.answerWith(sending(publication(20), { "Last-Modified": "Wed, 31 Dec 2025 07:28:00 GMT" }));
    await refreshList(source, deps);
    const before = JSON.stringify(await stores.lists.current());
    server.answerWith(answer);
    const refused = await refreshList(source, deps);
    const kept = JSON.stringify(await stores.lists.current()) === before;
    server.answerWith(sending(publication(21, "NEW"), { "Last-Modified": "Thu, 01 Jan 2026 07:28:00 GMT" }));
    const after = await refreshList(source, deps);
    const line = refused.kind === "refused" ? refused.why : refused.kind;
    rows.push({
      what: `server: ${what}`,
      expected: "refused, kept",
      got: line.slice(0, 110),
      passed: refused.kind === "refused" && why.test(line) && kept && after.kind === "updated",
    });
    stores.close();
  }
  await server.close();
  return rows;
};
