import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe } from "vitest";
import { expiringStore } from "../../../src/adapters/stores/expiring.ts";
import { keyvRedis } from "../../../src/adapters/stores/keyv-redis.ts";
import { EXPIRING_STORE_CHECKS } from "../../conformance/expiring-store.ts";
import { conforms } from "../../conformance/store-checks.ts";

const REDIS = "redis-server";
const hasRedis = spawnSync(REDIS, ["--version"]).status === 0;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

describe.skipIf(!hasRedis)("with a Redis server on this machine", () => {
  let server: ChildProcess | null = null;
  let store: ReturnType<typeof keyvRedis> | null = null;
  beforeAll(async () => {
    const port = await freePort();
    const started = spawn(REDIS, ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    server = started;
    await new Promise<void>((resolve) => {
      started.stdout.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("Ready to accept connections")) resolve();
      });
    });
    store = keyvRedis(`redis://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    await store?.disconnect();
    server?.kill();
  });
  conforms("Keyv over Redis", EXPIRING_STORE_CHECKS, async () => {
    if (!store) throw new Error("Redis did not start.");
    await store.clear();
    return expiringStore(store);
  });
});
