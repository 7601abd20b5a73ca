import type { AuditPart, ChainedEntry } from "../../ports/stores.ts";

/** A row of `audit_entries` or `audit_parts`, the same in every database. */
type Row = Readonly<Record<string, unknown>>;

/** What stands in the chain of an entry's personal parts. */
export const digestsOf = (entry: ChainedEntry): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(entry.parts).map(([name, { digest }]) => [name, digest]));

/** Values that no digest names are handed on too, so that a check of the record sees them. */
export const entryFrom = (row: Row, kept: readonly Row[]): ChainedEntry => {
  const parts: Record<string, AuditPart> = {};
  const digests = Object.entries(JSON.parse(String(row.parts)) as Record<string, string>);
  for (const [name, digest] of digests) parts[name] = { digest, kept: null };
  for (const { name, salt, value } of kept)
    parts[String(name)] = {
      digest: parts[String(name)]?.digest ?? "",
      kept: { salt: String(salt), value: JSON.parse(String(value)) },
    };
  return {
    at: row.at,
    kind: row.kind,
    actor: row.actor,
    place: row.place,
    detail: JSON.parse(String(row.detail)),
    parts,
    sequence: Number(row.sequence),
    previous: row.previous,
    hash: row.hash,
  } as ChainedEntry;
};
