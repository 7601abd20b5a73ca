import type { SnapshotStore } from "../../ports/snapshots.ts";

/** This machine's copy first, then the one all replicas share; what was fetched is kept on this machine, and nobody waits for that. */
export const nearestSnapshot = (near: SnapshotStore, shared: SnapshotStore): SnapshotStore => ({
  read: async (key) => {
    const here = await near.read(key);
    if (here) return here;
    const there = await shared.read(key);
    if (there) void near.write(key, there);
    return there;
  },
  write: async (key, bytes) => {
    await near.write(key, bytes);
    await shared.write(key, bytes);
  },
});
