import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { anchoredAudit } from "../../../src/adapters/stores/audit-anchor.ts";
import { CHAIN_START, digestOf, hashOf } from "../../../src/adapters/stores/audit-chain.ts";
import { openSqlite } from "../../../src/adapters/stores/sqlite.ts";
import { verifyAudit } from "../../../src/audit/verify.ts";
import { AUDIT_LOG_CHECKS } from "../../conformance/audit-log-store.ts";
import { conforms } from "../../conformance/store-checks.ts";
import { AT } from "../../support/records.ts";

const folder = mkdtempSync(join(tmpdir(), "redflag-anchor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const RULES = { start: CHAIN_START, hashOf, digestOf };
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
let count = 0;

const open = (key: string | null = null, path = join(folder, `${count++}.json`)) => {
  const store = openSqlite(":memory:");
  const { audit, close } = anchoredAudit(store.audit, path, key, SILENT);
  return { store, audit, close, path };
};
const fill = async (audit: ReturnType<typeof open>["audit"], entries: number): Promise<void> => {
  for (let i = 0; i < entries; i++) await audit.append({ at: AT, kind: "k", actor: "U1", place: "p", detail: i });
};

conforms("the anchored record", AUDIT_LOG_CHECKS, () => open().audit);

/** Cuts the newest entries off in the store, with its own head, as somebody would who can write the database. */
const cutOff = ({ store }: ReturnType<typeof open>, keep: number): void => {
  store.database.exec(`DROP TRIGGER audit_entries_no_delete; DROP TRIGGER audit_head_forward;
    DELETE FROM audit_entries WHERE sequence > ${keep};
    UPDATE audit_head SET (sequence, hash) = (SELECT sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1)`);
};

describe("the head in a file of its own", () => {
  it("shows entries that were cut off together with the store's own head", async () => {
    const bot = open();
    await fill(bot.audit, 5);
    cutOff(bot, 3);
    const { broken } = await verifyAudit(bot.audit, RULES);
    expect(broken).toEqual({ sequence: 4, why: expect.stringContaining(bot.path) });
    expect((await verifyAudit(bot.store.audit, RULES)).broken).toBeNull();
  });
  it("is said to be missing, and does without, where there is no key", async () => {
    const bot = open();
    await fill(bot.audit, 2);
    bot.close();
    rmSync(bot.path);
    const found = await verifyAudit(bot.audit, RULES);
    expect([found.broken, found.warnings.length]).toEqual([null, 1]);
    await fill(bot.audit, 1);
    expect((await verifyAudit(bot.audit, RULES)).warnings).toEqual([]);
  });
  it.each<[string, (line: string) => string | null]>([
    [
      "a head made anew without the key",
      (line) => JSON.stringify({ ...JSON.parse(line), sequence: 3, mac: "0".repeat(64) }),
    ],
    ["a head without a signature", (line) => JSON.stringify({ ...JSON.parse(line), mac: null })],
    ["no head at all", () => null],
  ])("with a key counts %s as broken", async (_claim, change) => {
    const bot = open("a-key-of-the-administrator");
    await fill(bot.audit, 5);
    expect((await verifyAudit(bot.audit, RULES)).broken).toBeNull();
    const line = change(readFileSync(bot.path, "utf8"));
    bot.close();
    if (line === null) rmSync(bot.path);
    else writeFileSync(bot.path, line);
    expect((await verifyAudit(bot.audit, RULES)).broken).not.toBeNull();
  });
  it("with a key is not taken from somebody who cut the record off and wrote a head without the key", async () => {
    const bot = open("a-key-of-the-administrator");
    await fill(bot.audit, 5);
    cutOff(bot, 3);
    bot.close();
    const row = bot.store.database.prepare("SELECT sequence, hash FROM audit_head").get();
    writeFileSync(bot.path, JSON.stringify({ ...row, mac: "0".repeat(64) }));
    const { broken, warnings } = await verifyAudit(bot.audit, RULES);
    expect([broken?.sequence, warnings.length]).toEqual([3, 1]);
    expect((await verifyAudit(anchoredAudit(bot.store.audit, bot.path, null, SILENT).audit, RULES)).broken).toBeNull();
  });
  it("does not hold up the record when it cannot be written, and says so once", async () => {
    const warned: string[] = [];
    const { audit } = openSqlite(":memory:");
    const anchored = anchoredAudit(audit, join(folder, "no-such-folder", "a.json"), null, {
      ...SILENT,
      warn: (message) => void warned.push(message),
    });
    await fill(anchored.audit, 3);
    expect(warned).toHaveLength(1);
    expect((await verifyAudit(anchored.audit, RULES)).entries).toBe(3);
  });
});
