import type { AuditEntry, AuditLog, ChainedEntry } from "../../../ports/stores.ts";
import { CHAIN_START, chained } from "../audit-chain.ts";
import { digestsOf, entryFrom } from "../audit-rows.ts";
import type { Row, Run, Session } from "./session.ts";

/** Entries fetched at a time: a year's record is never held whole. */
const PAGE = 500;

/** Entries that wait while others are being written are written together, up to so many. */
const TOGETHER = 50;

/** The entry, its personal parts and the head in one statement: a round trip costs more than the work. */
const ADD = `
  WITH head AS (UPDATE audit_head SET sequence = $1::bigint, hash = $9::text),
  part AS (
    INSERT INTO audit_parts (sequence, name, salt, value)
    SELECT $1::bigint, name, salt, value FROM unnest($10::text[], $11::text[], $12::text[]) AS part (name, salt, value))
  INSERT INTO audit_entries (sequence, at, kind, actor, place, detail, parts, previous, hash)
  VALUES ($1::bigint, $2, $3, $4, $5, $6, $7, $8, $9::text)`;

/** Replicas append one after another: whoever holds the head's row writes. */
const HEAD = "SELECT sequence, hash FROM audit_head FOR UPDATE";

const READ = `
  SELECT * FROM audit_entries WHERE sequence > $1 AND ($2::text IS NULL OR at >= $2) AND ($3::text IS NULL OR at < $3 || 'U')
  ORDER BY sequence LIMIT $4`;

interface Waiting {
  readonly entry: AuditEntry;
  readonly done: (entry: ChainedEntry) => void;
  readonly failed: (thrown: unknown) => void;
}

/** The hash-chained record over Postgres. Replicas append one after another: the head's row is locked while one does. */
export const postgresAudit = (session: Session): AuditLog => {
  /** Months whose partition is known to be there. */
  const months = new Set<string>();
  const waiting: Waiting[] = [];
  let writing = false;

  /** Appends in one transaction, after `before`. */
  const write = async (
    entries: readonly AuditEntry[],
    before: (run: Run) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<readonly ChainedEntry[]> => {
    const written = await session.inTransaction(async (run, rows) => {
      await before(run);
      let head = rows[0] ?? (await firstHead(run));
      const done: ChainedEntry[] = [];
      for (const entry of entries) {
        const next = chained(entry, Number(head?.sequence ?? 0) + 1, String(head?.hash ?? CHAIN_START));
        if (!months.has(monthOf(next.at))) await addPartition(run, next.at);
        await run(ADD, valuesOf(next));
        done.push(next);
        head = { sequence: next.sequence, hash: next.hash };
      }
      return done;
    }, HEAD);
    for (const { at } of written) months.add(monthOf(at));
    return written;
  };

  const writeAll = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const written = await write(batch.map(({ entry }) => entry));
      for (const [index, one] of batch.entries()) one.done(written[index] as ChainedEntry);
    } catch (thrown) {
      // One that the database does not take must not bring down the others.
      if (batch.length > 1 && isRefused(thrown)) for (const one of batch) await writeAll([one]);
      else for (const one of batch) one.failed(thrown);
    }
  };

  const drain = async (): Promise<void> => {
    writing = true;
    // What is appended in the same moment, an answer and its screenings, is written together.
    await Promise.resolve();
    while (waiting.length > 0) await writeAll(waiting.splice(0, TOGETHER));
    writing = false;
  };

  return {
    append: (entry) =>
      new Promise((done, failed) => {
        waiting.push({ entry, done, failed });
        if (!writing) void drain();
      }),
    async *read(from, to, given = 0) {
      for (let after = given; ; ) {
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
    erase: async (sequences, entry) => {
      const [written] = await write([entry], (run) =>
        run("DELETE FROM audit_parts WHERE sequence = ANY($1)", [[...sequences]]),
      );
      return written as ChainedEntry;
    },
  };
};

const valuesOf = (entry: ChainedEntry): readonly unknown[] => {
  const { sequence, at, kind, actor, place, previous, hash } = entry;
  const kept = Object.entries(entry.parts).flatMap(([name, part]) => (part.kept ? [{ name, ...part.kept }] : []));
  return [
    ...[sequence, at, kind, actor, place],
    ...[JSON.stringify(entry.detail), JSON.stringify(digestsOf(entry)), previous, hash],
    kept.map(({ name }) => name),
    kept.map(({ salt }) => salt),
    kept.map(({ value }) => JSON.stringify(value)),
  ];
};

/** The row of a record that is still empty. */
const firstHead = async (run: Run): Promise<Row | undefined> => {
  await run("INSERT INTO audit_head VALUES (TRUE, 0, $1) ON CONFLICT DO NOTHING", [CHAIN_START]);
  return (await run(HEAD)).rows[0];
};

/** Values that Postgres does not take (classes 22 and 23), against a connection that broke, after which nobody knows what was written. */
const isRefused = (thrown: unknown): boolean => {
  const cause = thrown instanceof Error ? (thrown.cause as { readonly code?: unknown } | undefined) : undefined;
  return typeof cause?.code === "string" && /^2[23]/.test(cause.code);
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
