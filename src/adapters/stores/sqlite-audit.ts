import type { DatabaseSync } from "node:sqlite";
import type { AuditLog, ChainedEntry } from "../../ports/stores.ts";
import { CHAIN_START, chained } from "./audit-chain.ts";
import { inTransaction } from "./sqlite-transaction.ts";

/** Entries fetched at a time: a year's record is never held whole. */
const PAGE = 500;

/** The hash-chained record over SQLite. The write lock is taken before the last entry is read, so chains of two processes never fork. */
export const sqliteAudit = (database: DatabaseSync): AuditLog => {
  const last = database.prepare("SELECT sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1");
  const add = database.prepare(
    "INSERT INTO audit_entries (sequence, at, kind, actor, place, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const page = database.prepare(
    "SELECT * FROM audit_entries WHERE sequence > ? AND (? IS NULL OR at >= ?) AND (? IS NULL OR substr(at, 1, 10) <= ?) ORDER BY sequence LIMIT ?",
  );
  return {
    append: async (entry) =>
      inTransaction(database, () => {
        const before = last.get();
        const next = chained(entry, Number(before?.sequence ?? 0) + 1, String(before?.hash ?? CHAIN_START));
        add.run(
          next.sequence,
          next.at,
          next.kind,
          next.actor,
          next.place,
          JSON.stringify(next.detail),
          next.previous,
          next.hash,
        );
        return next;
      }),
    async *read(from, to) {
      for (let after = 0; ; ) {
        const rows = page.all(after, from, from, to, to, PAGE);
        for (const row of rows) yield { ...row, detail: JSON.parse(String(row.detail)) } as unknown as ChainedEntry;
        if (rows.length < PAGE) return;
        after = Number(rows.at(-1)?.sequence);
      }
    },
  };
};
