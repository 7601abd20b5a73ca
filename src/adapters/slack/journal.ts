import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { changedMessage } from "./incoming.ts";
import type { AnyPayload } from "./payloads.ts";
import { mentions } from "./plain-text.ts";

/** A question that has been acknowledged and not answered yet: enough to ask its author to repeat it. */
export interface OpenQuestion {
  readonly key: string;
  readonly workspaceId: string;
  readonly enterpriseId: string | null;
  readonly channelId: string;
  readonly threadTs: string | null;
  /** Of `Place`; absent in records of earlier versions. */
  readonly newThread?: boolean;
  readonly userId: string;
  readonly responseUrl: string | null;
}

/**
 * What was being answered, kept in the store so that a restart can tell the people who wait. Slack delivers an acknowledged
 * event never again, so without this a kill would leave them without an answer.
 *
 * The store cannot list keys, so open questions are gathered in a fixed number of slots. Writes of one slot are gathered too:
 * one is under way at most, and the next carries everything that has changed since.
 */
export interface Journal {
  /** Resolves when the question is on record, also when the store refuses (then it is only logged). */
  open(question: OpenQuestion): Promise<void>;
  close(key: string): void;
  /** Questions that an earlier process left open. Read before the first `open`. */
  leftovers(): Promise<readonly OpenQuestion[]>;
  /** Takes a leftover off the record, so that the next start does not speak of it again. Until then it stays there. */
  forget(key: string): Promise<void>;
  settled(): Promise<void>;
}

/** A person who waits longer has given up, and a response_url has ended. */
const KEEP_MS = 24 * 60 * 60_000;
/** With one slot a burst of n open questions would be written n times in full. */
const SLOTS = 64;

export const makeJournal = (expiring: ExpiringStore, instance: string, log: Log): Journal => {
  const slots = Array.from({ length: SLOTS }, (_, index) => makeSlot(expiring, `slack:open:${instance}:${index}`, log));
  const slotOf = (key: string): Slot => {
    let sum = 0;
    for (let at = 0; at < key.length; at++) sum = (sum * 31 + key.charCodeAt(at)) >>> 0;
    const slot = slots[sum % SLOTS];
    if (slot === undefined) throw new Error("no slot");
    return slot;
  };
  return {
    open: (question) => slotOf(question.key).put(question.key, JSON.stringify(question)),
    close: (key) => slotOf(key).remove(key),
    leftovers: async () => (await Promise.all(slots.map((slot) => slot.read()))).flat(),
    forget: (key) => slotOf(key).forget(key),
    settled: async () => {
      await Promise.all(slots.map((slot) => slot.settled()));
    },
  };
};

interface Slot {
  put(key: string, json: string): Promise<void>;
  remove(key: string): void;
  read(): Promise<readonly OpenQuestion[]>;
  forget(key: string): Promise<void>;
  settled(): Promise<void>;
}

const makeSlot = (expiring: ExpiringStore, storeKey: string, log: Log): Slot => {
  /** Question by key, each already JSON: the store would otherwise walk through all of them at every write. */
  const questions = new Map<string, string>();
  /** What an earlier process left: written again with every change until its author was told, or a second kill would lose it. */
  const inherited = new Map<string, string>();
  let writing: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    try {
      await expiring.set(storeKey, `[${[...inherited.values(), ...questions.values()].join(",")}]`, KEEP_MS);
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
    put: (key, json) => {
      questions.set(key, json);
      return save();
    },
    remove: (key) => {
      if (questions.delete(key)) void save();
    },
    read: async () => {
      const kept = await expiring.get(storeKey);
      const left = typeof kept === "string" ? (JSON.parse(kept) as OpenQuestion[]) : [];
      for (const question of left) inherited.set(question.key, JSON.stringify(question));
      return left;
    },
    forget: (key) => (inherited.delete(key) ? save() : Promise.resolve()),
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
  const event = body.event && (changedMessage(body.event) ?? body.event);
  if (event?.channel === undefined || event.user === undefined || event.ts === undefined) return null;
  const bot = body.authorizations?.[0]?.user_id;
  const mentioned = event.type === "app_mention" || (bot !== undefined && mentions(event.text ?? "", bot));
  if (!mentioned && event.channel_type !== "im") return null;
  return {
    ...common,
    channelId: event.channel,
    threadTs: event.thread_ts ?? event.ts,
    newThread: event.thread_ts === undefined,
    userId: event.user,
    responseUrl: null,
  };
};
