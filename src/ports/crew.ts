/** Threads that do one kind of task, each prepared once in the same way. */
export interface Crew<Task, Done> {
  /** Tasks done at the same time. */
  readonly size: number;
  /**
   * Rejects when the task itself fails, with the error that the thread threw. A thread that dies is replaced and its task
   * done again; a task that brings down several threads rejects with `RedflagError` "unavailable".
   */
  run(task: Task): Promise<Done>;
  /** Ends the threads. Tasks under way are given up. */
  close(): Promise<void>;
}

/** Starts threads that share one program. `setup` is given to each; `onReplaced` is called once for each that died. */
export type StartCrew = <Task, Done>(
  setup: unknown,
  size: number,
  onReplaced: (why: string) => void,
) => Crew<Task, Done>;
