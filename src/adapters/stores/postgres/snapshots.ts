import { createHash } from "node:crypto";
import { messageOf } from "../../../core/errors.ts";
import type { Log } from "../../../ports/log.ts";
import type { SnapshotStore } from "../../../ports/snapshots.ts";
import type { Session } from "./session.ts";

/** Snapshots kept; older ones belong to lists that are no longer in force. */
const KEPT = 3;

const WRITE =
  "INSERT INTO snapshots (key, bytes) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, made_at = now()";
const DROP_OLD =
  "DELETE FROM snapshots WHERE key NOT IN (SELECT key FROM snapshots ORDER BY made_at DESC, key LIMIT $1)";

/** Snapshots in Postgres, one for all replicas. */
export const postgresSnapshots = (session: Session, log: Log): SnapshotStore => ({
  read: async (key) => {
    try {
      const { rows } = await session.run("SELECT bytes FROM snapshots WHERE key = $1", [nameOf(key)]);
      return (rows[0]?.bytes as Uint8Array | undefined) ?? null;
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

const nameOf = (key: string): string => createHash("sha256").update(key).digest("hex");
