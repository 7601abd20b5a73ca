import { threadId } from "node:worker_threads";
import { serveTasks } from "../../src/adapters/threads/serve.ts";
import { BadInput } from "../../src/core/errors.ts";

/** A thread for tests: doubles numbers, and fails or dies when told to. The first task of a number under 0 is its last. */
serveTasks<{ readonly died: Int32Array }, number, { readonly value: number; readonly thread: number }>(
  async ({ died }) =>
    (task) => {
      if (task === 13) throw new BadInput("thirteen is not doubled");
      if (task === 666) process.exit(9);
      if (task < 0 && Atomics.compareExchange(died, -task, 0, 1) === 0) process.exit(7);
      return { value: task * 2, thread: threadId };
    },
);
