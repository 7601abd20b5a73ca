import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

const REDIS = "redis-server";

/** False where Redis is not installed: its tests are skipped, and counted. */
export const hasRedis = spawnSync(REDIS, ["--version"]).status === 0;

export interface RedisServer {
  readonly url: string;
  /** kill -9, then up again on the same files and port. */
  restart(): Promise<void>;
  /** kill -9 */
  down(): Promise<void>;
  /** Up again on the same files and port. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** A server of its own on loopback that writes every change down before it answers. */
export const startRedis = async (): Promise<RedisServer> => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-redis-"));
  const port = await freePort();
  const kept = ["--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  const start = async () => {
    const child = spawn(REDIS, ["--port", String(port), "--bind", "127.0.0.1", ...kept]);
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("Ready to accept connections")) resolve();
      });
      child.once("exit", () => reject(new Error("Redis did not start.")));
    });
    return child;
  };
  let running = await start();
  const end = async (): Promise<void> => {
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async () => {
      await end();
      running = await start();
    },
    down: end,
    up: async () => {
      running = await start();
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
