import { parentPort, workerData } from "node:worker_threads";
import { type Answer, failedFrom } from "./messages.ts";

/**
 * The thread's side of a crew: prepares once from the setup, then answers one task after another. What `prepare` throws is
 * the answer to every task. `handsOver`: memory of an answer that the thread gives away with it instead of a copy.
 */
export const serveTasks = <Setup, Task, Done>(
  prepare: (setup: Setup) => Promise<(task: Task) => Done | Promise<Done>>,
  handsOver: (done: Done) => readonly ArrayBuffer[] = () => [],
): void => {
  const port = parentPort;
  if (!port) throw new Error("This is the program of a thread; it is started by a crew.");
  const ready = prepare(workerData as Setup);
  // Told with the first task, not as a thread that died.
  ready.catch(() => {});
  port.on("message", (task: Task) => {
    const work = async (): Promise<Answer<Done>> => ({ done: await (await ready)(task) });
    void work()
      .catch((thrown: unknown): Answer<Done> => ({ failed: failedFrom(thrown) }))
      .then((answer) => port.postMessage(answer, "done" in answer ? [...handsOver(answer.done)] : []));
  });
};
