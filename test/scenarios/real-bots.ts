import { rmSync } from "node:fs";
import { type RealBot, startRealBot } from "../support/real-bot.ts";
import type { Bot } from "./scenario.ts";

/** The whole Redflag over the starter data. One for all scenarios that leave nothing behind, a fresh one for the others. */
let shared: Promise<RealBot> | null = null;
const started: RealBot[] = [];
const start = async (env: Readonly<Record<string, string>> = {}): Promise<RealBot> => {
  const real = await startRealBot(env);
  started.push(real);
  return real;
};
process.once("exit", () => {
  for (const { dataDir } of started) rmSync(dataDir, { recursive: true, force: true });
});

const over = (real: Promise<RealBot>): Bot => ({
  handle: async (incoming, responder) => (await real).handle(incoming, responder),
  forms: {
    open: async (incoming) => (await real).forms.open(incoming),
    faults: async (incoming) => (await real).forms.faults(incoming),
  },
  release: () => {},
});
export const realBot = (): Bot => {
  shared ??= start();
  return over(shared);
};
export const freshBot = (): Bot => over(start());
/** A fresh one with other settings. */
export const botWith = (env: Readonly<Record<string, string>>): Bot => over(start(env));
