import { cpSync, openSync, readdirSync, readFileSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inFolder } from "./folder.ts";
import { type Claim, claim, type Row, readyClaim } from "./row.ts";
import { runCommand } from "./server.ts";

const SUBJECTS = ["Song Kum Hyok", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96", "Anna Nobody Example"] as const;

interface Finding {
  readonly verdict: string;
  readonly score: number;
  readonly hits: readonly { readonly listingId: string }[];
}

/** What the program finds for some subjects: verdict, score and entries; or the sentence with which it refuses. */
const findings = async (dataDir: string): Promise<readonly string[]> => {
  const all: string[] = [];
  for (const subject of SUBJECTS) {
    const { code, out, err } = await runCommand(dataDir, ["screen", subject, "--json"]);
    if (code !== 0) all.push(`refused: ${err.trim()}`);
    else {
      const { verdict, score, hits } = JSON.parse(out) as Finding;
      all.push(JSON.stringify([verdict, score, hits.map(({ listingId }) => listingId)]));
    }
  }
  return all;
};

const DAMAGES: readonly (readonly [string, (path: string) => void])[] = [
  ["one byte in the middle changed", (path) => overwrite(path, Math.floor(statSync(path).size / 2), 1)],
  ["4 KB at a third overwritten", (path) => overwrite(path, Math.floor(statSync(path).size / 3), 4_096)],
  ["its head overwritten", (path) => overwrite(path, 0, 64)],
  ["cut in half", (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ["emptied", (path) => truncateSync(path, 0)],
];

const overwrite = (path: string, at: number, length: number): void => {
  const file = openSync(path, "r+");
  const before = readFileSync(path).subarray(at, at + length);
  writeSync(file, Buffer.from(before.map((byte) => byte ^ 0x5a)), 0, before.length, at);
};

export const snapshot: Row = {
  name: "snapshot",
  fault: "the kept index is damaged before a start",
  run: () =>
    inFolder(async (dataDir) => {
      const sound = await findings(dataDir);
      const claims: Claim[] = [];
      for (const [damage, work] of DAMAGES) {
        const [name = ""] = readdirSync(join(dataDir, "snapshots")).filter((file) => file.endsWith(".index"));
        work(join(dataDir, "snapshots", name));
        const begun = performance.now();
        const found = await findings(dataDir);
        const seconds = (performance.now() - begun) / 1_000 / SUBJECTS.length;
        claims.push(
          claim(
            `${damage}: the same findings, ${seconds.toFixed(1)} s each`,
            JSON.stringify(found) === JSON.stringify(sound),
          ),
        );
      }
      return claims;
    }),
};

const PAGES = 30;

export const page: Row = {
  name: "page",
  fault: `a random page of the database is overwritten, ${PAGES} times`,
  run: ({ say }) =>
    inFolder(async (folder) => {
      const original = join(folder, "original");
      const sound = await findings(original);
      for (const subject of SUBJECTS) await runCommand(original, ["ask", `Who is ${subject}?`]);
      const database = new DatabaseSync(join(original, "redflag.db"));
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      const { page_size: size } = database.prepare("PRAGMA page_size").get() as { page_size: number };
      database.close();
      const pages = Math.floor(statSync(join(original, "redflag.db")).size / size);
      const counts = { same: 0, refused: 0, wrong: 0, unclear: 0, noticed: 0 };
      const wrong: string[] = [];
      for (let run = 0; run < PAGES; run++) {
        const copy = join(folder, `copy-${run}`);
        cpSync(original, copy, { recursive: true });
        const at = Math.floor(Math.random() * pages);
        overwrite(join(copy, "redflag.db"), at * size, size);
        const found = await findings(copy);
        const verified = await runCommand(copy, ["audit", "verify"]);
        const refusals = found.filter((one) => one.startsWith("refused: "));
        if (verified.code !== 0 || refusals.length > 0) counts.noticed++;
        if (refusals.some((one) => one.includes("\n") || !/\.$/.test(one))) counts.unclear++;
        if (refusals.length > 0) counts.refused++;
        else if (JSON.stringify(found) === JSON.stringify(sound)) counts.same++;
        else {
          counts.wrong++;
          wrong.push(`page ${at + 1}: ${found.join(" ")}`);
        }
        if (run % 10 === 9) say(`${run + 1} pages`);
      }
      const restored = join(folder, "restored");
      cpSync(original, restored, { recursive: true });
      const begun = performance.now();
      const back = await runCommand(restored, ["screen", SUBJECTS[0], "--json"]);
      return [
        claim(
          `${PAGES} pages of ${pages}: ${counts.same} times the same findings, ${counts.refused} times refused, ${counts.wrong} times another finding ${wrong.join("; ").slice(0, 300)}`,
          counts.wrong === 0,
        ),
        claim(`${counts.unclear} refusals that are no sentence`, counts.unclear === 0),
        claim(
          `noticed by a refusal or by audit verify: ${counts.noticed} of ${PAGES} (the others hold nothing that was asked)`,
          true,
        ),
        claim("a copy put back works", back.code === 0),
        readyClaim((performance.now() - begun) / 1_000),
      ];
    }),
};
