/**
 * Load on one platform: events a second, acknowledgement, lost, doubled.
 *
 *     node bench/load.ts --platform slack [--rate 200] [--seconds 30] [--wire http|socket]
 *     node bench/load.ts --platform teams [--conversations 100] [--seconds 30] [--pause 500]
 */
const LOADS: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ["slack", () => import("./slack-load.ts")],
  ["teams", () => import("./teams-load.ts")],
]);

/** `["--platform", "slack", "--rate", "9"]` -> "slack", and `["--rate", "9"]` for its own bench. */
const split = (args: readonly string[]): { readonly platform: string; readonly rest: readonly string[] } => {
  const words = args.flatMap((arg) => (arg.startsWith("--platform=") ? arg.split("=") : [arg]));
  const at = words.indexOf("--platform");
  return at < 0 ? { platform: "", rest: words } : { platform: words[at + 1] ?? "", rest: words.toSpliced(at, 2) };
};

const [node = "", script = "", ...args] = process.argv;
const { platform, rest } = split(args);
const load = LOADS.get(platform);
if (load === undefined) {
  process.stderr.write(`Say --platform ${[...LOADS.keys()].join(" or ")}.\n`);
  process.exitCode = 2;
} else {
  // Each bench reads its own settings from the command line.
  process.argv = [node, script, ...rest];
  await load();
}

export {};
