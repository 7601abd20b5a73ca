import type { OpenAnswers } from "./bot/open-answers.ts";
import { messageOf } from "./core/errors.ts";
import type { Log } from "./ports/log.ts";

export interface Stopping {
  readonly answers: Pick<OpenAnswers, "count" | "handOver">;
  /** Each takes no new work from now on and resolves when its own is done. */
  readonly parts: readonly (() => Promise<unknown> | undefined)[];
  /** From now to the end. */
  readonly seconds: number;
  readonly log: Log;
}

/** The part of the time in which answers are finished; in what is left, whoever still waits is told. */
const FINISHING = 3 / 4;

/** Finishes what is under way; what takes longer is handed over with a reason. Never rejects. */
export const stopGracefully = async ({ answers, parts, seconds, log }: Stopping): Promise<void> => {
  const idle = Promise.allSettled(parts.map((stop) => stop())).then((ended) => {
    for (const one of ended)
      if (one.status === "rejected") log.warn("a part did not stop cleanly", { reason: messageOf(one.reason) });
  });
  if (await within(idle, seconds * FINISHING)) return;
  log.warn("the time is up: whoever still waits is told to ask again", { open: answers.count() });
  await within(
    answers.handOver().then(() => idle),
    seconds * (1 - FINISHING),
  );
};

/** True when it ended in time. */
const within = async (work: Promise<unknown>, seconds: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1_000);
  });
  const done = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return done;
};
