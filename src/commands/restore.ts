import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemNow } from "../adapters/clock.ts";
import { makeLog } from "../adapters/log.ts";
import { anchoredAudit } from "../adapters/stores/audit-anchor.ts";
import { CHAIN_START, digestOf, hashOf } from "../adapters/stores/audit-chain.ts";
import { openSqlite } from "../adapters/stores/sqlite.ts";
import {
  assertAlone,
  assertStore,
  copyFile,
  damageIn,
  replaceFile,
  sha256Of,
} from "../adapters/stores/sqlite-backup.ts";
import { type AuditCheck, verifyAudit } from "../audit/verify.ts";
import type { Config } from "../config.ts";
import { BadInput, RedflagError } from "../core/errors.ts";
import { type Command, UsageError } from "./command.ts";
import { usePostgresTools } from "./postgres-dump.ts";

export const restore: Command = {
  name: "restore",
  usage: "<file>",
  what: "puts a checked backup in the place of the store; the old store is kept aside",
  options: {},
  run: async ([file], _values, { config, out, progress }) => {
    if (!file) throw new UsageError("Name the file. Usage: redflag restore <file>");
    if (config.databaseUrl) throw usePostgresTools(config.databaseUrl, "restore", file);
    if (!existsSync(file)) throw new BadInput(`There is no file ${file}. Nothing was changed. Check the path.`);
    assertStore(file);
    const store = join(config.dataDir, "redflag.db");
    mkdirSync(config.dataDir, { recursive: true });
    assertAlone(store);
    const sha256 = await sha256Of(file);
    const next = `${store}.restoring`;
    rmSync(next, { force: true });
    copyFile(file, next);
    try {
      progress("Checking the backup");
      const { entries } = await checked(next, file);
      assertAlone(store);
      const aside = `${store}.before-restore-${systemNow().replace(/[:.]/g, "-")}`;
      const kept = existsSync(store);
      replaceFile(store, next, aside);
      const anchor = join(config.dataDir, "audit-anchor.json");
      if (existsSync(anchor)) renameSync(anchor, `${aside}.audit-anchor.json`);
      await recordRestore(config, store, anchor, { sha256, entries });
      out(`Restored from ${file}: every page checked, ${entries} entries of the audit record, chain unbroken.`);
      if (kept) out(`The store that was there is kept as ${aside}. What was recorded after the backup is only in it.`);
    } finally {
      for (const ending of ["", "-wal", "-shm"]) rmSync(next + ending, { force: true });
    }
  },
};

/** Brings the copy to this program's schema and checks every page and the whole audit record. */
const checked = async (copy: string, named: string): Promise<AuditCheck> => {
  const store = openSqlite(copy);
  try {
    const damage = damageIn(store.database);
    if (damage !== null)
      throw new RedflagError("storage", `${named} is damaged (${damage}). Nothing was changed. Take another backup.`);
    const check = await verifyAudit(store.audit, { start: CHAIN_START, hashOf, digestOf });
    if (check.broken)
      throw new RedflagError(
        "storage",
        `The audit record in ${named} is broken at entry ${check.broken.sequence}: ${check.broken.why}. Nothing was changed. Take another backup.`,
      );
    store.database.exec("PRAGMA journal_mode = DELETE");
    return check;
  } finally {
    store.close();
  }
};

/** The restored record says itself that it was restored, and from what. */
const recordRestore = async (config: Config, path: string, anchor: string, detail: unknown): Promise<void> => {
  const store = openSqlite(path);
  const log = makeLog(config.logLevel, config.secrets);
  const anchored = anchoredAudit(store.audit, anchor, config.trust.anchorKey, log);
  try {
    await anchored.audit.append({ at: systemNow(), kind: "restore", actor: "terminal", place: "terminal", detail });
  } finally {
    anchored.close();
    store.close();
  }
};
