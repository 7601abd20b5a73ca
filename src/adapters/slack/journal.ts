import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { AnyPayload } from "./payloads.ts";
import { mentions } from "./plain-text.ts";

/** A question that has been acknowledged and not answered yet: enough to ask its author to repeat it. */
export interface OpenQuestion {
  readonly key: string;
  readonly workspaceId: string;
  readonly enterpriseId: string | null;
  readonly channelId: string;
  readonly threadTs: string | null;
  readonly userId: string;
  readonly responseUrl: string | null;
}

/**
 * What was being answered, kept in the store so that a restart can tell the people who wait. Slack delivers an acknowledged
 * event never again, so without this a kill would leave them without an answer.
 *
 * All open questions are one value; writes are gathered: one is under way at most, and the next carries everything that
 * has changed since.
 */
export interface Journal {
  /** Resolves when the question is on record, also when the store refuses (then it is only logged). */
  open(question: OpenQuestion): Promise<void>;
  close(key: string): void;
  /** Questions that an earlier process left open. Read before the first `open`. */
  leftovers(): Promise<readonly OpenQuestion[]>;
  settled(): Promise<void>;
}

/** A person who waits longer has given up, and a response_url has ended. */
const KEEP_MS = 24 * 60 * 60_000;

export const makeJournal = (expiring: ExpiringStore, instance: string, log: Log): Journal => {
  const storeKey = `slack:open:${instance}`;
  const questions = new Map<string, OpenQuestion>();
  let writing: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    try {
      await expiring.set(storeKey, [...questions.values()], KEEP_MS);
    } catch (thrown) {
      log.warn("open questions are not on record", { reason: messageOf(thrown) });
    }
  };
  /** A write that begins after now: joins the one that is waiting for its turn, if any. */
  const save = (): Promise<void> => {
    if (writing === null) {
      writing = write().finally(() => {
        writing = null;
      });
      return writing;
    }
    next ??= writing.then(() => {
      next = null;
      return save();
    });
    return next;
  };
  return {
    open: (question) => {
      questions.set(question.key, question);
      return save();
    },
    close: (key) => {
      if (questions.delete(key)) void save();
    },
    leftovers: async () => {
      const kept = await expiring.get(storeKey);
      return Array.isArray(kept) ? (kept as OpenQuestion[]) : [];
    },
    settled: async () => {
      while (writing !== null) await writing;
    },
  };
};

/** The question in an event that its author waits for; `null` for everything else. */
export const questionIn = (key: string, body: AnyPayload): OpenQuestion | null => {
  const common = { key, workspaceId: body.team_id ?? "", enterpriseId: body.enterprise_id ?? null };
  if (body.command !== undefined && body.channel_id !== undefined && body.user_id !== undefined)
    return {
      ...common,
      channelId: body.channel_id,
      threadTs: null,
      userId: body.user_id,
      responseUrl: body.response_url ?? null,
    };
  const { event } = body;
  if (event?.channel === undefined || event.user === undefined || event.ts === undefined) return null;
  const bot = body.authorizations?.[0]?.user_id;
  const mentioned = event.type === "app_mention" || (bot !== undefined && mentions(event.text ?? "", bot));
  if (!mentioned && event.channel_type !== "im") return null;
  return {
    ...common,
    channelId: event.channel,
    threadTs: event.thread_ts ?? event.ts,
    userId: event.user,
    responseUrl: null,
  };
};
