import type { ParseArgsConfig } from "node:util";
import type { Config } from "../config.ts";
import type { Observing } from "../observing.ts";
import type { Runtime } from "../runtime.ts";

export type Options = NonNullable<ParseArgsConfig["options"]>;
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** What a command may use. The runtime opens on first use, so that wrong usage touches nothing. */
export interface CommandContext {
  readonly config: Config;
  readonly runtime: (observing?: Observing) => Promise<Runtime>;
  readonly out: (text: string) => void;
  /** Progress, shown on a terminal only. */
  readonly progress: (text: string) => void;
}

export interface Command {
  /** As typed: "lists import". */
  readonly name: string;
  /** What follows the name in the help. */
  readonly usage: string;
  readonly what: string;
  readonly options: Options;
  readonly run: (words: readonly string[], values: Values, context: CommandContext) => Promise<void>;
}

/** Wrong usage: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const text = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
};

export const json = (value: unknown): string => JSON.stringify(value, null, 2);
