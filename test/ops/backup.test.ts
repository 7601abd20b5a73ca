import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anchoredAudit } from "../../src/adapters/stores/audit-anchor.ts";
import { CHAIN_START, digestOf, hashOf } from "../../src/adapters/stores/audit-chain.ts";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { type AuditCheck, verifyAudit } from "../../src/audit/verify.ts";
import { backup } from "../../src/commands/backup.ts";
import { UsageError } from "../../src/commands/command.ts";
import { restore } from "../../src/commands/restore.ts";
import { parseConfig } from "../../src/config.ts";
import type { Instant } from "../../src/core/dates.ts";
import { RedflagError } from "../../src/core/errors.ts";
import { SEEDS } from "../support/seeds.ts";
import { silentLog } from "../support/silent-log.ts";

const RULES = { start: CHAIN_START, hashOf, digestOf };
const ROOT = join(import.meta.dirname, "../..");
const AT = "2026-11-20T09:00:00.000Z" as Instant;

let folder = "";
let [store, file] = ["", ""];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "redflag-backup-"));
  [store, file] = [join(folder, "redflag.db"), join(folder, "redflag.backup")];
});
const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.kill("SIGKILL")) await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command over the folder; the lines it printed. */
const run = async (command: typeof backup, words: readonly string[]): Promise<string> => {
  const out: string[] = [];
  await command.run(
    words,
    {},
    {
      config: parseConfig({ REDFLAG_DATA_DIR: folder, LOG_LEVEL: "silent" }),
      runtime: () => Promise.reject(new Error("nothing more is opened")),
      out: (line) => void out.push(line),
      progress: () => {},
    },
  );
  return out.join("\n");
};

/** A store with entries, its head also beside it as the program keeps it. */
const fill = async (path: string, entries: number): Promise<void> => {
  const stores = openSqlite(path);
  const { audit, close } = anchoredAudit(stores.audit, join(folder, "audit-anchor.json"), null, silentLog);
  for (let i = 0; i < entries; i++) {
    const personal = { subject: { text: `Ann Example ${i}` } };
    await audit.append({ at: AT, kind: "screening", actor: "U1", place: "cli", detail: { i }, personal });
  }
  close();
  stores.close();
};

/** The record as "audit verify" sees it, with the head in its own file. */
const verified = async (path: string): Promise<AuditCheck> => {
  const stores = openSqlite(path);
  const { audit, close } = anchoredAudit(stores.audit, join(folder, "audit-anchor.json"), null, silentLog);
  const check = await verifyAudit(audit, RULES);
  close();
  stores.close();
  return check;
};

const kindsIn = async (path: string): Promise<readonly string[]> => {
  const stores = openSqlite(path);
  const kinds: string[] = [];
  for await (const { kind } of stores.audit.read(null, null)) kinds.push(kind);
  stores.close();
  return kinds;
};

