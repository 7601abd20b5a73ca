import type { AuditEntry, AuditLog, ChainedEntry } from "../../../ports/stores.ts";
import { CHAIN_START, chained } from "../audit-chain.ts";
import { digestsOf, entryFrom } from "../audit-rows.ts";
import type { Run, Session } from "./session.ts";

/** Entries fetched at a time: a year's record is never held whole. */
const PAGE = 500;

const ADD =
  "INSERT INTO audit_entries (sequence, at, kind, actor, place, detail, parts, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const READ = `
  SELECT * FROM audit_entries WHERE sequence > $1 AND ($2::text IS NULL OR at >= $2) AND ($3::text IS NULL OR at < $3 || 'U')
  ORDER BY sequence LIMIT $4`;

/** The hash-chained record over Postgres. Replicas append one after another: the head's row is locked while one does. */
export const postgresAudit = (session: Session): AuditLog => {
  /** Months whose partition is known to be there. */
  const months = new Set<string>();

  const addEntry = async (run: Run, entry: AuditEntry): Promise<ChainedEntry> => {
    await run("INSERT INTO audit_head VALUES (TRUE, 0, $1) ON CONFLICT DO NOTHING", [CHAIN_START]);
    const head = (await run("SELECT sequence, hash FROM audit_head FOR UPDATE")).rows[0];
    const next = chained(entry, Number(head?.sequence ?? 0) + 1, String(head?.hash ?? CHAIN_START));
    const { sequence, at, kind, actor, place, previous, hash } = next;
    if (!months.has(monthOf(at))) await addPartition(run, at);
    const [detail, parts] = [JSON.stringify(next.detail), JSON.stringify(digestsOf(next))];
    await run(ADD, [sequence, at, kind, actor, place, detail, parts, previous, hash]);
    for (const [name, { kept }] of Object.entries(next.parts))
      if (kept)
        await run("INSERT INTO audit_parts (sequence, name, salt, value) VALUES ($1, $2, $3, $4)", [
          sequence,
          name,
          kept.salt,
          JSON.stringify(kept.value),
        ]);
    await run("UPDATE audit_head SET sequence = $1, hash = $2", [sequence, hash]);
    return next;
  };

  const append = async (work: (run: Run) => Promise<ChainedEntry>): Promise<ChainedEntry> => {
    const entry = await session.inTransaction(work);
    months.add(monthOf(entry.at));
    return entry;
  };

  return {
    append: (entry) => append((run) => addEntry(run, entry)),
    async *read(from, to) {
      for (let after = 0; ; ) {
        const { rows } = await session.run(READ, [after, from, to, PAGE]);
        if (rows.length === 0) return;
        const [first, end] = [Number(rows[0]?.sequence), Number(rows.at(-1)?.sequence)];
        const parts = await session.run(
          "SELECT * FROM audit_parts WHERE sequence BETWEEN $1 AND $2 ORDER BY sequence, name",
          [first, end],
        );
        const kept = Map.groupBy(parts.rows, (row) => Number(row.sequence));
        for (const row of rows) yield entryFrom(row, kept.get(Number(row.sequence)) ?? []);
        if (rows.length < PAGE) return;
        after = end;
      }
    },
    heads: async () => {
      const row = (await session.run("SELECT sequence, hash FROM audit_head WHERE sequence > 0")).rows[0];
      const newest = row ? { sequence: Number(row.sequence), hash: String(row.hash) } : null;
      return [{ keptIn: "the store", newest, trouble: null }];
    },
    erase: (sequences, entry) =>
      append(async (run) => {
        await run("DELETE FROM audit_parts WHERE sequence = ANY($1)", [[...sequences]]);
        return addEntry(run, entry);
      }),
  };
};

/** "2026-11" of an instant. */
const monthOf = (at: string): string => at.slice(0, 7);

/** `at` comes from a clock, never from a message; digits and hyphens are all that may stand in a table's name. */
const addPartition = async (run: Run, at: string): Promise<void> => {
  const [year = 0, month = 0] = monthOf(at).split("-").map(Number);
  const pad = (n: number): string => String(n).padStart(2, "0");
  const [from, until] = [`${year}-${pad(month)}`, month === 12 ? `${year + 1}-01` : `${year}-${pad(month + 1)}`];
  if (!/^\d{4}-\d{2}$/.test(from)) throw new TypeError(`No instant: ${at}`);
  await run(
    `CREATE TABLE IF NOT EXISTS audit_entries_${from.replace("-", "_")} PARTITION OF audit_entries FOR VALUES FROM ('${from}') TO ('${until}')`,
  );
};
