import type { AuditEntry, ChainedEntry } from "../ports/stores.ts";

export interface AuditCheck {
  readonly entries: number;
  /** The first place where the chain does not hold; `null` when it is unbroken. */
  readonly broken: { readonly sequence: number; readonly why: string } | null;
}

/** Makes the chained form of an entry anew. */
export type Rechain = (entry: AuditEntry, sequence: number, previous: string) => ChainedEntry;

/** Walks the record from its start and finds the first change, deletion or reordering. */
export const verifyAudit = async (
  entries: AsyncIterable<ChainedEntry>,
  rechain: Rechain,
  start: string,
): Promise<AuditCheck> => {
  let [count, previous] = [0, start];
  for await (const entry of entries) {
    const expected = count + 1;
    const why =
      entry.sequence !== expected
        ? `entry ${expected} is missing or out of order`
        : entry.previous !== previous
          ? "it does not follow the entry before it"
          : rechain(entry, expected, previous).hash !== entry.hash
            ? "its content was changed"
            : null;
    if (why) return { entries: count, broken: { sequence: entry.sequence, why } };
    count = expected;
    previous = entry.hash;
  }
  return { entries: count, broken: null };
};
