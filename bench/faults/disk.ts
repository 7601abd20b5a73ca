import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inFolder, lackingRoot, onSmallDisk } from "./folder.ts";
import { type Claim, claim, pause, type Row, readyClaim, within } from "./row.ts";
import { runCommand } from "./server.ts";
import { type Stage, withServer } from "./with-server.ts";

const PER_SECOND = 5;
const SECONDS = 6;

/** Questions before, while and after nothing can be written. */
const whileUnwritable = async (
  { crowd, server }: Stage,
  begin: () => void,
  end: () => void,
  trouble: RegExp,
): Promise<readonly Claim[]> => {
  for (let i = 0; i < 5; i++) await crowd.ask();
  await crowd.settled(20_000);
  begin();
  const load = crowd.load(PER_SECOND);
  await pause(SECONDS * 1_000);
  // What was written before may leave room for a while.
  const bitten = await within(30_000, () => trouble.test(server.output()));
  await load.stop();
  end();
  const seconds = await crowd.secondsToAnswer();
  await crowd.settled(60_000);
  return [
    claim(
      `${bitten ? "writes failed" : "nothing failed: the fault did not bite"}; the process ${server.running() ? "lived" : "ended"}`,
      bitten && server.running(),
    ),
    ...(await crowd.claims(server.dataDir)),
    readyClaim(seconds),
  ];
};

export const fullDisk: Row = {
  name: "full-disk",
  fault: "the disk is full for some seconds",
  lacking: lackingRoot,
  run: () =>
    onSmallDisk(40, (dataDir) =>
      withServer({ dataDir }, (stage) => {
        const filler = join(dataDir, "filler");
        return whileUnwritable(
          stage,
          () => fill(filler),
          () => rmSync(filler),
          /full/i,
        );
      }),
    ),
};

/** Writes until there is no room for another byte. */
const fill = (path: string): void => {
  const file = openSync(path, "w");
  for (const size of [1 << 20, 1 << 12, 1])
    for (;;)
      try {
        if (writeSync(file, Buffer.alloc(size)) < size) break;
      } catch {
        break;
      }
  closeSync(file);
};

/** All files of the store, or all but the one that SQLite maps into memory: a write to that one ends the process (SIGBUS). */
const immutable = (folder: string, on: boolean, mapped = true): void => {
  const files = readdirSync(folder).filter(
    (name) => /\.db|audit-anchor/.test(name) && (mapped || !name.endsWith("-shm")),
  );
  spawnSync("chattr", [on ? "+i" : "-i", ...files.map((name) => join(folder, name)), folder]);
};

/** What a supervisor does: starts the program again and again until it stays. */
const supervised = async (start: () => Promise<unknown>): Promise<void> => {
  const up = async (): Promise<boolean> =>
    start().then(
      () => true,
      () => false,
    );
  while (!(await up())) await pause(500);
};

const lackingImmutable = (): string | null => {
  if (lackingRoot() !== null) return "only an administrator may make files unchangeable";
  const folder = mkdtempSync(join(tmpdir(), "redflag-chattr-"));
  const file = join(folder, "probe");
  writeFileSync(file, "");
  const can = spawnSync("chattr", ["+i", file]).status === 0;
  spawnSync("chattr", ["-i", file]);
  rmSync(folder, { recursive: true });
  return can ? null : "this file system knows no unchangeable files";
};

export const readOnly: Row = {
  name: "read-only",
  fault: "the folder and its files become read-only for some seconds, first with the process living on, then ending it",
  lacking: lackingImmutable,
  run: () =>
    inFolder((dataDir) =>
      withServer({ dataDir }, async (stage) => {
        const { crowd, server } = stage;
        const claims = await whileUnwritable(
          stage,
          () => immutable(dataDir, true, false),
          () => immutable(dataDir, false),
          /read-?only|not permitted|disk I\/O|cannot be|did not answer|could not/i,
        );
        immutable(dataDir, true);
        const load = crowd.load(PER_SECOND);
        await within(SECONDS * 1_000, () => !server.running());
        await load.stop();
        const ended = !server.running();
        await server.kill();
        const refused = await runCommand(dataDir, ["screen", "Kim", "--json"]);
        const said = refused.err.trim();
        const starting = supervised(server.start);
        await pause(2_000);
        immutable(dataDir, false);
        const begun = performance.now();
        await starting;
        const seconds = (performance.now() - begun) / 1_000;
        await crowd.settled(60_000);
        return [
          ...claims,
          claim(
            `with all files read-only the process ${ended ? "was ended" : "lived"}, and a start says: ${said}`,
            refused.code === 1 && /^[A-Z].*\.$/s.test(said) && !said.includes("\n"),
          ),
          ...(await crowd.claims(dataDir)),
          readyClaim(seconds),
        ];
      }).finally(() => {
        if (existsSync(dataDir)) immutable(dataDir, false);
      }),
    ),
};
