import type { DatabaseSync } from "node:sqlite";
import { type KnownHit, markKey, type Watch, type WatchMark } from "../../core/watch.ts";
import type { WatchStore } from "../../ports/watches.ts";
import { postQueue } from "./sqlite-outbox.ts";
import { inTransaction } from "./sqlite-transaction.ts";

export const sqliteWatches = (database: DatabaseSync): WatchStore => {
  const queue = postQueue(database);
  const put = database.prepare(
    "INSERT INTO watches (watch_id, body, hits) VALUES (?, ?, ?) ON CONFLICT (watch_id) DO UPDATE SET body = excluded.body, hits = excluded.hits",
  );
  const remove = database.prepare("DELETE FROM watches WHERE watch_id = ?");
  const all = database.prepare("SELECT body, hits FROM watches ORDER BY sequence");
  const getMark = database.prepare("SELECT mark FROM watch_mark");
  const setMark = database.prepare(
    "INSERT INTO watch_mark (only, mark) VALUES (1, ?) ON CONFLICT DO UPDATE SET mark = excluded.mark",
  );
  const setHits = database.prepare("UPDATE watches SET hits = ? WHERE watch_id = ?");
  const mark = (): string | null => {
    const row = getMark.get();
    return row ? String(row.mark) : null;
  };
  return {
    put: async (watches) =>
      inTransaction(database, () => {
        for (const { hits, ...watch } of watches) put.run(watch.watchId, JSON.stringify(watch), JSON.stringify(hits));
      }),
    remove: async (id) => Number(remove.run(id).changes) > 0,
    all: async () =>
      all.all().map((row) => ({
        ...(JSON.parse(String(row.body)) as Watch),
        hits: JSON.parse(String(row.hits)) as readonly KnownHit[],
      })),
    mark: async () => JSON.parse(mark() ?? "null") as WatchMark | null,
    settle: async (seen, next, hits, posts) =>
      inTransaction(database, () => {
        if (mark() !== (seen === null ? null : markKey(seen))) return false;
        for (const [watchId, known] of hits) setHits.run(JSON.stringify(known), watchId);
        for (const post of posts) queue(post);
        setMark.run(markKey(next));
        return true;
      }),
  };
};
