import { createHash, randomBytes } from "node:crypto";
import type { AuditEntry, AuditPart, ChainedEntry } from "../../ports/stores.ts";

/** `previous` of the first entry. */
export const CHAIN_START = "0".repeat(64);

/** 128 bits: a name cannot be found by trying names against its digest once the salt is gone. */
const SALT_BYTES = 16;

/** JSON with the keys of every object in order, so that the same entry always gives the same bytes. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  ) ?? "null";

/** What JSON cannot hold (undefined, functions) is dropped before hashing, so that what is read back hashes alike. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The digest of a personal part. */
export const digestOf = (salt: string, value: unknown): string => sha256(salt + canonicalJson(value));

/** The hash of an entry at its place. Entries without personal parts hash as they did before there were any. */
export const hashOf = (entry: Omit<ChainedEntry, "hash">): string => {
  const { sequence, previous, at, kind, actor, place, detail } = entry;
  const digests = Object.entries(entry.parts).map(([name, { digest }]) => [name, digest] as const);
  const parts = digests.length === 0 ? {} : { parts: Object.fromEntries(digests) };
  return sha256(previous + canonicalJson({ sequence, at, kind, actor, place, detail, ...parts }));
};

/** An entry at its place, each personal part under a salt of its own. */
export const chained = (entry: AuditEntry, sequence: number, previous: string): ChainedEntry => {
  const { at, kind, actor, place } = entry;
  const parts = Object.fromEntries(
    Object.entries(entry.personal ?? {}).map(([name, given]): readonly [string, AuditPart] => {
      const [salt, value] = [randomBytes(SALT_BYTES).toString("hex"), asJson(given)];
      return [name, { digest: digestOf(salt, value), kept: { salt, value } }];
    }),
  );
  const placed = { at, kind, actor, place, detail: asJson(entry.detail), parts, sequence, previous };
  return { ...placed, hash: hashOf(placed) };
};
