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
    size: () => values.size,
  };
};

/** Keeps entries in order, without hashes. */
export const memoryAudit = (): AuditLog & { readonly entries: readonly AuditEntry[] } => {
  const entries: ChainedEntry[] = [];
  return {
    entries,
    append: async (entry) => {
      const chained = { ...entry, sequence: entries.length + 1, previous: "", hash: "" };
      entries.push(chained);
      return chained;
    },
    async *read() {
      yield* entries;
    },
  };
};
