/** One replica that starts, screens one name and ends: node ready.ts <settings as JSON>. Prints one line of JSON. */
export interface ReadyFigures {
  /** Milliseconds since the process began. */
  readonly loadedMs: number;
  readonly openedMs: number;
  readonly screenedMs: number;
  /** Processor time until then, all threads. */
  readonly processorMs: number;
  readonly rssMb: number;
  readonly verdict: string;
}

const { parseConfig } = await import("../../src/config.ts");
const { openRuntime } = await import("../../src/runtime.ts");
const loadedMs = performance.now();
const settings = JSON.parse(process.argv[2] ?? "{}") as Record<string, string>;
const runtime = await openRuntime(parseConfig({ ...settings, LOG_LEVEL: "silent" }));
const openedMs = performance.now();
const subject = {
  text: "Kim Jong Un",
  kind: "unknown",
  birth: null,
  countries: [],
  gender: null,
  identifiers: [],
} as const;
const { verdict } = await runtime.services.screen(subject, {});
const screenedMs = performance.now();
const { user, system } = process.cpuUsage();
const rssMb = process.memoryUsage().rss / 1e6;
const figures: ReadyFigures = { loadedMs, openedMs, screenedMs, processorMs: (user + system) / 1000, rssMb, verdict };
console.log(JSON.stringify(figures));
await runtime.close();
