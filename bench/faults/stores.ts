import { spawn } from "node:child_process";
import { join } from "node:path";
import { hasPostgres, startPostgres } from "../../test/support/postgres.ts";
import { hasRedis, startRedis } from "../../test/support/redis.ts";
import { inFolder } from "./folder.ts";
import { type Claim, claim, pause, type Row, readyClaim } from "./row.ts";
import { healthy } from "./server.ts";
import { type Stage, withServer } from "./with-server.ts";

const PER_SECOND = 4;
const LOCKED_MS = 15_000;
const GONE_MS = 8_000;

/** Worst time in which the server said that it is up, seconds; asked again and again until `over`. */
const worstHealth = async (url: string, over: () => boolean): Promise<number> => {
  let worst = 0;
  while (!over()) {
    const begun = performance.now();
    while (!(await healthy(url)) && performance.now() - begun < 60_000) await pause(50);
    worst = Math.max(worst, (performance.now() - begun) / 1_000);
    await pause(100);
  }
  return worst;
};

/** Questions while something is away; `away` resolves when it is back. */
const whileAway = async (
  { crowd, server }: Stage,
  away: () => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Claim[]> => {
  for (let i = 0; i < 5; i++) await crowd.ask();
  await crowd.settled(20_000);
  const load = crowd.load(PER_SECOND);
  let over = false;
  const watching = worstHealth(server.url, () => over);
  await away();
  const seconds = await crowd.secondsToAnswer();
  over = true;
  await load.stop();
  const worst = await watching;
  await crowd.settled(60_000);
  await server.stop();
  return [
    claim(`the server answered its health check in ${worst.toFixed(1)} s at worst`, true),
    ...(await crowd.claims(server.dataDir, env)),
    readyClaim(seconds),
  ];
};

/** Another process holds the write lock of the database. */
const holdLock = (path: string, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const program = `const { DatabaseSync } = require("node:sqlite");
      const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
      database.exec("BEGIN IMMEDIATE");
      setTimeout(() => database.exec("ROLLBACK"), ${ms});`;
    const child = spawn(process.execPath, ["-e", program, path], { stdio: ["ignore", "ignore", "inherit"] });
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error("The lock could not be taken."))));
  });

export const locked: Row = {
  name: "locked",
  fault: "another process holds the store's lock for 15 s",
  run: () =>
    inFolder((dataDir) =>
      withServer({ dataDir }, (stage) => whileAway(stage, () => holdLock(join(dataDir, "redflag.db"), LOCKED_MS))),
    ),
};

/** What the settings of the program name it by, and how it is taken away. */
interface StoreServer {
  readonly env: Readonly<Record<string, string>>;
  readonly server: { down(): Promise<void>; up(): Promise<void>; stop(): Promise<void> };
}

const goneRow = (name: string, store: string, installed: boolean, start: () => Promise<StoreServer>): Row => ({
  name,
  fault: `${store} is killed and comes back ${GONE_MS / 1_000} s later`,
  lacking: () => (installed ? null : `${store} is not installed`),
  run: () =>
    inFolder(async (dataDir) => {
      const { server, env } = await start();
      const away = async (): Promise<void> => {
        await server.down();
        await pause(GONE_MS);
        await server.up();
      };
      try {
        return await withServer({ dataDir, env }, (stage) => whileAway(stage, away, env));
      } finally {
        await server.stop();
      }
    }),
});

export const redis = goneRow("redis", "Redis", hasRedis, async () => {
  const server = await startRedis();
  return { server, env: { REDIS_URL: server.url } };
});

export const postgres = goneRow("postgres", "Postgres", hasPostgres, async () => {
  const server = await startPostgres();
  return { server, env: { DATABASE_URL: await server.database() } };
});
