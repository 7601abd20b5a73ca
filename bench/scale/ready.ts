/** One replica that starts, screens one name and ends: node ready.ts <settings as JSON>. Prints one line of JSON. */
export interface ReadyFigures {
  /** Milliseconds since the process began. */
  readonly loadedMs: number;
  readonly openedMs: number;
  readonly screenedMs: number;
  /** Processor time of all threads: until the program was loaded, and from then to the screening. */
  readonly loadingMs: number;
  readonly processorMs: number;
  readonly rssMb: number;
  readonly verdict: string;
}

const { parseConfig } = await import("../../src/config.ts");
const { openRuntime } = await import("../../src/runtime.ts");
const loadedMs = performance.now();
const processor = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
const loadingMs = processor();
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
const processorMs = processor() - loadingMs;
const rssMb = process.memoryUsage().rss / 1e6;
const figures: ReadyFigures = { loadedMs, openedMs, screenedMs, loadingMs, processorMs, rssMb, verdict };
console.log(JSON.stringify(figures));
await runtime.close();
