import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort } from "./free-port.ts";

/** Debian keeps the server's programs out of the PATH. */
const DEBIAN = "/usr/lib/postgresql";
const PROGRAMS = existsSync(DEBIAN)
  ? readdirSync(DEBIAN)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(DEBIAN, version, "bin"))
      .find((folder) => existsSync(join(folder, "initdb")))
  : undefined;

/** False where Postgres is not installed: its tests are skipped, and counted. */
export const hasPostgres = PROGRAMS !== undefined;

export interface PostgresServer {
  /** The address of a new database: empty, or a copy of another one that nobody is connected to. */
  database(copyOf?: string): Promise<string>;
  /** kill -9 with all its processes, then up again on the same files and port. */
  restart(): Promise<void>;
  /** kill -9 with all its processes. */
  down(): Promise<void>;
  /** Up again on the same files and port. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** Postgres refuses to run as root; Debian brings a user for it. */
const asPostgres = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync("id", [flag, "postgres"]).stdout.toString());
  return { uid: id("-u"), gid: id("-g") };
};

/** A server of its own on loopback, in a folder of its own. `fsync` is on: kill -9 must lose nothing. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const user = asPostgres();
  const folder = mkdtempSync(join(tmpdir(), "redflag-postgres-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? 0);
  const program = (name: string): string => join(PROGRAMS ?? "", name);
  const made = spawnSync(
    program("initdb"),
    ["-D", join(folder, "data"), "-U", "redflag", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale", "C.UTF-8"],
    { ...user, cwd: folder },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const url = (name: string): string => `postgres://redflag@127.0.0.1:${port}/${name}`;
  const start = async () => {
    const settings = [
      "listen_addresses=127.0.0.1",
      `port=${port}`,
      `unix_socket_directories=${folder}`,
      "max_connections=200",
    ];
    const child = spawn(program("postgres"), ["-D", join(folder, "data"), ...settings.flatMap((s) => ["-c", s])], {
      ...user,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await new Promise<void>((resolve, reject) => {
      let log = "";
      child.stderr.on("data", (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes("ready to accept connections")) resolve();
      });
      child.once("exit", () => reject(new Error(log)));
    });
    return child;
  };
  let running = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await gone;
  };
  let count = 0;
  return {
    database: async (copyOf) => {
      const name = `test_${process.pid}_${count++}`;
      const client = new pg.Client(url("postgres"));
      await client.connect();
      await client.query(
        `CREATE DATABASE ${name} TEMPLATE ${copyOf ? new URL(copyOf).pathname.slice(1) : "template0"}`,
      );
      await client.end();
      return url(name);
    },
    restart: async () => {
      // An immediate stop is a crash: connections are cut and the log is replayed at the next start.
      await end("SIGQUIT");
      running = await start();
    },
    down: () => end("SIGQUIT"),
    up: async () => {
      running = await start();
    },
    stop: async () => {
      await end("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
