import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { Connector } from "./botbuilder.ts";
import type { Delivered } from "./delivery.ts";
import { LIMITS } from "./limits.ts";
import { escapeText, shortened } from "./markdown.ts";
import { type Retrying, withRetry } from "./retry.ts";
import type { OutgoingActivity, Place } from "./wire.ts";

/** What is shown while an answer is made: an answer bar in a one-to-one chat, "is typing" in a group, nothing in a channel. */
export interface Progress {
  /** Never rejects, and drops what comes too fast. */
  step(text: string): Promise<void>;
  /** Resolves when no step is under way. */
  settled(): Promise<void>;
  /** Turns the bar into this message. `null` when there is no bar or Teams did not take its end: the message is still to be sent. */
  finish(activity: OutgoingActivity): Promise<Delivered | null>;
  /** True while a bar is shown that nothing has ended. */
  open(): boolean;
}

interface Stream {
  /** `null` while the first update is under way or was refused. */
  id: string | null;
  sequence: number;
  startedMs: number;
  lastMs: number;
}

export interface ProgressDeps {
  readonly connector: Connector;
  readonly retrying: Retrying;
  /** Milliseconds that only grow. */
  readonly stopwatch: () => number;
  readonly log: Log;
}

export const makeProgress = (place: Place, threadId: string, deps: ProgressDeps): Progress => {
  const { connector, retrying, stopwatch, log } = deps;
  let stream: Stream | null = null;
  let busy = false;
  let refused = false;
  let underWay: Promise<void> = Promise.resolve();

  /** Informative updates, in one-to-one chats only: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux */
  const informative = async (step: string): Promise<void> => {
    stream ??= { id: null, sequence: 0, startedMs: stopwatch(), lastMs: Number.NEGATIVE_INFINITY };
    const state = stream;
    const nowMs = stopwatch();
    if (nowMs - state.lastMs < LIMITS.streamEveryMs || nowMs - state.startedMs > LIMITS.streamMs) return;
    state.lastMs = nowMs;
    state.sequence += 1;
    const streaminfo = { type: "streaminfo", streamType: "informative", streamSequence: state.sequence };
    const id = await connector.send(
      place,
      threadId,
      {
        type: "typing",
        text: shortened(step, LIMITS.informativeCharacters),
        entities: [{ ...streaminfo, ...(state.id ? { streamId: state.id } : {}) }],
      },
      null,
    );
    state.id ??= id;
  };

  const typing = async (): Promise<void> => {
    stream ??= { id: null, sequence: 0, startedMs: 0, lastMs: Number.NEGATIVE_INFINITY };
    if (stopwatch() - stream.lastMs < LIMITS.typingEveryMs) return;
    stream.lastMs = stopwatch();
    await connector.send(place, threadId, { type: "typing" }, null);
  };

  const shown = async (step: string): Promise<void> => {
    try {
      await (place.scene === "direct" ? informative(step) : typing());
    } catch (thrown) {
      refused = true;
      log.warn("Teams did not show progress", { reason: messageOf(thrown) });
    } finally {
      busy = false;
    }
  };

  return {
    step: async (text) => {
      // One at a time and none after a refusal: progress is a courtesy and may be dropped.
      if (busy || refused || place.scene === "channel") return;
      busy = true;
      underWay = shown(text);
      await underWay;
    },
    settled: () => underWay,
    open: () => stream?.id != null && place.scene === "direct",
    finish: async (activity) => {
      const open = stream;
      stream = null;
      if (!open?.id || place.scene !== "direct" || stopwatch() - open.startedMs > LIMITS.streamMs) return null;
      const streaminfo = { type: "streaminfo", streamId: open.id, streamType: "final" };
      const final = {
        ...activity,
        text: activity.text ?? escapeText(activity.summary ?? ""),
        textFormat: "markdown" as const,
        entities: [...(activity.entities ?? []), streaminfo],
      };
      try {
        const messageId = await withRetry(() => connector.send(place, threadId, final, null), retrying);
        return { place, messageId: messageId ?? open.id };
      } catch (thrown) {
        log.warn("Teams refused the end of a stream; the answer goes as a message", { reason: messageOf(thrown) });
        return null;
      }
    },
  };
};
