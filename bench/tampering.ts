import { randomInt } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { anchoredAudit } from "../src/adapters/stores/audit-anchor.ts";
import { CHAIN_START, chained, digestOf, hashOf } from "../src/adapters/stores/audit-chain.ts";
import { openSqlite } from "../src/adapters/stores/sqlite.ts";
import { verifyAudit } from "../src/audit/verify.ts";
import { instant } from "../src/core/dates.ts";
import { makeTally } from "./tally.ts";

/**
 * Damages a record in 1,000 random ways, one at a time, and asks whether the check of the record finds it and where. The
 * store's guards against writing are taken away first, as somebody would who can open the file.
 */
const ENTRIES = 300;
const RUNS = 1_000;
const RULES = { start: CHAIN_START, hashOf, digestOf };
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** One damage to the store around an entry; gives the entries at which finding it is right. */
interface Damage {
  readonly name: string;
  readonly run: (database: DatabaseSync, at: number) => readonly number[];
}

const rowOf = (database: DatabaseSync, sequence: number): Record<string, unknown> => ({
  ...database.prepare("SELECT * FROM audit_entries WHERE sequence = ?").get(sequence),
});
const other = (at: number): number => ((at + randomInt(ENTRIES - 1)) % ENTRIES) + 1;
const flip = (text: string): string => {
  const i = randomInt(text.length);
  const changed = String.fromCharCode(text.charCodeAt(i) === 120 ? 121 : 120);
  return text.slice(0, i) + changed + text.slice(i + 1);
};
const edit =
  (column: string) =>
  (database: DatabaseSync, at: number): readonly number[] => {
    database
      .prepare(`UPDATE audit_entries SET ${column} = ? WHERE sequence = ?`)
      .run(flip(String(rowOf(database, at)[column])), at);
    return [at, at + 1];
  };

const DAMAGES: readonly Damage[] = [
  ...["at", "kind", "actor", "place", "detail", "previous", "hash", "parts"].map((column) => ({
    name: `one character of ${column} changed`,
    run: edit(column),
  })),
  {
    name: "an entry deleted",
    run: (database, at) => {
      database.prepare("DELETE FROM audit_entries WHERE sequence = ?").run(at);
      return [at, at + 1];
    },
  },
  {
    name: "several entries deleted",
    run: (database, at) => {
      const count = 1 + randomInt(20);
      database.prepare("DELETE FROM audit_entries WHERE sequence BETWEEN ? AND ?").run(at, at + count);
      return [at, at + count + 1];
    },
  },
  {
    name: "the newest entries deleted, the store's head with them",
    run: (database, at) => {
      database.prepare("DELETE FROM audit_entries WHERE sequence >= ?").run(at);
      database.exec("DELETE FROM audit_head");
      database.exec(
        "INSERT INTO audit_head SELECT 1, sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1",
      );
      return [at];
    },
  },
  {
    name: "an entry deleted and those after it renumbered",
    run: (database, at) => {
      database.prepare("DELETE FROM audit_entries WHERE sequence = ?").run(at);
      database.prepare("UPDATE audit_entries SET sequence = sequence - 1 WHERE sequence > ?").run(at);
      return [at];
    },
  },
  {
    name: "two entries swapped",
    run: (database, at) => {
      const with_ = other(at);
      database.prepare("UPDATE audit_entries SET sequence = -1 WHERE sequence = ?").run(at);
      database.prepare("UPDATE audit_entries SET sequence = ? WHERE sequence = ?").run(at, with_);
      database.prepare("UPDATE audit_entries SET sequence = ? WHERE sequence = -1").run(with_);
      return [Math.min(at, with_)];
    },
  },
  {
    name: "an entry copied over another, with its hash",
    run: (database, at) => {
      const from = rowOf(database, other(at));
      database
        .prepare(
          "UPDATE audit_entries SET at = ?, kind = ?, actor = ?, detail = ?, previous = ?, hash = ?, parts = ? WHERE sequence = ?",
        )
        .run(...["at", "kind", "actor", "detail", "previous", "hash", "parts"].map((c) => String(from[c])), at);
      return [at];
    },
  },
  {
    name: "an entry made anew, hashed by the rules",
    run: (database, at) => {
      const row = rowOf(database, at);
      const entry = {
        at: row.at,
        kind: row.kind,
        actor: "nobody",
        place: row.place,
        detail: JSON.parse(String(row.detail)),
      };
      const anew = chained(entry as Parameters<typeof chained>[0], at, String(row.previous));
      database
        .prepare("UPDATE audit_entries SET actor = ?, parts = '{}', hash = ? WHERE sequence = ?")
        .run("nobody", anew.hash, at);
      database.prepare("DELETE FROM audit_parts WHERE sequence = ?").run(at);
      return [at, at + 1];
    },
  },
  {
    name: "an entry added at the end, hashed by the rules",
    run: (database) => {
      const last = rowOf(database, ENTRIES);
      const more = chained(
        { at: instant(new Date()), kind: "k", actor: "a", place: "p", detail: 1 },
        ENTRIES + 1,
        String(last.hash),
      );
      database
        .prepare(
          "INSERT INTO audit_entries (sequence, at, kind, actor, place, detail, previous, hash) VALUES (?, ?, 'k', 'a', 'p', '1', ?, ?)",
        )
        .run(more.sequence, more.at, more.previous, more.hash);
      return [ENTRIES + 1];
    },
  },
  ...["value", "salt"].map((column) => ({
    name: `the ${column} of a personal part changed`,
    run: (database: DatabaseSync, at: number) => {
      const part = database.prepare("SELECT * FROM audit_parts WHERE sequence = ?").get(at);
      const changed = column === "value" ? JSON.stringify(`${part?.value}x`) : flip(String(part?.salt));
      database
        .prepare(`UPDATE audit_parts SET ${column} = ? WHERE sequence = ? AND name = ?`)
        .run(changed, at, String(part?.name));
      return [at];
    },
  })),
  {
    name: "a personal part deleted in silence",
    run: (database, at) => {
      database.prepare("DELETE FROM audit_parts WHERE sequence = ?").run(at);
      return [at];
    },
  },
  {
    name: "the personal parts of two entries swapped",
    run: (database, at) => {
      const with_ = other(at);
      database.prepare("UPDATE audit_parts SET sequence = -1 WHERE sequence = ?").run(at);
      database.prepare("UPDATE audit_parts SET sequence = ? WHERE sequence = ?").run(at, with_);
      database.prepare("UPDATE audit_parts SET sequence = ? WHERE sequence = -1").run(with_);
      return [Math.min(at, with_)];
    },
  },
];

