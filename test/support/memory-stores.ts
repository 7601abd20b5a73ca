import type { AuditEntry, AuditLog, ChainedEntry, ExpiringStore } from "../../src/ports/stores.ts";

/** Keeps everything until the test ends. */
export const memoryExpiring = (): ExpiringStore & { readonly size: () => number } => {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
    claim: async (key) => {
      if (values.has(key)) return false;
      values.set(key, true);
      return true;
    },
    count: async (key) => {
      const counted = Number(values.get(key) ?? 0) + 1;
      values.set(key, counted);
      return counted;
    },
    size: () => values.size,
  };
};

/** Keeps entries in order, without hashes. */
export const memoryAudit = (): AuditLog & { readonly entries: readonly (ChainedEntry & AuditEntry)[] } => {
  const entries: (ChainedEntry & AuditEntry)[] = [];
  const append: AuditLog["append"] = async (entry) => {
    const parts = Object.entries(entry.personal ?? {}).map(
      ([name, value]) => [name, { digest: "", kept: { salt: "", value } }] as const,
    );
    const sequence = entries.length + 1;
    const chained = { ...entry, parts: Object.fromEntries(parts), sequence, previous: "", hash: String(sequence) };
    entries.push(chained);
    return chained;
  };
  return {
    entries,
    append,
    async *read() {
      yield* entries;
    },
    heads: async () => [{ keptIn: "the store", newest: entries.at(-1) ?? null, trouble: null }],
    erase: async (sequences, entry) => {
      for (const [i, old] of entries.entries())
        if (sequences.includes(old.sequence)) {
          const parts = Object.entries(old.parts).map(([name, { digest }]) => [name, { digest, kept: null }] as const);
          entries[i] = { ...old, parts: Object.fromEntries(parts) };
        }
      return append(entry);
    },
  };
};
