import { startObserving } from "../observing.ts";
import { startServer } from "../server.ts";
import type { Command } from "./command.ts";

/** From a terminal one Ctrl-C reaches the program twice: from the terminal itself and from the program that started it. */
const ONE_PRESS_MS = 500;
/** What does not end by itself after everything was closed, for example a call to a model, does not hold up the end. */
const LINGER_MS = 5_000;
/** What a shell gives for a program that ended by a signal. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143 } as const;

export const serve: Command = {
  name: "serve",
  usage: "",
  what: "Slack, Teams, web page and schedule, with whatever is configured",
  options: {},
  run: async (_words, _values, { config, runtime, out }) => {
    const observing = await startObserving(config);
    const stopped = firstSignal();
    const server = await startServer(config, await runtime(observing), observing.metrics, out);
    await stopped;
    await server.close();
    await observing.close();
    setTimeout(() => process.exit(0), LINGER_MS).unref();
  },
};

/** Resolves at the first signal; a second one ends the process at once. */
const firstSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let atMs: number | null = null;
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => {
        if (atMs !== null && performance.now() - atMs > ONE_PRESS_MS) process.exit(ENDED_BY[signal]);
        atMs ??= performance.now();
        resolve();
      });
  });
