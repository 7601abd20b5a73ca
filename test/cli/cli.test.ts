import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedData } from "../support/shared-data.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "redflag-cli-"));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const redflag = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["src/launch.mjs", ...args],
      {
        cwd: ROOT,
        env: { PATH: process.env.PATH ?? "", REDFLAG_DATA_DIR: join(FOLDER, "var"), LOG_LEVEL: "silent" },
        maxBuffer: 1 << 26,
      },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end();
  });

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
};

const SDN_ROW = '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n';
const listFolder = (name: string, sdn: string | Uint8Array, without: readonly string[] = []): string[] =>
  Object.entries({
    "sdn.csv": sdn,
    "alt.csv": '36,12,"aka","AERO-CARIBBEAN",-0- \r\n',
    "add.csv": '36,25,-0- ,"Havana","Cuba",-0- \r\n',
    "sdn_comments.csv": '36,"; Linked To: CUBA."\r\n\x1a',
  })
    .filter(([file]) => !without.includes(file))
    .map(([part, content]) => {
      const folder = mkdtempSync(join(FOLDER, `${name}-`));
      writeFileSync(join(folder, part), content);
      return join(folder, part);
    });

describe("wrong usage and bad input: one sentence, the right exit code, nothing changed", () => {
  it.each([
    ["an unknown command", ["fly"], 2, /There is no command "fly"/],
    ["an unknown option", ["ask", "x", "--colour", "red"], 2, /Unknown option '--colour'/],
    ["an empty question", ["ask", ""], 2, /There is no question/],
    ["nothing to screen", ["screen"], 2, /nothing to screen/],
    ["one name to compare", ["compare", "Kim"], 2, /Two names are needed/],
    ["a threshold in per cent", ["screen", "Kim", "--threshold", "85"], 1, /number from 0 to 1/],
    ["a day that does not exist", ["screen", "Kim", "--as-of", "2025-02-30"], 1, /YYYY-MM-DD/],
    ["a type that is none", ["screen", "Kim", "--type", "robot"], 1, /must be one of person/],
    ["a list that is none", ["lists", "import", "nowhere", "x"], 1, /could not be read|no list called/],
    ["a file that is not there", ["screen", "--input", "/does/not/exist.csv"], 1, /could not be read/],
    ["a document that is not there", ["corpus", "remove", "none"], 1, /There is no document "none"/],
    ["1 MB of text as a name", ["screen", "a".repeat(100_000)], 1, /may have 500 characters/],
  ] as const)("%s", async (_claim, args, code, sentence) => {
    const ended = await redflag(...args);
    expect([ended.code, ended.out]).toEqual([code, ""]);
    expect(ended.err.trim()).toMatch(sentence);
    expect(ended.err.trim().split("\n")).toHaveLength(1);
  });
  it("a table without a name column is refused whole", async () => {
    const ended = await redflag(
      "screen",
      "--input",
      file("wrong.csv", "id,full_name\n1,Kim\n"),
      "--output",
      join(FOLDER, "wrong.jsonl"),
    );
    expect([ended.code, ended.out]).toEqual([1, ""]);
    expect(ended.err).toMatch(/no `name` column \(found: id, full_name\)\. Nothing was screened\./);
  });
});

describe("lists that must not be taken", () => {
  it.each([
    [
      "one of the four files missing",
      () => listFolder("missing", SDN_ROW, ["sdn_comments.csv"]),
      /sdn_comments\.csv is missing/,
    ],
    ["no rows", () => listFolder("empty", "\x1a"), /Nothing was changed/],
    ["a torn row", () => listFolder("torn", `${SDN_ROW}173,"ANGLO-CARIB`), /Nothing was changed/],
    [
      "a binary file",
      () =>
        listFolder(
          "binary",
          new Uint8Array(4096).map((_, i) => (i * 37) % 256),
        ),
      /Nothing was changed/,
    ],
    [
      "a page instead of a list",
      () => listFolder("html", "<!doctype html><html><body>403</body></html>"),
      /Nothing was changed/,
    ],
  ] as const)("%s", async (_claim, paths, sentence) => {
    const ended = await redflag("lists", "import", "ofac-sdn", ...paths());
    expect([ended.code, ended.out]).toEqual([1, ""]);
    expect(ended.err).toMatch(sentence);
    expect((await redflag("lists", "status", "--json")).out).toContain("starter extract");
  });
  it("and one that is whole is taken", async () => {
    const ended = await redflag("lists", "import", "ofac-sdn", ...listFolder("whole", SDN_ROW));
    expect([ended.code, ended.out]).toEqual([0, expect.stringMatching(/^ofac-sdn: 1 listings/)]);
  });
});

const SEED = sharedData("seed", "000_113f83e9c29ebfe8.txt");

describe.skipIf(SEED === null)("a document that is added and removed", () => {
  const QUESTION =
    "Which annual training or audits does the FAQ on precautions recommend against identity-based schemes?";
  let added = "";
  beforeAll(async () => {
    const ended = await redflag("corpus", "add", SEED ?? "");
    added = /^added (\S+):/.exec(ended.out)?.[1] ?? "";
  });
  const citesIt = async (): Promise<boolean> => {
    const { out } = await redflag("ask", QUESTION, "--json");
    const answer = JSON.parse(out) as { citations: { documentId: string }[] };
    return answer.citations.some((citation) => citation.documentId === added);
  };
  it("answers while it is there and no longer afterwards", async () => {
    expect(added).not.toBe("");
    expect(await citesIt()).toBe(true);
    expect((await redflag("corpus", "remove", added)).out.trim()).toBe(`removed ${added}`);
    expect(await citesIt()).toBe(false);
  });
});

describe("the record of what was asked and found", () => {
  it("is unbroken and can be exported", async () => {
    await redflag("screen", "Song Kum Hyok", "--json");
    const verified = (await redflag("audit", "verify")).out;
    expect(verified).toMatch(/^\d+ entries, chain unbroken\.\nHead: \d+:[0-9a-f]{64}/);
    expect((await redflag("audit", "export", "--format", "csv")).out).toMatch(
      /^sequence,at,kind,actor,place,detail,personal,previous,hash\n/,
    );
    const head = /Head: (\S+)/.exec(verified)?.[1] ?? "";
    expect((await redflag("audit", "verify", "--head", head)).code).toBe(0);
    const other = await redflag(
      "audit",
      "verify",
      "--head",
      head.replace(/.$/, (c) => (c === "0" ? "1" : "0")),
    );
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringContaining("not the entry that the head in your note names"),
    ]);
  });
  it("repeats a screening, forgets it, and then says that it was erased", async () => {
    const { screeningId } = JSON.parse((await redflag("screen", "=Song Kum Hyok", "--json")).out);
    expect((await redflag("audit", "replay", screeningId)).out).toMatch(/the same\.\s*$/);
    const csv = (await redflag("audit", "export", "--format", "csv")).out;
    expect(csv.split("\n").some((line) => /(?:^|,)[=+@-]/.test(line.replace(/"(?:[^"]|"")*"/g, "")))).toBe(false);
    expect((await redflag("audit", "forget", "=Song")).out).toMatch(/^Personal text erased from [1-9]/);
    const erased = await redflag("audit", "replay", screeningId);
    expect([erased.code, erased.err]).toEqual([
      1,
      expect.stringMatching(/was erased on \d{4}-\d{2}-\d{2} by terminal \(forget\)/),
    ]);
    expect((await redflag("audit", "verify")).out).toMatch(/Erased on .* by terminal \(forget\)/);
  });
});
