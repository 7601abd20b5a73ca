import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeConditionalDownload } from "../../src/adapters/download/download.ts";
import { expiringStore } from "../../src/adapters/stores/expiring.ts";
import { keyvSqlite } from "../../src/adapters/stores/keyv-sqlite.ts";
import { openSqlite, type SqliteStores } from "../../src/adapters/stores/sqlite.ts";
import type { Instant } from "../../src/core/dates.ts";
import { type RefreshDeps, refreshList, troubleOf } from "../../src/lists/refresh.ts";
import { type ListSource, sourceOf } from "../../src/lists/sources.ts";
import { takeList } from "../../src/lists/take.ts";
import { type ListServer, sending, startListServer } from "./misbehaving-server.ts";
import { MISBEHAVIOUR, publication, status } from "./misbehaviour.ts";

const MAX_BYTES = 4 * 1024 * 1024;
let server: ListServer;
let source: ListSource;
beforeAll(async () => {
  server = await startListServer();
  const sdn = sourceOf("ofac-sdn");
  const edition = sdn.editions[0];
  if (!edition) throw new Error("no edition");
  source = {
    ...sdn,
    editions: [{ ...edition, files: edition.files.map((file) => ({ ...file, url: server.url(file.name) })) }],
  };
});
afterAll(() => server.close());

const opened: SqliteStores[] = [];
afterEach(() => {
  for (const stores of opened.splice(0)) stores.close();
});
const setUp = (): RefreshDeps => {
  const stores = openSqlite(":memory:");
  opened.push(stores);
  let minute = 0;
  const now = () => `2026-01-01T00:${String(minute++).padStart(2, "0")}:00.000Z` as Instant;
  return {
    store: stores.lists,
    take: (files) => takeList(files, stores.lists, now),
    marks: expiringStore(keyvSqlite(stores.database)),
    download: makeConditionalDownload({
      allowPrivate: true,
      attempts: 2,
      backoffMs: 1,
      idleMs: 150,
      totalMs: 2_000,
      maxBytes: MAX_BYTES,
    }),
    now,
  };
};
/** The same deps with `publication(20)` in force. */
const loaded = async (): Promise<RefreshDeps> => {
  const deps = setUp();
  server.answerWith(sending(publication(20), { "Last-Modified": "Wed, 31 Dec 2025 07:28:00 GMT" }));
  expect((await refreshList(source, deps)).kind).toBe("updated");
  return deps;
};

describe("a server that misbehaves", () => {
  it.each(
    MISBEHAVIOUR,
  )("%s is refused with one line, the last good copy stays, and a good file is taken afterwards", async (_claim, answer, why) => {
    const deps = await loaded();
    const before = await deps.store.current();
    server.answerWith(answer);
    const refused = await refreshList(source, deps);
    expect(refused).toMatchObject({ kind: "refused", inForce: before[0], why: expect.stringMatching(why) });
    expect((refused as { why: string }).why).not.toContain("\n");
    expect(await deps.store.current()).toEqual(before);
    expect(await troubleOf(source, deps.marks)).toMatchObject({ why: expect.stringMatching(why) });
    server.answerWith(sending(publication(21, "NEW"), { "Last-Modified": "Thu, 01 Jan 2026 07:28:00 GMT" }));
    expect(await refreshList(source, deps)).toMatchObject({
      kind: "updated",
      version: { entries: 21, publishedOn: "2026-01-01" },
    });
    expect(await troubleOf(source, deps.marks)).toBeNull();
  });

  it("yesterday's file again is refused even without a date, and taken when told to", async () => {
    const deps = setUp();
    server.answerWith(sending(publication(20, "FIRST")));
    await refreshList(source, deps);
    server.answerWith(sending(publication(20, "SECOND")));
    await refreshList(source, deps);
    server.answerWith(sending(publication(20, "FIRST")));
    expect(await refreshList(source, deps)).toMatchObject({
      kind: "refused",
      why: expect.stringMatching(/replaced before/),
    });
    expect((await refreshList(source, deps, { allowOlder: true })).kind).toBe("updated");
  });

  it("a real shrink is taken when told to", async () => {
    const deps = await loaded();
    server.answerWith(sending(publication(8)));
    expect((await refreshList(source, deps, { allowShrink: true })).kind).toBe("updated");
  });

  it("a failure that passes is tried again, one that does not is not", async () => {
    const deps = setUp();
    let failures = 0;
    const good = sending(publication(20));
    server.answerWith((q, response, file) =>
      file === "SDN.CSV" && failures++ === 0 ? response.writeHead(503).end() : good(q, response, file),
    );
    expect((await refreshList(source, deps)).kind).toBe("updated");
    expect(server.requests().get("SDN.CSV")).toBe(2);
    server.answerWith(status(403));
    await refreshList(source, deps);
    expect(server.requests().get("SDN.CSV")).toBe(1);
  });

  it("an unchanged list is asked for with its ETag and only its time of retrieval is renewed", async () => {
    const deps = setUp();
    const files = publication(20);
    server.answerWith((request, response, file) =>
      request.headers["if-none-match"] === '"v1"'
        ? response.writeHead(304).end()
        : response.writeHead(200, { ETag: '"v1"' }).end(files[file]),
    );
    const first = await refreshList(source, deps);
    const second = await refreshList(source, deps);
    expect([first.kind, second.kind]).toEqual(["updated", "unchanged"]);
    const [version] = await deps.store.current();
    expect(version?.retrievedAt).toBe((second as { version: { retrievedAt: string } }).version.retrievedAt);
    expect(await deps.store.versions(source.id)).toHaveLength(1);
  });

  it("one changed file of four is never joined with three of another retrieval", async () => {
    const deps = setUp();
    let files = publication(20);
    let tag = '"v1"';
    server.answerWith((request, response, file) => {
      const own = file === "ALT.CSV" ? tag : '"v1"';
      return request.headers["if-none-match"] === own
        ? response.writeHead(304).end()
        : response.writeHead(200, { ETag: own }).end(files[file]);
    });
    await refreshList(source, deps);
    tag = '"v2"';
    files = { ...files, "ALT.CSV": (files["ALT.CSV"] ?? "").replace('EXAMPLE ALIAS 1"', 'EXAMPLE ALIAS ONE"') };
    expect((await refreshList(source, deps)).kind).toBe("updated");
    const listing = await deps.store.find(source.id, "1" as never);
    expect(listing?.names.map((n) => n.text)).toEqual(["EXAMPLE, Number 1", "EXAMPLE ALIAS ONE"]);
  });
});

describe("addresses inside a private network", () => {
  it.each([
    ["this machine by number", "http://127.0.0.1/x"],
    ["this machine by name", "http://localhost/x"],
    ["this machine in IPv6", "http://[::1]/x"],
    ["this machine as a mapped address", "http://[::ffff:127.0.0.1]/x"],
    ["a cloud's metadata service", "http://169.254.169.254/latest/meta-data"],
    ["a private network", "http://10.1.2.3/x"],
    ["a decimal spelling of this machine", "http://2130706433/x"],
  ])("%s is not fetched", async (_claim, url) => {
    await expect(makeConditionalDownload({ attempts: 1 })(url, null)).rejects.toThrow(/inside a private network/);
  });
});
