import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

export interface Ran {
  readonly killed: boolean;
  readonly seconds: number;
  /** Of all threads; `null` where /proc does not tell. */
  readonly cpuSeconds: number | null;
  /** Most memory at any moment, all threads together, MB; `null` where /proc does not tell. */
  readonly peakMb: number | null;
  readonly err: string;
}

/** Where a process keeps its data, and the Postgres that it shares with others. */
export interface Place {
  readonly dataDir: string;
  /** `null`: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
}

const environment = ({ dataDir, databaseUrl }: Place) => ({
  ...process.env,
  REDFLAG_DATA_DIR: dataDir,
  LOG_LEVEL: "warn",
  ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
});

/** A process that takes blocks of bulk jobs on one thread, once it does. */
export const startWorker = (place: Place): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, "work", "--kind", "bulk", "--workers", "1"], {
      stdio: ["ignore", "pipe", "inherit"],
      env: environment(place),
    });
    child.stdout.on("data", (said: Buffer) => said.toString().includes("Taking blocks") && resolve(child));
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}.`)));
  });

/** One run of the program. `killWhen` is asked every few milliseconds; true ends it with kill -9. */
export const redflag = (place: Place, args: readonly string[], killWhen: () => boolean = () => false): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [CLI, ...args], {
      stdio: ["ignore", "ignore", "pipe"],
      env: environment(place),
    });
    let [err, peakMb, cpuSeconds]: [string, number | null, number | null] = ["", null, null];
    child.stderr.on("data", (data: Buffer) => {
      err += data;
    });
    const watch = setInterval(() => {
      const [status, stat] = [procFile(child.pid, "status"), procFile(child.pid, "stat")];
      const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
      if (peak) peakMb = Number(peak) / 1000;
      const times = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // Ticks of a hundredth of a second.
      if (times[12]) cpuSeconds = (Number(times[11]) + Number(times[12])) / 100;
      if (killWhen()) child.kill("SIGKILL");
    }, 5);
    child.on("close", (code, signal) => {
      clearInterval(watch);
      const seconds = (performance.now() - began) / 1000;
      if (code === 0 || signal === "SIGKILL") resolve({ killed: code !== 0, seconds, cpuSeconds, peakMb, err });
      else reject(new Error(`redflag ${args.join(" ")} ended with ${code}: ${err}`));
    });
  });

const procFile = (pid: number | undefined, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
};
