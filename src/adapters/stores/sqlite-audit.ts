import type { DatabaseSync } from "node:sqlite";
import type { AuditEntry, AuditLog, ChainedEntry } from "../../ports/stores.ts";
import { CHAIN_START, chained } from "./audit-chain.ts";
import { digestsOf, entryFrom } from "./audit-rows.ts";
import { inTransaction } from "./sqlite-transaction.ts";

/** Entries fetched at a time: a year's record is never held whole. */
const PAGE = 500;

/** The hash-chained record over SQLite. The write lock is taken before the last entry is read, so chains of two processes never fork. */
export const sqliteAudit = (database: DatabaseSync): AuditLog => {
  database.exec("PRAGMA secure_delete = ON");
  const last = database.prepare("SELECT sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1");
  const add = database.prepare(
    "INSERT INTO audit_entries (sequence, at, kind, actor, place, detail, previous, hash, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const addPart = database.prepare("INSERT INTO audit_parts (sequence, name, salt, value) VALUES (?, ?, ?, ?)");
  const head = database.prepare("SELECT sequence, hash FROM audit_head");
  const setHead = database.prepare(
    "INSERT INTO audit_head (id, sequence, hash) VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash",
  );
  const page = database.prepare(
    "SELECT * FROM audit_entries WHERE sequence > ? AND (? IS NULL OR at >= ?) AND (? IS NULL OR substr(at, 1, 10) <= ?) ORDER BY sequence LIMIT ?",
  );
  const partsBetween = database.prepare(
    "SELECT sequence, name, salt, value FROM audit_parts WHERE sequence BETWEEN ? AND ?",
  );
  const dropParts = database.prepare("DELETE FROM audit_parts WHERE sequence IN (SELECT value FROM json_each(?))");

  const addEntry = (entry: AuditEntry): ChainedEntry => {
    const before = last.get();
    const next = chained(entry, Number(before?.sequence ?? 0) + 1, String(before?.hash ?? CHAIN_START));
    const { sequence, at, kind, actor, place, previous, hash } = next;
    const [detail, parts] = [JSON.stringify(next.detail), JSON.stringify(digestsOf(next))];
    add.run(sequence, at, kind, actor, place, detail, previous, hash, parts);
    for (const [name, { kept }] of Object.entries(next.parts))
      if (kept) addPart.run(sequence, name, kept.salt, JSON.stringify(kept.value));
    setHead.run(sequence, hash);
    return next;
  };

  return {
    append: async (entry) => inTransaction(database, () => addEntry(entry)),
    async *read(from, to, given = 0) {
      for (let after = given; ; ) {
        const rows = page.all(after, from, from, to, to, PAGE);
        if (rows.length === 0) return;
        const [first, end] = [Number(rows[0]?.sequence), Number(rows.at(-1)?.sequence)];
        const kept = Map.groupBy(partsBetween.all(first, end), (row) => Number(row.sequence));
        for (const row of rows) yield entryFrom(row, kept.get(Number(row.sequence)) ?? []);
        if (rows.length < PAGE) return;
        after = end;
        // Everything else of the process goes on between two pages.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
    heads: async () => {
      const row = head.get();
      const newest = row ? { sequence: Number(row.sequence), hash: String(row.hash) } : null;
      return [{ keptIn: "the store", newest, trouble: null }];
    },
    erase: async (sequences, entry) => {
      const said = inTransaction(database, () => {
        dropParts.run(JSON.stringify(sequences));
        return addEntry(entry);
      });
      // What was deleted is overwritten in the file; this takes it out of the log beside it.
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      return said;
    },
  };
};
