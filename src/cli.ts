import { readFileSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { embeddedTrouble } from "./adapters/stores/storage-trouble.ts";
import { COMMANDS } from "./commands/all.ts";
import { type Command, type Options, UsageError, type Values } from "./commands/command.ts";
import { parseConfig } from "./config.ts";
import { messageOf, RedflagError } from "./core/errors.ts";
import type { Observing } from "./observing.ts";
import { openRuntime, type Runtime } from "./runtime.ts";

const COMMON: Options = { "data-dir": { type: "string" }, help: { type: "boolean", short: "h" } };

const help = (): string => {
  const lines = COMMANDS.map((c) =>
    `  redflag ${c.name} ${c.usage}`.trimEnd().concat(`
      ${c.what}`),
  );
  return ["Usage:", ...lines, "", "State lives in --data-dir (REDFLAG_DATA_DIR, default ./var)."].join("\n");
};

/** The command with the longest name that the words begin with. */
const commandOf = (words: readonly string[]): Command => {
  const found = [2, 1]
    .map((n) => COMMANDS.find((c) => c.name === words.slice(0, n).join(" ")))
    .find((c) => c !== undefined);
  if (found) return found;
  throw new UsageError(`There is no command "${words.slice(0, 2).join(" ")}". Run redflag --help for the list.`);
};

const parsed = (command: Command, args: readonly string[]): { words: readonly string[]; values: Values } => {
  const config: ParseArgsConfig = {
    args: [...args],
    options: { ...COMMON, ...command.options },
    allowPositionals: true,
  };
  try {
    const { positionals, values } = parseArgs(config);
    return { words: positionals, values: values as Values };
  } catch (thrown) {
    throw new UsageError(`${messageOf(thrown).split(". ")[0]}. Usage: redflag ${command.name} ${command.usage}`, {
      cause: thrown,
    });
  }
};

const run = async (args: readonly string[]): Promise<void> => {
  if (args.length === 0 || args[0] === "--help" || args[0] === "-h" || args[0] === "help") {
    process.stdout.write(`${help()}\n`);
    return;
  }
  const command = commandOf(args);
  const { words, values } = parsed(command, args.slice(command.name.split(" ").length));
  if (values.help) {
    process.stdout.write(`redflag ${command.name} ${command.usage}\n${command.what}\n`);
    return;
  }
  const dataDir = values["data-dir"];
  const config = parseConfig(
    { ...process.env, ...(typeof dataDir === "string" ? { REDFLAG_DATA_DIR: dataDir } : {}) },
    (path) => readFileSync(path, "utf8"),
  );
  let opened: Promise<Runtime> | null = null;
  const runtime = (observing?: Observing): Promise<Runtime> => {
    opened ??= openRuntime(config, observing);
    return opened;
  };
  try {
    await command.run(words, values, {
      config,
      runtime,
      out: (text) => void process.stdout.write(`${text}\n`),
      progress: (text) => void (process.stderr.isTTY && process.stderr.write(`${text}\n`)),
    });
  } finally {
    if (opened) await (await (opened as Promise<Runtime>)).close();
  }
};

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

run(process.argv.slice(2)).catch((given: unknown) => {
  const thrown = embeddedTrouble(given) ?? given;
  const usage = thrown instanceof UsageError;
  process.stderr.write(`${messageOf(thrown)}\n`);
  if (!usage && !(thrown instanceof RedflagError) && process.env.LOG_LEVEL === "debug" && thrown instanceof Error)
    process.stderr.write(`${thrown.stack}\n`);
  process.exitCode = usage ? 2 : 1;
});
