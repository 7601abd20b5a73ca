import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { SnapshotStore } from "../../ports/snapshots.ts";

/** Snapshots kept; older ones belong to lists that are no longer in force. */
const KEPT = 3;

/** One file a key in a folder of its own; written beside and renamed, so that a reader never sees half of one. */
export const snapshotFiles = (folder: string, log: Log): SnapshotStore => {
  const pathOf = (key: string): string => join(folder, `${createHash("sha256").update(key).digest("hex")}.index`);
  return {
    read: (key) => readShared(pathOf(key)).catch(() => null),
    write: async (key, bytes) => {
      const path = pathOf(key);
      const part = `${path}.${randomUUID()}.part`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(part, bytes);
        await rename(part, path);
        await dropOld(folder);
      } catch (thrown) {
        await rm(part, { force: true }).catch(() => {});
        log.warn("index snapshot not kept", { reason: messageOf(thrown) });
      }
    },
  };
};

/** Into shared memory, so that other threads can use the index without a copy of their own. */
const readShared = async (path: string): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer((await file.stat()).size));
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) throw new Error("The file became shorter while it was read.");
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
};

const dropOld = async (folder: string): Promise<void> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".index"));
  const aged = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
  const old = aged.toSorted((a, b) => b.at - a.at).slice(KEPT);
  for (const { name } of old) await rm(join(folder, name), { force: true });
};
