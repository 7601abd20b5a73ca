import { createHash } from "node:crypto";
import type { AuditEntry, ChainedEntry } from "../../ports/stores.ts";

/** `previous` of the first entry. */
export const CHAIN_START = "0".repeat(64);

/** JSON with the keys of every object in order, so that the same entry always gives the same bytes. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  ) ?? "null";

/** `hash = sha256(previous + canonical JSON of sequence and entry)`. */
export const chained = (entry: AuditEntry, sequence: number, previous: string): ChainedEntry => {
  const { at, kind, actor, place } = entry;
  // What JSON cannot hold (undefined, functions) is dropped before hashing, so that what is read back hashes alike.
  const detail: unknown = JSON.parse(JSON.stringify(entry.detail ?? null));
  const hash = createHash("sha256")
    .update(previous + canonicalJson({ sequence, at, kind, actor, place, detail }))
    .digest("hex");
  return { at, kind, actor, place, detail, sequence, previous, hash };
};
