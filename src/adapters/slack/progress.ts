import { type Call, reasonOf } from "./calls.ts";
import type { Place } from "./outlets.ts";
import type { SlackMessage } from "./render.ts";

/** What is shown while an answer is made. Only steps are streamed: no sentence leaves before it was checked. */
export interface Progress {
  step(text: string): void;
  /** Ends the stream with the answer. False when there was none or it could not take the answer: then post it. */
  finish(message: SlackMessage): Promise<boolean>;
  /** A stream was begun. */
  begun(): boolean;
}

export const noProgress: Progress = { step: () => {}, finish: () => Promise.resolve(false), begun: () => false };

/** Most answers are there before a status line could be read; it would only cost a call. */
const STATUS_AFTER_MS = 250;

/**
 * The status line after a moment; a streamed list of steps only for answers that take longer than `streamAfterMs`, because
 * chat.startStream is allowed about twenty times a minute in a workspace. A refused stream (429 and others) is given up in
 * favour of an ordinary post.
 *
 * `tryCall` must fail at once instead of waiting for Retry-After; `call` waits.
 */
export const makeProgress = (options: {
  readonly call: Call;
  readonly tryCall: Call;
  readonly place: Place;
  readonly teamId: string;
  readonly streamAfterMs: number;
  readonly wait: (ms: number) => Promise<void>;
}): Progress => {
  const { call, tryCall, place } = options;
  if (place.threadTs === null) return noProgress;
  const thread = { channel: place.channelId, thread_ts: place.threadTs };
  const steps: string[] = [];
  let finished = false;
  let streamTs: string | null = null;
  /** Set once chat.startStream is on its way. */
  let starting: Promise<void> | null = null;
  let chain: Promise<void> | null = null;
  /** The status call under way: one that arrives after the answer would stay on the screen. */
  let status: Promise<void> = Promise.resolve();

  const show = (): Promise<void> => {
    if (finished) return status;
    const text = steps.at(-1);
    status = quietly(() =>
      tryCall("assistant.threads.setStatus", { channel_id: place.channelId, thread_ts: place.threadTs, status: text }),
    );
    return status;
  };
  const start = (): Promise<void> => {
    if (finished) return Promise.resolve();
    starting = quietly(async () => {
      await status;
      const result = await tryCall("chat.startStream", {
        ...thread,
        ...(place.direct ? {} : { recipient_user_id: place.userId, recipient_team_id: options.teamId }),
        task_display_mode: "timeline",
        chunks: tasks(steps, false),
      });
      streamTs = typeof result.ts === "string" ? result.ts : null;
    });
    return starting;
  };
  const append = async (count: number): Promise<void> => {
    if (streamTs === null || finished) return;
    const chunks = tasks(steps.slice(0, count), false).slice(-2);
    await quietly(() => tryCall("chat.appendStream", { channel: place.channelId, ts: streamTs, chunks }));
  };
  const stop = (caller: Call, extra: object) =>
    caller("chat.stopStream", {
      channel: place.channelId,
      ts: streamTs,
      chunks: tasks(steps, true),
      ...extra,
    });

  return {
    step: (text) => {
      steps.push(text);
      const count = steps.length;
      if (count === 1) void options.wait(Math.min(STATUS_AFTER_MS, options.streamAfterMs)).then(show);
      else if (starting === null) void show();
      chain = chain === null ? options.wait(options.streamAfterMs).then(start) : chain.then(() => append(count));
    },
    begun: () => starting !== null,
    finish: async (message) => {
      finished = true;
      if (starting !== null) await starting;
      await status;
      if (streamTs === null) return false;
      try {
        await stop(call, { blocks: message.blocks });
        return true;
      } catch (thrown) {
        if (reasonOf(thrown) === null) throw thrown;
        // The stream refused the answer (stopped by the person, blocks not liked): close it and let the answer be posted.
        await quietly(() => stop(tryCall, {}));
        return false;
      }
    },
  };
};

/** A step that could not be shown is no reason to hold back the answer. */
const quietly = async (work: () => Promise<unknown>): Promise<void> => {
  await work().catch(() => {});
};

const tasks = (steps: readonly string[], done: boolean) =>
  steps.map((title, index) => ({
    type: "task_update",
    id: `step-${index + 1}`,
    title,
    status: done || index < steps.length - 1 ? "complete" : "in_progress",
  }));
