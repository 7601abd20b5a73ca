#!/usr/bin/env node
// Starts the program on a Node that runs TypeScript directly: this one when it is new enough, else the one that `npm ci` brought.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED = [24, 12];
const here = dirname(fileURLToPath(import.meta.url));
const [major, minor] = process.versions.node.split(".").map(Number);
const newEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
const suffix = process.platform === "win32" ? ".exe" : "";
const packaged = join(
  here,
  "../node_modules",
  `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
  "bin",
  `node${suffix}`,
);

if (!newEnough && !existsSync(packaged)) {
  console.error(
    `Redflag needs Node ${NEEDED.join(".")} or newer, this is ${process.versions.node}. Install it, or run npm ci again on Linux or Windows, which brings it.`,
  );
  process.exit(1);
}
const node = newEnough ? process.execPath : packaged;
// Compiled code is kept beside the packages, so that later starts take half the time: nobody else may write there.
const env = { NODE_COMPILE_CACHE: join(here, "../node_modules/.cache/redflag"), ...process.env };
const child = spawn(node, [join(here, "cli.ts"), ...process.argv.slice(2)], { stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
