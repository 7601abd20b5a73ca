/** Something to be done once by whichever replica is free. */
export interface Work {
  /** Made from what it is about, so that the same thing is never queued twice. */
  readonly id: string;
  /** Works of one lane are done one after another, in the order they were put, on whichever replica. */
  readonly lane: string;
  /** JSON. */
  readonly body: unknown;
}

export interface AttemptedWork extends Work {
  /** 1 for the first attempt. A later one follows a failure or a replica that died: it may have been half done. */
  readonly attempt: number;
  /** After this attempt it is given up. */
  readonly last: boolean;
  /** False once the queue has not heard of this attempt in time: another replica may be doing the work now. */
  readonly held: () => boolean;
}

/** Durable work for all replicas. */
export interface WorkQueue {
  /** Resolves when the work is durable. False when a work of that id is or was there. Rejects with `RedflagError` "storage". */
  put(kind: string, work: Work): Promise<boolean>;
  /**
   * Takes works of a kind, at most `atOnce` side by side. What rejects is tried again later, up to five times; what a dead
   * replica held is taken over within half a minute. What is given up leaves its lane free and is told to `gaveUp`.
   */
  take(
    kind: string,
    atOnce: number,
    handle: (work: AttemptedWork) => Promise<void>,
    gaveUp: (work: Work) => Promise<void>,
  ): Promise<void>;
  /** Works that wait or are being done, on all replicas. */
  depth(kind: string): Promise<number>;
  /** Takes nothing more and resolves when what was taken is done. */
  stop(): Promise<void>;
}
