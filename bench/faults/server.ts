import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Simulator } from "../../test/support/slack/simulator.ts";
import { within } from "./row.ts";

const ROOT = join(import.meta.dirname, "../..");
const READY_WITHIN_MS = 60_000;

/** The program as a person starts it, in a process of its own that may be killed and started again on the same port and folder. */
export interface Server {
  readonly url: string;
  readonly dataDir: string;
  /** Everything printed so far, by all its processes. */
  readonly output: () => string;
  /** Starts it and resolves with the seconds until it answers. Rejects when it ends before. */
  readonly start: () => Promise<number>;
  /** kill -9. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, then the exit code. */
  readonly stop: () => Promise<number | null>;
  readonly running: () => boolean;
  readonly pid: () => number;
}

export interface ServerOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Slack over HTTP unless `socket`. */
  readonly slack?: Simulator;
  readonly socket?: boolean;
  /** Before the program's own file, for example `--import`. */
  readonly nodeArgs?: readonly string[];
}

export const makeServer = async ({
  dataDir,
  env = {},
  slack,
  socket = false,
  nodeArgs = [],
}: ServerOptions): Promise<Server> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let output = "";
  const settings: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOST: "127.0.0.1",
    PORT: String(port),
    REDFLAG_DATA_DIR: dataDir,
    LOG_LEVEL: "warn",
    LISTS_REFRESH_HOURS: "0",
    LIMIT_USER_PER_MINUTE: "0",
    LIMIT_CHANNEL_PER_MINUTE: "0",
    LIMIT_WORKSPACE_PER_MINUTE: "0",
    ...(slack ? { SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl } : {}),
    ...(slack && !socket ? { SLACK_SIGNING_SECRET: slack.signingSecret } : {}),
    ...(slack && socket ? { SLACK_APP_TOKEN: slack.appToken } : {}),
    ...env,
  };
  const ended = (signal: NodeJS.Signals): Promise<number | null> =>
    new Promise((resolve) => {
      if (child === null || child.exitCode !== null || child.signalCode !== null)
        return resolve(child?.exitCode ?? null);
      child.once("exit", (code) => resolve(code));
      child.kill(signal);
    });
  return {
    url,
    dataDir,
    output: () => output,
    running: () => child !== null && child.exitCode === null && child.signalCode === null,
    pid: () => child?.pid ?? 0,
    start: async () => {
      const begun = performance.now();
      const started = spawn(process.execPath, [...nodeArgs, join(ROOT, "src/cli.ts"), "serve"], {
        cwd: ROOT,
        env: settings,
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr])
        stream.on("data", (chunk: Buffer) => {
          output += chunk.toString();
        });
      if (slack && !socket) slack.connectHttp(`${url}/slack/events`);
      const up = await within(READY_WITHIN_MS, async () => started.exitCode !== null || (await healthy(url)));
      if (!up || started.exitCode !== null) throw new Error(`The server did not start:\n${output.slice(-2_000)}`);
      if (slack && socket) await slack.connectSocket();
      return (performance.now() - begun) / 1_000;
    },
    kill: async () => void (await ended("SIGKILL")),
    stop: () => ended("SIGTERM"),
  };
};

/** True when the server answers within a second. */
export const healthy = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) })
    .then((response) => response.ok)
    .catch(() => false);

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** Runs a command of the program to its end. */
export const runCommand = (
  dataDir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, "src/cli.ts"), ...args], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH ?? "",
        REDFLAG_DATA_DIR: dataDir,
        LOG_LEVEL: "silent",
        LISTS_REFRESH_HOURS: "0",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.once("exit", (code) => resolve({ code, out, err }));
  });
