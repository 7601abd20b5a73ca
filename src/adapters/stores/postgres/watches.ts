import { type KnownHit, markKey, type Watch, type WatchMark } from "../../../core/watch.ts";
import type { WatchStore } from "../../../ports/watches.ts";
import { queuePost } from "./outbox.ts";
import type { Session } from "./session.ts";

const PUT =
  "INSERT INTO watches (watch_id, body, hits) VALUES ($1, $2, $3) ON CONFLICT (watch_id) DO UPDATE SET body = excluded.body, hits = excluded.hits";

export const postgresWatches = (session: Session): WatchStore => ({
  put: (watches) =>
    session.inTransaction(async (run) => {
      for (const { hits, ...watch } of watches)
        await run(PUT, [watch.watchId, JSON.stringify(watch), JSON.stringify(hits)]);
    }),
  remove: async (id) => (await session.run("DELETE FROM watches WHERE watch_id = $1", [id])).changes > 0,
  all: async () =>
    (await session.run("SELECT body, hits FROM watches ORDER BY sequence")).rows.map((row) => ({
      ...(JSON.parse(String(row.body)) as Watch),
      hits: JSON.parse(String(row.hits)) as readonly KnownHit[],
    })),
  mark: async () => {
    const { rows } = await session.run("SELECT mark FROM watch_mark");
    return JSON.parse(String(rows[0]?.mark ?? "null")) as WatchMark | null;
  },
  settle: (seen, next, hits, posts) =>
    session.inTransaction(async (run) => {
      // Of two replicas that rescreened the same change the second finds the mark moved on.
      await run("LOCK TABLE watch_mark IN EXCLUSIVE MODE");
      const { rows } = await run("SELECT mark FROM watch_mark");
      if ((rows[0]?.mark ?? null) !== (seen === null ? null : markKey(seen))) return false;
      for (const [watchId, known] of hits)
        await run("UPDATE watches SET hits = $1 WHERE watch_id = $2", [JSON.stringify(known), watchId]);
      for (const post of posts) await queuePost(run, post);
      await run(
        "INSERT INTO watch_mark (only_one, mark) VALUES (TRUE, $1) ON CONFLICT (only_one) DO UPDATE SET mark = excluded.mark",
        [markKey(next)],
      );
      return true;
    }),
});
