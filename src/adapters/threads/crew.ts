import { Worker } from "node:worker_threads";
import { RedflagError } from "../../core/errors.ts";
import type { Crew } from "../../ports/crew.ts";
import { type Answer, errorFrom } from "./messages.ts";

export interface ThreadCrewOptions {
  /** The program of a thread; it calls `serveTasks`. */
  readonly script: URL;
  readonly size: number;
  /** Given to every thread at its start. A `SharedArrayBuffer` in it is shared, all else is copied. */
  readonly setup: unknown;
  /** Called once for every thread that died and was replaced. */
  readonly onReplaced: (why: string) => void;
  /** Threads with nothing to do end after this long, milliseconds; `null` keeps them. */
  readonly idleMs: number | null;
  /**
   * Megabytes of lasting objects beyond which a thread dies. The fewer it may have, the less V8 lets them grow between two
   * collections: by a third below 256, fourfold from 2,048 on. `null`: V8 decides by the machine's memory.
   */
  readonly mostMb: number | null;
}

/** A task that brought down as many threads is given up: the next one would die of it too. */
const MOST_DEATHS = 3;

/** Short-lived objects are collected early: tens of megabytes less for every thread, for a few per cent of its time. */
const YOUNG_MB = 8;

interface Job<Task, Done> {
  readonly task: Task;
  readonly resolve: (done: Done) => void;
  readonly reject: (thrown: unknown) => void;
  deaths: number;
}

interface Seat<Task, Done> {
  readonly worker: Worker;
  job: Job<Task, Done> | null;
  /** What the thread said before it ended. */
  trouble: string | null;
}

/** Threads start with the first tasks and keep no process alive by themselves. */
export const threadCrew = <Task, Done>(options: ThreadCrewOptions): Crew<Task, Done> => {
  const waiting: Job<Task, Done>[] = [];
  const seats = new Set<Seat<Task, Done>>();
  let closed = false;
  let idle: NodeJS.Timeout | null = null;

  const give = (seat: Seat<Task, Done>): void => {
    const job = waiting.shift();
    if (!job) {
      seat.worker.unref();
      rest();
      return;
    }
    seat.job = job;
    seat.worker.ref();
    seat.worker.postMessage(job.task);
  };

  const rest = (): void => {
    if (options.idleMs === null || [...seats].some(({ job }) => job !== null)) return;
    if (idle) clearTimeout(idle);
    idle = setTimeout(() => void dismiss(), options.idleMs).unref();
  };

  const dismiss = async (): Promise<void> => {
    if (!closed && [...seats].some(({ job }) => job !== null)) return;
    const ended = [...seats].map(({ worker }) => worker.terminate());
    seats.clear();
    await Promise.all(ended);
  };

  const start = (): void => {
    const resourceLimits = {
      maxYoungGenerationSizeMb: YOUNG_MB,
      ...(options.mostMb === null ? {} : { maxOldGenerationSizeMb: options.mostMb }),
    };
    const worker = new Worker(options.script, { workerData: options.setup, resourceLimits });
    const seat: Seat<Task, Done> = { worker, job: null, trouble: null };
    seats.add(seat);
    worker.on("message", (answer: Answer<Done>) => {
      const { job } = seat;
      seat.job = null;
      if ("done" in answer) job?.resolve(answer.done);
      else job?.reject(errorFrom(answer.failed));
      give(seat);
    });
    worker.on("error", (thrown: unknown) => {
      seat.trouble = thrown instanceof Error ? thrown.message : String(thrown);
    });
    worker.on("exit", (code) => bury(seat, seat.trouble ?? `it ended with code ${code}`));
    give(seat);
  };

  /** What a dead thread had in hand goes back to the front of the queue. */
  const bury = (seat: Seat<Task, Done>, why: string): void => {
    if (!seats.delete(seat) || closed) return;
    const { job } = seat;
    if (job && ++job.deaths >= MOST_DEATHS)
      job.reject(
        new RedflagError("unavailable", `The same work brought down ${MOST_DEATHS} threads (${why}). It was given up.`),
      );
    else if (job) waiting.unshift(job);
    if (job) options.onReplaced(why);
    if (waiting.length > 0) start();
  };

  return {
    size: options.size,
    run: (task) =>
      new Promise<Done>((resolve, reject) => {
        if (closed) {
          reject(new RedflagError("unavailable", "The threads were ended. The work was not begun."));
          return;
        }
        if (idle) clearTimeout(idle);
        waiting.push({ task, resolve, reject, deaths: 0 });
        const free = [...seats].find(({ job }) => job === null);
        if (free) give(free);
        else if (seats.size < options.size) start();
      }),
    close: async () => {
      closed = true;
      if (idle) clearTimeout(idle);
      const jobs = [...waiting.splice(0), ...[...seats].flatMap(({ job }) => job ?? [])];
      await dismiss();
      for (const { reject } of jobs)
        reject(new RedflagError("unavailable", "The threads were ended. The work was given up."));
    },
  };
};
