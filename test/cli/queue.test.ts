import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../support/free-port.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "redflag-queue-"));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));
const at = (name: string): string => join(FOLDER, name);
const ROWS = 8_000;

/** A process of its own, with a data folder of its own. */
const begin = (place: string, databaseUrl: string, ...args: string[]) => {
  const env = {
    PATH: process.env.PATH ?? "",
    REDFLAG_DATA_DIR: at(place),
    LOG_LEVEL: "silent",
    ...(databaseUrl === "" ? {} : { DATABASE_URL: databaseUrl }),
  };
  const child = spawn(process.execPath, ["src/cli.ts", ...args], { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => {
    said.out += data;
  });
  child.stderr.on("data", (data: Buffer) => {
    said.err += data;
  });
  const ended = new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, ...said })),
  );
  return { child, ended, said };
};
const findings = (name: string): readonly { readonly id: string; readonly verdict: string }[] =>
  readFileSync(at(name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line), screeningId: "", screenedAt: "", elapsedMs: 0 }));
const written = (name: string): number => (existsSync(at(`${name}.part`)) ? statSync(at(`${name}.part`)).size : 0);

beforeAll(() => {
  const listed = (i: number): string =>
    i % 150 === 7 ? "Song Kum Hyok" : `Person Example${i} Number${(i * 7919) % 997}`;
  writeFileSync(at("many.csv"), `id,name\n${Array.from({ length: ROWS }, (_, i) => `${i},${listed(i)}\n`).join("")}`);
});

describe("a job for several processes", () => {
  it.each([
    [
      "screen",
      ["screen", "--input", at("many.csv"), "--queue"],
      /needs a Postgres .+ Nothing was screened\. Set DATABASE_URL/,
    ],
    ["work", ["work", "--kind", "bulk"], /no queue to take work from\. Nothing was taken\. Set DATABASE_URL/],
  ])("without a Postgres is refused in one line: %s", async (_claim, args, said) => {
    const { code, out, err } = await begin("alone", "", ...args).ended;
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(said);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
  it("says in one line that Postgres does not answer", async () => {
    const url = `postgres://redflag@127.0.0.1:${await freePort()}/nobody`;
    const { code, err } = await begin("alone", url, "screen", "--input", at("many.csv"), "--queue").ended;
    expect(code).toBe(1);
    expect(err).toMatch(/ECONNREFUSED/);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe.skipIf(!hasPostgres)("a job for several processes over Postgres, when it is installed", () => {
  let server: PostgresServer;
  let url = "";
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.database();
  });
  afterAll(() => server?.stop());
  const job = (output: string, ...more: string[]) =>
    begin("first", url, "screen", "--input", at("many.csv"), "--output", at(output), ...more);
  const worker = async () => {
    const begun = begin("second", url, "work", "--kind", "bulk", "--workers", "1");
    await vi.waitFor(() => expect(begun.said.out).toContain("Taking blocks of bulk jobs on 1 threads."), 30_000);
    return begun;
  };

  it("loses and doubles nothing when a worker and then whoever began the job are killed in the middle", {
    timeout: 180_000,
  }, async () => {
    expect((await job("whole.jsonl", "--workers", "2").ended).code).toBe(0);
    const size = statSync(at("whole.jsonl")).size;
    // The one that begins the job screens nothing itself, so that the worker certainly holds a block when it is killed
    const dying = await worker();
    const begun = job("killed.jsonl", "--queue", "--workers", "0");
    await vi.waitFor(() => expect(written("killed.jsonl")).toBeGreaterThan(0), { timeout: 60_000, interval: 1 });
    dying.child.kill("SIGKILL");
    await dying.ended;
    const after = written("killed.jsonl");
    expect(after).toBeLessThan(size);
    const other = await worker();
    await vi.waitFor(() => expect(written("killed.jsonl")).toBeGreaterThan(after), { timeout: 60_000, interval: 1 });
    begun.child.kill("SIGKILL");
    expect((await begun.ended).code).toBeNull();
    const ended = await job("killed.jsonl", "--queue", "--workers", "0").ended;
    expect(ended.code, ended.err).toBe(0);
    other.child.kill("SIGTERM");
    expect((await other.ended).code).toBe(0);

    const found = findings("killed.jsonl");
    expect(found.map(({ id }) => id)).toEqual(Array.from({ length: ROWS }, (_, i) => String(i)));
    expect(found).toEqual(findings("whole.jsonl"));
    const { jobId } = JSON.parse(readFileSync(at("killed.jsonl.job"), "utf8")) as { readonly jobId: string };
    const exported = await begin("first", url, "audit", "export", "--format", "jsonl").ended;
    const rows = exported.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; detail: { job?: string; row?: number } })
      .flatMap(({ kind, detail }) => (kind === "screening" && detail.job === jobId ? [detail.row] : []));
    expect(rows).toEqual(found.flatMap(({ verdict }, i) => (verdict === "no-match" ? [] : [i + 1])));
  });
  it("may be gone on with in one process, and again in several: blocks that were cut otherwise are not taken", {
    timeout: 120_000,
  }, async () => {
    const kill = async (begun: ReturnType<typeof job>, past: number): Promise<void> => {
      await vi.waitFor(() => expect(written("changed.jsonl")).toBeGreaterThan(past), { timeout: 60_000, interval: 1 });
      begun.child.kill("SIGKILL");
      expect((await begun.ended).code).toBeNull();
    };
    const size = statSync(at("whole.jsonl")).size;
    await kill(job("changed.jsonl", "--queue", "--workers", "1"), size / 8);
    await kill(job("changed.jsonl", "--workers", "1"), size / 2);
    const ended = await job("changed.jsonl", "--queue", "--workers", "1").ended;
    expect(ended.code, ended.err).toBe(0);
    expect(findings("changed.jsonl")).toEqual(findings("whole.jsonl"));
  });
});
