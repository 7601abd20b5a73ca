import { noteReply } from "../bot/replies/plain.ts";
import type { Instant } from "../core/dates.ts";
import { messageOf } from "../core/errors.ts";
import { placeKey } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import { makeDelivery, type Poster } from "../digest/deliver.ts";
import type { NewId, Now } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Outbox, PendingPost } from "../ports/outbox.ts";
import type { AuditLog } from "../ports/stores.ts";
import type { CaseService } from "./cases.ts";
import type { SubscriptionService } from "./subscriptions.ts";
import type { RescreenReport, WatchService } from "./watch.ts";

export interface ScheduleDeps {
  readonly outbox: Outbox;
  readonly audit: AuditLog;
  readonly watch: Pick<WatchService, "rescreen">;
  readonly cases: Pick<CaseService, "remind" | "sweep">;
  readonly subscriptions: Pick<SubscriptionService, "queueDue" | "takeBack">;
  readonly poster: Poster;
  /** Names the rules, weights and vocabularies of the matcher, for the record. */
  readonly matcher: string;
  readonly now: Now;
  readonly newId: NewId;
  readonly log: Log;
}

export interface Ticked {
  readonly queued: number;
  readonly sent: number;
  readonly failed: number;
}

/**
 * One look at the clock: screens again what changed, looks at the decisions that rest on it, queues the digests that are
 * due and delivers what waits. Any number of processes may do so over the same stores; each step is claimed in the store.
 */
export const makeTick = (deps: ScheduleDeps): (() => Promise<Ticked>) => {
  const step = async <T>(what: string, otherwise: T, work: () => Promise<T>): Promise<T> =>
    work().catch((thrown: unknown) => {
      deps.log.error(`schedule: ${what} failed, it is tried again`, { reason: messageOf(thrown) });
      return otherwise;
    });

  const record = (post: PendingPost, kind: string, at: Instant, more: object): Promise<unknown> =>
    deps.audit.append({
      at,
      kind,
      actor: "schedule",
      place: placeKey(post.place),
      detail: { postId: post.postId, what: post.kind, parts: post.parts.length, ...more },
    });

  const deliver = makeDelivery({
    ...deps,
    onSending: async (post) =>
      void (await record(post, "posting", deps.now(), { attempts: post.attempts, detail: post.detail })),
    onSent: async (post) => void (await record(post, "posted", deps.now(), {})),
    onFailed: async (post, trouble) => {
      await record(post, "not-posted", deps.now(), { trouble });
      await deps.subscriptions.takeBack(post);
      await tellOwner(post, trouble, deps);
    },
  });

  let swept: unknown = null;
  return async () => {
    const rescreened = await step("rescreening", null, () => deps.watch.rescreen());
    if (rescreened) await step("the record", undefined, () => recordRescreening(rescreened, deps));
    // The first look of a process sweeps too: the change may have come while no process ran.
    if (rescreened !== null || swept === null) swept = await step("cases", null, () => deps.cases.sweep());
    await step("reminders", 0, () => deps.cases.remind());
    const queued = await step("digests", 0, () => deps.subscriptions.queueDue());
    const delivered = await step("delivery", { sent: 0, failed: 0 }, deliver);
    return { queued, ...delivered };
  };
};

/** What a change of lists or matcher came to for the names that are watched, written down before it is told. */
const recordRescreening = async (found: RescreenReport, { audit, now, matcher }: ScheduleDeps): Promise<void> => {
  const { subjects, entries, full, alerts, lists } = found;
  const detail = {
    subjects,
    entries,
    full,
    matcher,
    lists,
    alerts: alerts.map(({ watch, alert }) => ({
      watchId: watch.watchId,
      kind: alert.kind,
      list: alert.hit.list,
      listingId: alert.hit.listingId,
    })),
  };
  await audit.append({ at: now(), kind: "rescreening", actor: "schedule", place: "schedule", detail });
};

/** Tells whoever subscribed, in a direct message, that the channel could not be reached. */
const tellOwner = async (post: PendingPost, trouble: string, { poster, log }: ScheduleDeps): Promise<void> => {
  const { userId } = (post.detail ?? {}) as { readonly userId?: string };
  if (!userId) return;
  const reply: Reply = noteReply(
    `A ${post.kind} for ${post.place.channelId} could not be posted for two days and was given up: ${trouble} What it told will be told in the next one.`,
  );
  await poster
    .post({ ...post.place, channelId: userId }, reply, `${post.postId}!`)
    .catch((thrown: unknown) => log.warn("the owner could not be told", { reason: messageOf(thrown) }));
};
