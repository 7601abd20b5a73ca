import { messageOf, Unavailable } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import { placeKey, placeOf } from "../core/place.ts";
import type { Handler, Responder } from "../ports/chat.ts";
import type { NewId, Now } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { References } from "../ports/references.ts";
import type { AuditLog } from "../ports/stores.ts";
import type { Trace } from "../ports/trace.ts";
import { troubleReply } from "./replies/plain.ts";

export interface OpenAnswersDeps {
  readonly references: References;
  readonly metrics: Metrics;
  readonly trace: Trace;
  readonly audit: AuditLog;
  readonly now: Now;
  readonly newId: NewId;
  readonly log: Log;
}

/** The events that are being answered. */
export interface OpenAnswers {
  /** The same handler, with every event known until it is answered. */
  readonly handle: Handler;
  readonly count: () => number;
  /**
   * Whoever still waits is told to ask again, or is left to another replica where a queue holds the event; so is whoever asks
   * from now on. What is being posted at this moment is not cut off. Never rejects.
   */
  readonly handOver: () => Promise<void>;
}

/** Some of what was asked for may have been done before the end. */
const STOPPING =
  "I am being restarted and could not finish this in time. Please ask again in a minute; if something was to be changed, look first whether it is there.";

interface Open {
  readonly handOver: () => Promise<void>;
}

/** Stands between the platforms and the router, once for every platform: reference, span, count, and the end of the process. */
export const makeOpenAnswers = (handle: Handler, deps: OpenAnswersDeps): OpenAnswers => {
  const open = new Set<Open>();
  let closing = false;

  const begin = (incoming: Incoming, responder: Responder): Promise<void> => {
    let [spoke, posting, expected, left] = [false, 0, waits(incoming), false];
    let [leave, giveBack] = [(): void => {}, (_why: Error): void => {}];
    const leaving = new Promise<void>((resolve, reject) => {
      [leave, giveBack] = [resolve, reject];
    });
    const followed: Responder = {
      progress: (step) => {
        expected = true;
        return left ? Promise.resolve() : responder.progress(step);
      },
      send: async (reply) => {
        if (left) return;
        posting++;
        try {
          await responder.send(reply);
          spoke = true;
        } finally {
          posting--;
        }
      },
    };
    const handOver = async (): Promise<void> => {
      if (spoke || posting > 0 || left) return;
      deps.log.warn("handed over at the end", { platform: incoming.platform, eventId: incoming.eventId });
      left = true;
      deps.metrics.count("redflag_chat_events_total", { platform: incoming.platform, outcome: "handed-over" });
      // Where a queue holds the event, its failing gives it to the next replica.
      if (incoming.attempt) return giveBack(new Unavailable("The process was stopped before this was answered."));
      // Told before the adapter is let go on: it would say for itself that nothing was said.
      if (expected) await tell(incoming, responder);
      leave();
    };
    const one: Open = { handOver };
    open.add(one);
    const count = (outcome: "failed" | "replied" | "silent"): void => {
      if (!left) deps.metrics.count("redflag_chat_events_total", { platform: incoming.platform, outcome });
    };
    const handled = deps.trace("event", { platform: incoming.platform, kind: incoming.body.kind }, () =>
      handle(incoming, followed).then(
        () => count(spoke ? "replied" : "silent"),
        (thrown: unknown) => {
          count("failed");
          throw thrown;
        },
      ),
    );
    return Promise.race([handled, leaving]).finally(() => open.delete(one));
  };

  const tell = async (incoming: Incoming, responder: Responder): Promise<void> => {
    try {
      await record(incoming);
      await responder.send(troubleReply(STOPPING));
    } catch (thrown) {
      deps.log.error("could not say that the process ends", { reason: messageOf(thrown), eventId: incoming.eventId });
    }
  };

  const record = (incoming: Incoming): Promise<unknown> =>
    deps.audit.append({
      at: deps.now(),
      kind: "not-answered",
      actor: incoming.userId,
      place: placeKey(placeOf(incoming)),
      detail: { code: "stopping", eventId: incoming.eventId },
    });

  return {
    handle: (incoming, responder) =>
      deps.references.within(deps.references.current() ?? deps.newId(), () => {
        if (!closing) return begin(incoming, responder);
        if (incoming.attempt) return Promise.reject(new Unavailable("The process is being stopped."));
        return waits(incoming) ? tell(incoming, responder) : Promise.resolve();
      }),
    count: () => open.size,
    handOver: async () => {
      closing = true;
      await Promise.all([...open].map((one) => one.handOver()));
    },
  };
};

/** Whoever says this expects a word; whoever is shown a step does too. */
const waits = ({ body }: Incoming): boolean => body.kind !== "message" || body.addressed;
