import { createHmac, timingSafeEqual } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { AuditHead, AuditLog, ChainedEntry } from "../../ports/stores.ts";

export interface AnchoredAudit {
  readonly audit: AuditLog;
  readonly close: () => void;
}

/** One line of this length, always written whole at the start of the file: within one block of a disk. */
const LINE_BYTES = 256;

/**
 * The record with its newest entry also named in a file of its own, written after every append. What is cut off at the
 * end of the store shows against it; after a crash it may lag behind, never run ahead. With a key the line is signed
 * (HMAC-SHA-256), so that it cannot be made anew by somebody who can write the file and does not have the key.
 */
export const anchoredAudit = (audit: AuditLog, path: string, key: string | null, log: Log): AnchoredAudit => {
  let file: number | null = null;
  let silent = false;
  const macOf = (sequence: number, hash: string): string | null =>
    key === null ? null : createHmac("sha256", key).update(`redflag audit head v1:${sequence}:${hash}`).digest("hex");

  const anchor = <Entry extends ChainedEntry>(entry: Entry): Entry => {
    const { sequence, hash } = entry;
    const line = JSON.stringify({ sequence, hash, mac: macOf(sequence, hash) }).padEnd(LINE_BYTES - 1);
    try {
      file ??= openForWriting(path);
      writeSync(file, `${line}\n`, 0);
      silent = false;
    } catch (thrown) {
      if (!silent) log.warn("the head of the audit record could not be written", { reason: messageOf(thrown) });
      silent = true;
    }
    return entry;
  };

  /** Without a key a head that is missing is only said; with one it counts as a head that names no entry. */
  const head = (end: number): AuditHead => {
    const none = (trouble: string): AuditHead => ({
      keptIn: path,
      newest: key === null ? null : { sequence: end, hash: "" },
      trouble,
    });
    let line: { sequence?: unknown; hash?: unknown; mac?: unknown };
    try {
      line = JSON.parse(readFileSync(path, "utf8"));
    } catch (thrown) {
      return none(
        `it cannot be read (${messageOf(thrown)}). What is missing at the end shows against the store alone.`,
      );
    }
    const { sequence, hash, mac } = line;
    if (typeof sequence !== "number" || typeof hash !== "string")
      return none("it holds no head. What is missing at the end shows against the store alone.");
    const expected = macOf(sequence, hash);
    if (expected !== null && (typeof mac !== "string" || !sameText(mac, expected)))
      return none("it is not signed with AUDIT_ANCHOR_KEY. It was changed, or the key was set since the newest entry.");
    return { keptIn: path, newest: { sequence, hash }, trouble: null };
  };

  return {
    audit: {
      append: async (entry) => anchor(await audit.append(entry)),
      read: (from, to, after) => audit.read(from, to, after),
      heads: async () => {
        const kept = await audit.heads();
        const end = Math.max(0, ...kept.map(({ newest }) => newest?.sequence ?? 0));
        return end === 0 && !existsSync(path) ? kept : [...kept, head(end)];
      },
      erase: async (sequences, entry) => anchor(await audit.erase(sequences, entry)),
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
};

/** Neither emptied nor appended to: the line is overwritten in place. */
const openForWriting = (path: string): number => {
  try {
    return openSync(path, "r+");
  } catch {
    return openSync(path, "w");
  }
};

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
