import KeyvRedis from "@keyv/redis";
import type { ClaimingStore } from "./keyv-sqlite.ts";

/** What is used of MULTI, which a single server, Sentinel and Cluster all have. The client's own type of it keeps tsc busy for minutes. */
interface Multiplying {
  multi(): Multiple;
}
interface Multiple {
  incr(key: string): Multiple;
  pExpire(key: string, ttlMs: number): Multiple;
  exec(): Promise<readonly unknown[]>;
}

/** The Keyv adapter for Redis with a claim by `SET key value NX PX ttl`. Close it with `disconnect`. */
export const keyvRedis = (url: string): ClaimingStore & { disconnect(): Promise<void> } => {
  const redis = new KeyvRedis(url, { throwOnConnectError: true, throwOnErrors: true });
  // Errors reach the caller; without a listener Node would end the process at a lost connection.
  redis.on("error", () => {});
  const claim = async (key: string, value: string, ttlMs: number): Promise<boolean> => {
    const client = await redis.getClient();
    if (!("set" in client)) throw new TypeError("The Redis client has no SET.");
    const reply: unknown = await client.set(redis.createKeyPrefix(key, redis.namespace), value, {
      NX: true,
      PX: ttlMs,
    });
    return reply === "OK";
  };
  const count = async (key: string, ttlMs: number): Promise<number> => {
    const client = (await redis.getClient()) as unknown as Multiplying;
    const name = redis.createKeyPrefix(key, redis.namespace);
    const [counted] = await client.multi().incr(name).pExpire(name, ttlMs).exec();
    return Number(counted);
  };
  return Object.assign(redis, { claim, count }) as unknown as ClaimingStore & { disconnect(): Promise<void> };
};
