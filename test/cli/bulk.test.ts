import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "redflag-bulk-"));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));
const at = (name: string): string => join(FOLDER, name);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
const begin = (...args: string[]) => {
  const env = { PATH: process.env.PATH ?? "", REDFLAG_DATA_DIR: at("var"), LOG_LEVEL: "silent" };
  const child = spawn(process.execPath, ["src/cli.ts", ...args], { cwd: ROOT, env, stdio: ["pipe", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data: Buffer) => {
    out += data;
  });
  child.stderr.on("data", (data: Buffer) => {
    err += data;
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, out, err })));
  return { child, ended };
};
const redflag = (...args: string[]): Promise<Ended> => {
  const { child, ended } = begin(...args);
  child.stdin.end();
  return ended;
};
const withInput = (text: string, ...args: string[]): Promise<Ended> => {
  const { child, ended } = begin(...args);
  child.stdin.end(text);
  return ended;
};

interface Line {
  readonly id: string;
  readonly verdict: string;
  readonly error?: string;
  readonly line?: number;
}
const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
/** What a line says, without what differs from run to run. */
const findings = (path: string): readonly unknown[] =>
  linesOf(readFileSync(path, "utf8")).map((line) => ({ ...line, screeningId: "", screenedAt: "", elapsedMs: 0 }));

interface Entry {
  readonly kind: string;
  readonly detail: {
    readonly job?: string;
    readonly row?: number;
    readonly rows?: number;
    readonly counts?: unknown;
    readonly outputSha256?: string;
  };
}
const audit = async (): Promise<readonly Entry[]> =>
  (await redflag("audit", "export", "--format", "jsonl")).out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Entry);

describe("a file screened from the terminal", () => {
  it("gives one line a row in its order, names bad rows with their line, and leaves the others alone", async () => {
    writeFileSync(at("few.csv"), 'id,name\n1,Song Kum Hyok\n2,"torn\n3,\n4,Nobody Listedhere\n');
    const { code, out, err } = await redflag("screen", "--input", at("few.csv"));
    expect(code).toBe(0);
    const lines = linesOf(out);
    expect(lines.map(({ id, line }) => [id, line])).toEqual([
      ["1", undefined],
      ["", 3],
      ["3", 4],
      ["4", undefined],
    ]);
    expect(lines[0]?.verdict).toBe("match");
    expect(lines[1]?.error).toMatch(/^Line 3 cannot be read/);
    expect(lines[2]?.error).toMatch(/^Line 4: There is no name/);
    expect(err).toBe("2 of 4 rows could not be screened; their lines say why.\n");
  });
  it("reads CSV and JSON lines from stdin alike", async () => {
    const [csv, jsonl] = await Promise.all([
      withInput("id,name,dob\n1,Song Kum Hyok,1991\n", "screen", "--input", "-", "--workers", "0"),
      withInput('{"id":1,"name":"Song Kum Hyok","dob":1991}\n', "screen", "--input", "-", "--workers", "1"),
    ]);
    const [a, b] = [csv, jsonl].map(({ out }) => ({
      ...linesOf(out)[0],
      screeningId: "",
      screenedAt: "",
      elapsedMs: 0,
    }));
    expect(a?.verdict).toBe("match");
    expect(b).toEqual(a);
  });
  it.each([
    ["a wrong number of workers", ["--workers", "many"], 2, /--workers must be a whole number/],
    ["a delta without earlier results", ["--delta", "/does/not/exist.jsonl"], 1, /no record of a finished job/],
  ])("%s is said in one line", async (_claim, more, code, said) => {
    writeFileSync(at("one.csv"), "id,name\n1,A\n");
    const ended = await redflag("screen", "--input", at("one.csv"), ...more);
    expect(ended.code).toBe(code);
    expect(ended.err).toMatch(said);
  });
});

/** Rows that the record beside the results says are done. */
const rowsKept = (results: string): number => {
  const record = at(`${results}.job`);
  const { reached } = existsSync(record)
    ? (JSON.parse(readFileSync(record, "utf8")) as { reached: { rows: number } })
    : { reached: { rows: 0 } };
  return reached.rows;
};

describe("a job that is killed", () => {
  const ROWS = 3_000;
  beforeAll(() => {
    const listed = (i: number): string =>
      i % 150 === 7 ? "Song Kum Hyok" : `Person Example${i} Number${(i * 7919) % 997}`;
    writeFileSync(at("many.csv"), `id,name\n${Array.from({ length: ROWS }, (_, i) => `${i},${listed(i)}\n`).join("")}`);
  });
  it("goes on with the same command: no row lost, none twice, every alert recorded once", {
    timeout: 120_000,
  }, async () => {
    const args = ["screen", "--input", at("many.csv"), "--output", at("killed.jsonl"), "--workers", "2"];
    const size = (): number => (existsSync(at("killed.jsonl.part")) ? statSync(at("killed.jsonl.part")).size : 0);
    let kills = 0;
    let wentOn = 0;
    for (;;) {
      const { child, ended } = begin(...args);
      child.stdin.end();
      const wanted = Math.random() * 800_000 * (kills + 1);
      const watch = setInterval(() => {
        // The last of the three strikes after a checkpoint, so that there is something to go on from.
        if (kills < 3 && size() > wanted && (kills < 2 || rowsKept("killed.jsonl") > 0)) child.kill("SIGKILL");
      }, 1);
      const { code, err } = await ended;
      clearInterval(watch);
      if (err.includes("Going on after row")) wentOn++;
      if (code === 0) break;
      expect(code, err).toBeNull();
      kills++;
    }
    expect(kills).toBeGreaterThan(0);
    expect(wentOn).toBeGreaterThan(0);
    const lines = linesOf(readFileSync(at("killed.jsonl"), "utf8"));
    expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: ROWS }, (_, i) => String(i)));
    const whole = await redflag("screen", "--input", at("many.csv"), "--output", at("whole.jsonl"), "--workers", "2");
    expect(whole.code, whole.err).toBe(0);
    expect(findings(at("killed.jsonl"))).toEqual(findings(at("whole.jsonl")));
    const entries = await audit();
    const jobs = entries.filter(({ kind, detail }) => kind === "bulk-screening" && detail.rows === ROWS);
    expect(jobs).toHaveLength(2);
    const alerts = lines.flatMap(({ verdict }, i) => (verdict === "no-match" ? [] : [i + 1]));
    expect(alerts.length).toBeGreaterThan(10);
    for (const { detail } of jobs) {
      const rows = entries
        .filter((e) => e.kind === "screening" && e.detail.job === detail.job)
        .map((e) => e.detail.row);
      expect(rows).toEqual(alerts);
    }
    expect((await redflag("audit", "verify")).code).toBe(0);
  });
  it("is begun anew and says so when the input has changed since", { timeout: 60_000 }, async () => {
    const args = ["screen", "--input", at("changed.csv"), "--output", at("changed.jsonl"), "--workers", "1"];
    writeFileSync(at("changed.csv"), readFileSync(at("many.csv")));
    const { child, ended } = begin(...args);
    child.stdin.end();
    const watch = setInterval(() => {
      if (rowsKept("changed.jsonl") > 0) child.kill("SIGKILL");
    }, 1);
    expect((await ended).code).toBeNull();
    clearInterval(watch);
    writeFileSync(at("changed.csv"), "id,name\n1,Song Kum Hyok\n");
    const again = await redflag(...args);
    expect(again.err).toMatch(/rows; the input has changed since, so all rows are screened anew\.\n$/);
    expect(linesOf(readFileSync(at("changed.jsonl"), "utf8"))).toHaveLength(1);
  });
});
