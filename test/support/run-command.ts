import { parseArgs } from "node:util";
import { type Command, UsageError } from "../../src/commands/command.ts";
import { RedflagError } from "../../src/core/errors.ts";
import type { Runtime } from "../../src/runtime.ts";

export interface Ended {
  /** As the process would exit: 0 done, 1 could not, 2 wrong usage. */
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

/** Runs one command as the terminal does, in this process and over this runtime. Anything but our own errors fails the test. */
export const commandRunner =
  (commands: readonly Command[], runtime: Runtime) =>
  async (...args: readonly string[]): Promise<Ended> => {
    const command = commands.find(({ name }) => `${args.join(" ")} `.startsWith(`${name} `));
    if (!command) throw new Error(`There is no command ${args.join(" ")}.`);
    const out: string[] = [];
    try {
      const { positionals, values } = parseArgs({
        args: args.slice(command.name.split(" ").length),
        options: command.options,
        allowPositionals: true,
      });
      await command.run(positionals, values as Parameters<Command["run"]>[1], {
        config: null as never,
        runtime: async () => runtime,
        out: (text) => void out.push(text),
        progress: () => {},
      });
      return { code: 0, out: out.join("\n"), err: "" };
    } catch (thrown) {
      if (!(thrown instanceof UsageError) && !(thrown instanceof RedflagError)) throw thrown;
      return { code: thrown instanceof UsageError ? 2 : 1, out: out.join("\n"), err: thrown.message };
    }
  };
