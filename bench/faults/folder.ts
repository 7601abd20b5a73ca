import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Claim } from "./row.ts";

/** Runs `work` with an empty folder that is deleted afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-faults-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Runs `work` with a disk of its own of so many megabytes. Needs the right to mount. */
export const onSmallDisk = (
  megabytes: number,
  work: (folder: string) => Promise<readonly Claim[]>,
): Promise<readonly Claim[]> =>
  inFolder(async (folder) => {
    must("mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "redflag-faults", folder);
    try {
      return await work(folder);
    } finally {
      must("umount", "-l", folder);
    }
  });

const must = (program: string, ...args: readonly string[]): void => {
  const { status, stderr } = spawnSync(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
};

export const lackingRoot = (): string | null =>
  process.getuid?.() === 0 ? null : "only an administrator may mount a disk";
