import { BadInput } from "../../core/errors.ts";
import type { Incoming } from "../../core/incoming.ts";
import type { Reply } from "../../core/reply.ts";
import type { CommandWords } from "../command-words.ts";
import type { Desk } from "../desk.ts";
import { cases } from "./cases.ts";
import type { RunCommand } from "./command.ts";
import { digest } from "./digest.ts";
import { drill } from "./drill.ts";
import { settings } from "./settings.ts";
import { vet } from "./vet.ts";
import { watch } from "./watch.ts";

/** Commands beside asking and screening, by their word: typed after a mention or after /redflag, or with a slash. */
const COMMANDS: Readonly<Record<string, RunCommand>> = { digest, watch, cases, vet, drill, settings };

export const runCommand = (incoming: Incoming, { command, text }: CommandWords, desk: Desk): Promise<Reply> => {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!run) throw new BadInput(`There is no command “${command}”. Nothing was changed. “help” lists what there is.`);
  return run(incoming, text, desk);
};
