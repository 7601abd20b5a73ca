import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";
import { pipeline } from "node:stream/promises";
import { BadInput, messageOf, RedflagError } from "../../core/errors.ts";
import { storageTrouble } from "./storage-trouble.ts";

/** In one step: a copy in many begins anew whenever another process writes, and under load would never end. */
const ALL_PAGES = 2 ** 31 - 1;
/** How long a process that is just ending is waited for. */
const HELD_TIMEOUT_MS = 1_000;

/** Copies an open database into a new file, as of one moment, while other processes read and write it. */
export const copyWhole = async (database: DatabaseSync, to: string): Promise<void> => {
  try {
    await backup(database, to, { rate: ALL_PAGES });
    // One file, with nothing beside it, that only its owner reads.
    const copy = new DatabaseSync(to);
    copy.exec("PRAGMA journal_mode = DELETE");
    copy.close();
    chmodSync(to, 0o600);
    syncFile(to);
  } catch (thrown) {
    throw storageTrouble(
      `The backup ${to} could not be written`,
      thrown,
      "The store was not changed. Check the folder and its free space.",
    );
  }
};

/** Looks at every page and every index: the first damage in SQLite's words, `null` when it is whole. */
export const damageIn = (database: DatabaseSync): string | null => {
  try {
    const first = String(database.prepare("PRAGMA integrity_check(1)").get()?.integrity_check);
    // "*** in database main ***\nTree 5 page 5: btreeInitPage() returns error code 11"
    return first === "ok" ? null : (first.split("\n").at(-1) ?? first);
  } catch (thrown) {
    return messageOf(thrown);
  }
};

/** Throws `BadInput` when the file is no store of Redflag; it is only read. */
export const assertStore = (path: string): void => {
  let found: unknown;
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      found = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit_entries'").get();
    } finally {
      database.close();
    }
  } catch (thrown) {
    throw new BadInput(
      `${path} cannot be read as a backup (${messageOf(thrown)}). Nothing was changed. Name a file that “redflag backup” has written.`,
      { cause: thrown },
    );
  }
  if (!found)
    throw new BadInput(
      `${path} is a database, but not of Redflag. Nothing was changed. Name a file that “redflag backup” has written.`,
    );
};

/**
 * Throws `RedflagError` "storage" while another process has the store open. A connection in WAL mode keeps a lock on the file as
 * long as it lives, also when idle and whatever became of its process: leaving that mode needs the file alone. What was
 * written ahead is then in the file itself.
 */
export const assertAlone = (path: string): void => {
  if (!existsSync(path)) return;
  const held = (why: string): RedflagError =>
    new RedflagError(
      "storage",
      `${path} is in use by another process (${why}). Nothing was changed. Stop Redflag and every command of it, then try again.`,
    );
  // Looked at before it is opened here: opening makes one.
  const beside = existsSync(`${path}-shm`);
  let mode: unknown;
  try {
    const database = new DatabaseSync(path, { timeout: HELD_TIMEOUT_MS });
    try {
      mode = database.prepare("PRAGMA journal_mode = DELETE").get()?.journal_mode;
    } finally {
      database.close();
    }
  } catch (thrown) {
    if (/locked|busy/i.test(messageOf(thrown))) throw held(messageOf(thrown));
    // So damaged that no lock can be tried: a file beside it is the only sign that somebody has it open.
    if (beside) throw held(`it is damaged, and ${path}-shm is there; if nothing runs, remove that file`);
    rmSync(`${path}-shm`, { force: true });
    return;
  }
  if (mode !== "delete") throw held("it is open");
};

/** Puts `next` in the place of `path` in one step; what was there stays as `aside`. */
export const replaceFile = (path: string, next: string, aside: string): void => {
  for (const ending of ["-wal", "-shm"]) if (existsSync(path + ending)) renameSync(path + ending, aside + ending);
  if (existsSync(path)) linkSync(path, aside);
  renameSync(next, path);
};

export const copyFile = (from: string, to: string): void => {
  try {
    copyFileSync(from, to);
    chmodSync(to, 0o600);
    syncFile(to);
  } catch (thrown) {
    rmSync(to, { force: true });
    throw storageTrouble(
      `${from} could not be copied to ${to}`,
      thrown,
      "Nothing was changed. Check the folder and its free space.",
    );
  }
};

const syncFile = (path: string): void => {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** In hexadecimal digits. */
export const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
};