const folder = mkdtempSync(join(tmpdir(), "redflag-tampering-"));
const [original, anchor] = [join(folder, "original.db"), join(folder, "audit-anchor.json")];

const write = async (): Promise<void> => {
  const store = openSqlite(original);
  const { audit, close } = anchoredAudit(store.audit, anchor, null, SILENT);
  for (let i = 1; i <= ENTRIES; i++)
    await audit.append({
      at: instant(new Date()),
      kind: i % 3 === 0 ? "answer" : "screening",
      actor: `U${i % 7}`,
      place: "slack/T1/C1",
      detail: { screeningId: `s-${i}`, verdict: "no-match", score: i / ENTRIES },
      personal: { subject: { text: `Person Example ${i}`, kind: "person" } },
    });
  for (const kind of ["entries_no_update", "entries_no_delete", "parts_no_update", "head_forward", "head_no_delete"])
    store.database.exec(`DROP TRIGGER audit_${kind}`);
  store.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  close();
  store.close();
};

const check = async (path: string) => {
  const store = openSqlite(path);
  try {
    return await verifyAudit(anchoredAudit(store.audit, anchor, null, SILENT).audit, RULES);
  } finally {
    store.close();
  }
};

const tally = makeTally();
try {
  await write();
  tally.check(`the untouched record of ${ENTRIES} entries holds`, (await check(original)).broken === null);
  const found = new Map<string, { runs: number; found: number; located: number }>();
  const copy = join(folder, "copy.db");
  for (let run = 0; run < RUNS; run++) {
    const damage = DAMAGES[run % DAMAGES.length];
    if (!damage) continue;
    copyFileSync(original, copy);
    const database = new DatabaseSync(copy);
    const where = damage.run(database, 2 + randomInt(ENTRIES - 25));
    database.close();
    const { broken } = await check(copy);
    const row = found.get(damage.name) ?? { runs: 0, found: 0, located: 0 };
    row.runs++;
    if (broken) row.found++;
    if (broken && where.includes(broken.sequence)) row.located++;
    found.set(damage.name, row);
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${copy}${suffix}`, { force: true });
  }
  for (const [name, row] of found)
    tally.check(
      `${name}: ${row.found} of ${row.runs} found, ${row.located} at the right entry`,
      row.found === row.runs && row.located === row.runs,
    );
  const all = [...found.values()].reduce((sum, row) => sum + row.found, 0);
  console.log(`\ntampering: ${all} of ${RUNS} found`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
tally.close();
