import { ask } from "./ask.ts";
import { auditCommands } from "./audit.ts";
import { backup } from "./backup.ts";
import { caseCommands } from "./cases.ts";
import type { Command } from "./command.ts";
import { compare } from "./compare.ts";
import { corpusCommands } from "./corpus.ts";
import { digestCommands } from "./digest.ts";
import { listsCommands } from "./lists.ts";
import { mentions } from "./mentions.ts";
import { restore } from "./restore.ts";
import { retrieve } from "./retrieve.ts";
import { screen } from "./screen.ts";
import { serve } from "./serve.ts";
import { vet } from "./vet.ts";
import { watchCommands } from "./watch.ts";
import { work } from "./work.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  ask,
  screen,
  compare,
  mentions,
  ...listsCommands,
  ...corpusCommands,
  retrieve,
  ...digestCommands,
  ...watchCommands,
  ...caseCommands,
  vet,
  work,
  ...auditCommands,
  backup,
  restore,
];
