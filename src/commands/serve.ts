import { startServer } from "../server.ts";
import type { Command } from "./command.ts";

export const serve: Command = {
  name: "serve",
  usage: "",
  what: "Slack, Teams, web page and schedule, with whatever is configured",
  options: {},
  run: async (_words, _values, { config, runtime, out }) => {
    const server = await startServer(config, await runtime(), out);
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    await server.close();
  },
};
