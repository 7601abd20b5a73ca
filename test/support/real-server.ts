import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RealServer {
  readonly url: string;
  /** Everything printed so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
  readonly signal: (signal: "SIGINT" | "SIGTERM") => void;
  /** The exit code, once it has ended; the data folder is still there. */
  readonly exited: Promise<number | null>;
  readonly dataDir: string;
}

const ROOT = join(import.meta.dirname, "../..");
const READY_WITHIN_MS = 60_000;

/** Starts the program as a person would, on a free port and an empty data folder, and waits until it says where it listens. */
export const startRealServer = async (env: Readonly<Record<string, string>> = {}): Promise<RealServer> => {
  const dataDir = mkdtempSync(join(tmpdir(), "redflag-test-"));
  const child = spawn(process.execPath, ["src/launch.mjs", "serve"], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH ?? "",
      PORT: "0",
      REDFLAG_DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      LISTS_REFRESH_HOURS: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
  });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${output}`)), READY_WITHIN_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
  return {
    url,
    dataDir,
    output: () => output,
    signal: (signal) => void child.kill(signal),
    exited,
    stop: async () => {
      await ended(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
