import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { BulkBlocks } from "../../../ports/bulk-blocks.ts";
import type { Session } from "./session.ts";

/** Lines of results repeat themselves: twenty times smaller at the lowest level, in two milliseconds for half a megabyte. */
const FAST = { level: 1 } as const;
const deflate = (bytes: Uint8Array): Promise<Buffer> => promisify(deflateRaw)(bytes, FAST);
const inflate = promisify(inflateRaw);

/** Jobs that nobody goes on with hold names of people: they are not kept for longer. */
const KEPT_DAYS = 7;
const FORGET = `DELETE FROM bulk_blocks WHERE put_at < now() - interval '${KEPT_DAYS} days'`;

const PUT = "INSERT INTO bulk_blocks (job, at, block) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const READ = "SELECT block FROM bulk_blocks WHERE job = $1 AND at = $2";
const FINISH = "UPDATE bulk_blocks SET result = $3 WHERE job = $1 AND at = $2 AND result IS NULL";
const FINISHED = `
  SELECT at, result FROM bulk_blocks WHERE job = $1 AND at = ANY($2) AND result IS NOT NULL ORDER BY at LIMIT $3`;
const DROP = "DELETE FROM bulk_blocks WHERE job = $1 AND ($2::bigint IS NULL OR at <= $2)";

export const postgresBulkBlocks = (session: Session): BulkBlocks => ({
  put: async (job, at, block) => void (await session.run(PUT, [job, at, await deflate(block)])),
  read: async (job, at) => {
    const { rows } = await session.run(READ, [job, at]);
    return rows[0] ? inflate(rows[0].block as Uint8Array) : null;
  },
  finish: async (job, at, result) => void (await session.run(FINISH, [job, at, await deflate(result)])),
  finished: async (job, at, most) => {
    const { rows } = await session.run(FINISHED, [job, at, most]);
    return Promise.all(
      rows.map(async (row) => ({ at: Number(row.at), result: await inflate(row.result as Uint8Array) })),
    );
  },
  drop: async (job, upTo) => {
    await session.run(DROP, [job, upTo]);
    if (upTo === null) await session.run(FORGET, []);
  },
});
