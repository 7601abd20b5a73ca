import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PrometheusMetrics } from "../../src/adapters/metrics.ts";
import { parseConfig } from "../../src/config.ts";
import { startObserving } from "../../src/observing.ts";
import { openRuntime, type Runtime } from "../../src/runtime.ts";
import { startServer } from "../../src/server.ts";

export interface Served {
  readonly url: string;
  readonly runtime: Runtime;
  readonly metrics: PrometheusMetrics;
  readonly dataDir: string;
  /** Asks on the page; every line of the reply. */
  readonly ask: (text: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The whole server in this process, over the starter data in an empty folder, on a free port. */
export const startServed = async (env: Readonly<Record<string, string>> = {}): Promise<Served> => {
  const dataDir = mkdtempSync(join(tmpdir(), "redflag-served-"));
  const config = parseConfig({
    PORT: "0",
    REDFLAG_DATA_DIR: dataDir,
    LOG_LEVEL: "silent",
    LISTS_REFRESH_HOURS: "0",
    SHUTDOWN_SECONDS: "1",
    ...env,
  });
  const observing = await startObserving(config);
  const runtime = await openRuntime(config, observing);
  const server = await startServer(config, runtime, observing.metrics, () => {});
  let threads = 0;
  return {
    url: server.url,
    runtime,
    metrics: observing.metrics,
    dataDir,
    ask: async (text) => {
      const headers = { "content-type": "application/json", origin: server.url, "sec-fetch-site": "same-origin" };
      const body = JSON.stringify({ text, threadId: `thread-${threads++}` });
      return (await fetch(`${server.url}/api/message`, { method: "POST", headers, body })).text();
    },
    close: async () => {
      await server.close();
      await observing.close();
      await runtime.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
