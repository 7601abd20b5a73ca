import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import type { Screening } from "../../src/core/screening.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { openRuntime } from "../../src/runtime.ts";
import { startRealServer } from "../support/real-server.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = 4096;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "redflag-damage-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const screenOnce = async (): Promise<Pick<Screening, "hits" | "score" | "verdict">> => {
  const runtime = await openRuntime(parseConfig({ REDFLAG_DATA_DIR: folder, LOG_LEVEL: "silent" }));
  const { verdict, score, hits } = await runtime.services.screen(subjectFrom({ text: "Song Geum-hyeok" }), {});
  await runtime.close();
  return { verdict, score, hits };
};

const command = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli.ts", ...args, "--data-dir", folder], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "silent" },
  });
  return { status, out: stdout.toString(), err: stderr.toString() };
};

describe("a snapshot of the index that is damaged", () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ["in its head", (bytes) => Buffer.concat([Buffer.alloc(16, 0xa5), bytes.subarray(16)])],
    ["in its middle", (bytes) => Buffer.from(bytes).fill(0xa5, bytes.length / 2, bytes.length / 2 + 64)],
    [
      "by one bit in its last byte",
      (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
    ],
    ["by being cut off", (bytes) => bytes.subarray(0, 1_000)],
    ["by being emptied", () => Buffer.alloc(0)],
  ])("%s is made anew by itself, with the same verdict", async (_claim, spoil) => {
    const before = await screenOnce();
    const [name = ""] = readdirSync(join(folder, "snapshots"));
    const path = join(folder, "snapshots", name);
    const whole = readFileSync(path);
    writeFileSync(path, spoil(whole));
    expect(await screenOnce()).toEqual(before);
    expect(readFileSync(path).equals(whole)).toBe(true);
    expect(before.verdict).toBe("match");
  });
});

describe("a damaged page of the store", () => {
  /** Overwrites the first page of a table. */
  const damage = (table: string): void => {
    const path = join(folder, "redflag.db");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = DELETE");
    const root = Number(database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.rootpage);
    database.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, (root - 1) * PAGE, root * PAGE));
  };
  it.each([
    ["watches", ["watch", "list"]],
    ["audit_entries", ["screen", "Song Geum-hyeok"]],
    ["documents", ["ask", "Who is Song Kum Hyok?"]],
  ])("under %s is said in one sentence, with what to do", async (table, words) => {
    await screenOnce();
    damage(table);
    const { status, out, err } = command(...words);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /^The store is damaged \(database disk image is malformed\)\. Nothing was changed\. Stop Redflag, run redflag restore <backup file>, and start it again\.\n$/,
    );
  });
});

describe("a fault that nobody foresaw, in a process of its own", () => {
  it("is answered with a reference under which the log has the reason", { timeout: 120_000 }, async () => {
    const server = await startRealServer();
    // The record is gone: nothing may be answered that is not written down.
    const database = new DatabaseSync(join(server.dataDir, "redflag.db"), { timeout: 5_000 });
    database.exec("DROP TABLE audit_entries");
    database.close();
    const headers = { "content-type": "application/json", origin: server.url, "sec-fetch-site": "same-origin" };
    const body = JSON.stringify({ text: "Who is Song Kum Hyok?", threadId: "t" });
    const response = await fetch(`${server.url}/api/message`, { method: "POST", headers, body });
    const said = await response.text();
    const reference = /under the reference ([a-z0-9]+)\./.exec(said)?.[1] ?? "";
    expect(reference).toBe(response.headers.get("x-request-id"));
    const lines = server.output().split("\n");
    const line = lines.find((row) => row.includes(reference) && row.includes("could not answer")) ?? "{}";
    expect(JSON.parse(line)).toMatchObject({ reference, reason: "no such table: audit_entries" });
    expect(said).not.toContain("audit_entries");
    await server.stop();
  });
});
