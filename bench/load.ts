import { spawn } from "node:child_process";
import { join } from "node:path";

/**
 * Events at a steady rate on one platform: acknowledgement, lost, doubled, memory.
 *
 *     node bench/load.ts --platform slack [--rate 200] [--seconds 30] [--wire http|socket]
 *     node bench/load.ts --platform teams [--conversations 100] [--seconds 30] [--pause 500]
 */
const LOADS: ReadonlyMap<string, string> = new Map([
  ["slack", "slack-load.ts"],
  ["teams", "teams-load.ts"],
]);

/** `["--platform", "slack", "--rate", "9"]` -> "slack" and what its own bench reads. */
const split = (args: readonly string[]): { readonly platform: string; readonly rest: readonly string[] } => {
  const joined = args.flatMap((arg) => (arg.startsWith("--platform=") ? arg.split("=") : [arg]));
  const at = joined.indexOf("--platform");
  return at < 0 ? { platform: "", rest: joined } : { platform: joined[at + 1] ?? "", rest: joined.toSpliced(at, 2) };
};

const { platform, rest } = split(process.argv.slice(2));
const bench = LOADS.get(platform);
if (bench === undefined) {
  process.stderr.write(`Say --platform ${[...LOADS.keys()].join(" or ")}.\n`);
  process.exitCode = 2;
} else {
  const child = spawn(process.execPath, [join(import.meta.dirname, bench), ...rest], { stdio: "inherit" });
  process.exitCode = await new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
