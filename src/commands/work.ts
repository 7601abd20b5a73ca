import { availableParallelism } from "node:os";
import { BadInput } from "../core/errors.ts";
import { takeBlocks } from "../services/bulk/queued.ts";
import { type Command, text, UsageError } from "./command.ts";
import { threadsFrom } from "./screen.ts";

/** Signals by which an operator or a container ends a process. */
const ENDINGS = ["SIGINT", "SIGTERM"] as const;

export const work: Command = {
  name: "work",
  usage: "--kind bulk [--workers N]",
  what: "takes blocks of bulk jobs (screen --queue) from the queue until it is ended; any number of processes and machines",
  options: { kind: { type: "string" }, workers: { type: "string" } },
  run: async (_words, values, context) => {
    const kind = text(values, "kind");
    if (kind !== "bulk")
      throw new UsageError(`--kind must be bulk, got "${kind ?? ""}". Usage: redflag work --kind bulk`);
    const threads = threadsFrom(text(values, "workers")) ?? availableParallelism();
    if (threads === 0) throw new UsageError("--workers must be 1 at the least.");
    const { queue, bulkBlocks, services } = await context.runtime();
    if (!queue || !bulkBlocks)
      throw new BadInput("There is no queue to take work from. Nothing was taken. Set DATABASE_URL.");
    await takeBlocks({ queue, blocks: bulkBlocks }, threads, services.blockCrew);
    context.out(`Taking blocks of bulk jobs on ${threads} threads.`);
    // What was taken is finished when the runtime closes
    await new Promise<void>((resolve) => {
      for (const signal of ENDINGS) process.once(signal, () => resolve());
    });
  },
};
