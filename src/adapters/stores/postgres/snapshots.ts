import { createHash } from "node:crypto";
import { messageOf } from "../../../core/errors.ts";
import type { Log } from "../../../ports/log.ts";
import type { SnapshotStore } from "../../../ports/snapshots.ts";
import type { Session } from "./session.ts";

/** Snapshots kept; older ones belong to lists that are no longer in force. */
const KEPT = 3;

/**
 * Bytes of a row. One row of 43 MB is copied again and again while it comes in, and its text is made when all of it is there:
 * 300 ms of processor time; in parts of 1 MB it is 130 ms, and Postgres writes while this process reads.
 */
const PART = 1 << 20;
const READ = `
  SELECT substring(bytes FROM at FOR $2::int) AS part
  FROM snapshots, generate_series(1, octet_length(bytes), $2::int) AS at WHERE key = $1 ORDER BY at`;

const WRITE =
  "INSERT INTO snapshots (key, bytes) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, made_at = now()";
const DROP_OLD =
  "DELETE FROM snapshots WHERE key NOT IN (SELECT key FROM snapshots ORDER BY made_at DESC, key LIMIT $1)";

/** Snapshots in Postgres, one for all replicas. */
export const postgresSnapshots = (session: Session, log: Log): SnapshotStore => ({
  read: async (key) => {
    try {
      const { rows } = await session.run(READ, [nameOf(key), PART]);
      return rows.length === 0 ? null : joined(rows.map((row) => row.part as Uint8Array));
    } catch (thrown) {
      log.warn("shared index snapshot not read", { reason: messageOf(thrown) });
      return null;
    }
  },
  write: async (key, bytes) => {
    try {
      await session.run(WRITE, [nameOf(key), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]);
      await session.run(DROP_OLD, [KEPT]);
    } catch (thrown) {
      log.warn("index snapshot not shared", { reason: messageOf(thrown) });
    }
  },
});

/** In shared memory, so that other threads can use the index without a copy of their own. */
const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(new SharedArrayBuffer(parts.reduce((sum, part) => sum + part.length, 0)));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const nameOf = (key: string): string => createHash("sha256").update(key).digest("hex");
