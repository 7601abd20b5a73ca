/** One thing that is held against what was seen. */
export interface Claim {
  readonly what: string;
  readonly held: boolean;
}

/** One fault: what is done, and what came of it. */
export interface Row {
  readonly name: string;
  /** What is done to the program. */
  readonly fault: string;
  /** Why it cannot be run here; `null` when it can. */
  readonly lacking?: () => string | null;
  readonly run: (options: RowOptions) => Promise<readonly Claim[]>;
}

export interface RowOptions {
  /** Times that a fault is repeated where it is. */
  readonly times: number;
  /** Prints progress of a long row. */
  readonly say: (line: string) => void;
}

export const claim = (what: string, held: boolean): Claim => ({ what, held });

/** Longest from the end of a cause to being ready again. */
export const READY_WITHIN_SECONDS = 5;

export const readyClaim = (seconds: number): Claim =>
  claim(
    `ready ${seconds.toFixed(1)} s after the cause went (goal ${READY_WITHIN_SECONDS} s)`,
    seconds <= READY_WITHIN_SECONDS,
  );

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** True as soon as `look` is; false when it was not within the time. */
export const within = async (ms: number, look: () => boolean | Promise<boolean>): Promise<boolean> => {
  const deadline = performance.now() + ms;
  for (;;) {
    if (await look()) return true;
    if (performance.now() > deadline) return false;
    await pause(20);
  }
};