/** Another process with the store open: it appends as fast as it can, or does nothing more. */
const otherProcess = async (does: "appends" | "idles"): Promise<ChildProcess> => {
  const code = `
    import { openSqlite } from ${JSON.stringify(join(ROOT, "src/adapters/stores/sqlite.ts"))};
    const { audit } = openSqlite(${JSON.stringify(store)});
    const entry = { at: "${AT}", kind: "screening", actor: "U2", place: "cli", detail: {} };
    await audit.append(entry);
    process.send("open");
    if (${does === "appends"}) for (;;) { await audit.append(entry); await new Promise(setImmediate); }
    setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  running.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (exit) => reject(new Error(`the other process ended with ${exit}`)));
  });
  return child;
};

describe("a backup", () => {
  it("is whole as of one moment while another process writes, every time", async () => {
    await fill(store, 20);
    await otherProcess("appends");
    let before = 20;
    for (let i = 0; i < 10; i++) {
      const copy = join(folder, `${i}.backup`);
      expect(await run(backup, [copy])).toContain(`sha256 ${hash("sha256", readFileSync(copy))}`);
      const stores = openSqlite(copy);
      const check = await verifyAudit(stores.audit, RULES);
      stores.close();
      expect(check.broken).toBeNull();
      expect(check.entries).toBeGreaterThanOrEqual(before);
      before = check.entries;
    }
    expect(before).toBeGreaterThan(21);
  });
  it("is one file for its owner alone, with nothing beside it", async () => {
    await fill(store, 3);
    await run(backup, [file]);
    expect(readdirSync(folder).filter((name) => name.startsWith("redflag.backup"))).toEqual(["redflag.backup"]);
    const mode = spawnSync("stat", ["-c", "%a", file]).stdout.toString().trim();
    expect(mode).toBe("600");
  });
  it.each([
    ["of nothing is not made", async () => {}, /There is no store at .*Nothing was written\. Set --data-dir/],
    [
      "does not write over a file",
      async () => {
        await fill(store, 1);
        writeFileSync(file, "something else");
      },
      /is there already\. Nothing was written\. Name a file/,
    ],
    [
      "of a damaged store is not kept, and the damage is said",
      async () => {
        await fill(store, 400);
        damagePage(store);
      },
      /^The store is damaged \(.*Stop Redflag, then run: redflag restore/,
    ],
    [
      "of a file that is no store is not made",
      async () => writeFileSync(store, "no database at all, but long enough to be read as one".repeat(40)),
      /^The store is damaged \(file is not a database\)\. Nothing was changed\. Stop Redflag, run redflag restore/,
    ],
  ])("%s", async (_claim, prepare, sentence) => {
    await prepare();
    const there = existsSync(file) ? readFileSync(file, "utf8") : null;
    await expect(run(backup, [file])).rejects.toThrow(sentence);
    expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(there);
    expect(existsSync(`${file}.part`)).toBe(false);
  });
  it("needs a name", async () => {
    await expect(run(backup, [])).rejects.toThrow(UsageError);
    await expect(run(restore, [])).rejects.toThrow(UsageError);
  });
});

/** Overwrites the middle of a page in the middle of the file. */
const damagePage = (path: string): void => {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 4096 / 2) * 4096;
  bytes.fill(0xa5, at, at + 2048);
  writeFileSync(path, bytes);
};

describe("a restored backup", () => {
  it("stands in the store's place with its record unbroken, says so itself, and the old store is kept", async () => {
    await fill(store, 5);
    await run(backup, [file]);
    await fill(store, 7);
    expect((await verified(store)).entries).toBe(12);
    const said = await run(restore, [file]);
    expect(said).toContain("every page checked, 5 entries of the audit record, chain unbroken");
    const check = await verified(store);
    expect([check.broken, check.entries]).toEqual([null, 6]);
    expect((await kindsIn(store)).at(-1)).toBe("restore");
    const aside = /kept as (\S+)\. What was recorded/.exec(said)?.[1] ?? "";
    expect((await kindsIn(aside)).length).toBe(12);
    expect(existsSync(`${aside}.audit-anchor.json`)).toBe(true);
    expect(existsSync(`${store}.restoring`)).toBe(false);
  });
  it("keeps every row", async () => {
    const stores = openSqlite(store);
    const rows = ["lists", "documents", "outbox", "subscriptions", "settings", "watches", "cases", "vectors"] as const;
    for (const name of rows) await SEEDS[name].put(stores[name] as never);
    stores.close();
    await run(backup, [file]);
    rmSync(store);
    await run(restore, [file]);
    const restored = openSqlite(store);
    for (const name of rows) await SEEDS[name].check(restored[name] as never);
    restored.close();
  });
  it("stands in for a store that is destroyed", async () => {
    await fill(store, 5);
    await run(backup, [file]);
    writeFileSync(store, "destroyed".repeat(2_000));
    await run(restore, [file]);
    expect((await verified(store)).broken).toBeNull();
  });
  it("does not take up what a destroyed store had written ahead", async () => {
    await fill(store, 5);
    await run(backup, [file]);
    const child = await otherProcess("idles");
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    expect(existsSync(`${store}-wal`)).toBe(true);
    rmSync(`${store}-shm`);
    writeFileSync(store, "destroyed".repeat(2_000));
    await run(restore, [file]);
    expect((await kindsIn(store)).filter((kind) => kind === "screening").length).toBe(5);
  });
  it("is refused while another process has the store open, even one that does nothing", async () => {
    await fill(store, 5);
    await run(backup, [file]);
    const child = await otherProcess("idles");
    await expect(run(restore, [file])).rejects.toThrow(
      /is in use by another process .*Nothing was changed\. Stop Redflag and every command of it/,
    );
    expect((await kindsIn(store)).length).toBe(6);
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    await run(restore, [file]);
    expect((await kindsIn(store)).length).toBe(6);
    expect((await kindsIn(store)).at(-1)).toBe("restore");
  });

  const tampered = (change: string): void => {
    const database = new DatabaseSync(file);
    for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
      database.exec(`DROP TRIGGER ${name}`);
    database.exec(change);
    database.close();
  };
  it.each([
    ["a missing file", () => rmSync(file), /^There is no file/],
    [
      "a file of text",
      () => writeFileSync(file, "text ".repeat(1_000)),
      /cannot be read as a backup \(file is not a database\)/,
    ],
    ["an empty file", () => writeFileSync(file, ""), /is a database, but not of Redflag/],
    [
      "a database of another program",
      () => {
        rmSync(file);
        const other = new DatabaseSync(file);
        other.exec("CREATE TABLE customers (name TEXT)");
        other.close();
      },
      /is a database, but not of Redflag/,
    ],
    ["a damaged page", () => damagePage(file), /is damaged \(.*Nothing was changed/],
    [
      "a torn copy",
      () => writeFileSync(file, readFileSync(file).subarray(0, 60_000)),
      /is damaged|cannot be read|damaged \(/,
    ],
    [
      "a changed entry",
      () => tampered("UPDATE audit_entries SET actor = 'U9' WHERE sequence = 3"),
      /broken at entry 3: its content was changed/,
    ],
    [
      "a removed entry",
      () => tampered("DELETE FROM audit_entries WHERE sequence = 3"),
      /broken at entry 4: entry 3 is missing/,
    ],
    [
      "a record that was cut off",
      () => tampered("DELETE FROM audit_entries WHERE sequence > 390"),
      /broken at entry 391: it and what follows is missing/,
    ],
    ["a later program's schema", () => tampered("PRAGMA user_version = 999"), /written by a newer version of Redflag/],
  ])("is not taken from %s, and nothing is changed", async (_claim, spoil, sentence) => {
    await fill(store, 400);
    await run(backup, [file]);
    await fill(store, 1);
    spoil();
    const failed = await run(restore, [file]).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(failed).toBeInstanceOf(RedflagError);
    expect((failed as Error).message).toMatch(sentence);
    expect((await kindsIn(store)).length).toBe(401);
    expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
  });
});
