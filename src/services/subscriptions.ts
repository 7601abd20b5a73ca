import { digestReply } from "../bot/replies/digest.ts";
import { drillReply } from "../bot/replies/drill.ts";
import { splitReply } from "../bot/replies/split.ts";
import { BadInput, messageOf } from "../core/errors.ts";
import { FORMS } from "../core/form.ts";
import { type Place, samePlace } from "../core/place.ts";
import type { Action, Reply } from "../core/reply.ts";
import type { Schedule, Subscription, Topic, Watermark } from "../core/subscription.ts";
import { type Digest, isQuiet } from "../digest/digest.ts";
import { assertZone, minutesAfter, nextDue } from "../digest/schedule.ts";
import type { NewId, Now } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Outbox, OutgoingPost, PendingPost } from "../ports/outbox.ts";
import type { SubscriptionStore } from "../ports/subscriptions.ts";
import type { DigestService } from "./digest.ts";
import type { DrillService } from "./drills.ts";

export interface SubscriptionDeps {
  readonly subscriptions: SubscriptionStore;
  readonly outbox: Outbox;
  readonly digest: Pick<DigestService, "ofSubscription" | "unchanged" | "watermark">;
  readonly drills: Pick<DrillService, "at">;
  readonly now: Now;
  readonly newId: NewId;
  readonly log: Log;
}

export interface NewSubscription {
  readonly what: Subscription["what"];
  readonly place: Place;
  readonly userId: string;
  readonly topics: readonly Topic[];
  readonly schedule: Schedule;
  readonly quiet: boolean;
}

export interface SubscriptionService {
  /** Throws `BadInput` for a zone that is none and for a place that cannot be posted to. */
  subscribe(wish: NewSubscription): Promise<Subscription>;
  /** Of one place, or all, oldest first. */
  list(place: Place | null): Promise<readonly Subscription[]>;
  /** Other topics, times or silence. What was told stays told, and what changed meanwhile is told by the new topics. */
  change(
    subscription: Subscription,
    wish: Pick<NewSubscription, "quiet" | "schedule" | "topics" | "what">,
  ): Promise<Subscription>;
  setPaused(subscription: Subscription, paused: boolean): Promise<Subscription>;
  remove(subscription: Subscription): Promise<void>;
  /** What would be posted now; nothing is moved on. */
  preview(subscription: Subscription): Promise<Reply>;
  /** Queues what is due. Gives how many posts. */
  queueDue(): Promise<number>;
  /** A digest that was given up: what it told counts as not told. */
  takeBack(post: PendingPost): Promise<void>;
  /** The last failure of a subscription's posts that was not followed by a delivery; `null` when there is none. */
  trouble(subscription: Subscription): Promise<string | null>;
}

/** After a digest was given up, what it told is tried anew after a day, and not only when the next one is due. */
const AGAIN_MINUTES = 24 * 60;
const MAX_PER_PLACE = 20;
const PUSHED: ReadonlySet<Place["platform"]> = new Set(["slack", "teams"]);

export const makeSubscriptionService = (deps: SubscriptionDeps): SubscriptionService => {
  const prefixOf = ({ subscriptionId }: Subscription): string => `digest:${subscriptionId}:`;

  const build = async (subscription: Subscription): Promise<{ post: OutgoingPost | null; watermark: Watermark }> => {
    if (subscription.what === "drill") {
      const drill = await deps.drills.at(subscription.dueAt);
      const watermark = await deps.digest.watermark();
      return { watermark, post: drill && postOf(subscription, splitReply(drillReply(drill)), { drill: drill.id }) };
    }
    const { digest, watermark } = await deps.digest.ofSubscription(subscription);
    if (isQuiet(digest) && (subscription.quiet || subscription.schedule.cadence === "at-once"))
      return { post: null, watermark };
    const detail = { from: subscription.watermark, to: watermark, counts: countsForRecord(digest) };
    return { watermark, post: postOf(subscription, splitReply(replyOf(subscription, digest)), detail) };
  };

  const postOf = (subscription: Subscription, parts: readonly Reply[], detail: object): OutgoingPost => ({
    postId: `${prefixOf(subscription)}${subscription.dueAt}`,
    kind: subscription.what,
    place: subscription.place,
    parts,
    queuedAt: deps.now(),
    detail: { userId: subscription.userId, ...detail },
  });

  const queueOne = async (subscription: Subscription): Promise<boolean> => {
    if (subscription.schedule.cadence === "at-once" && (await deps.digest.unchanged(subscription.watermark)))
      return false;
    const { post, watermark } = await build(subscription);
    const dueAt = nextDue(subscription.schedule, deps.now());
    return (await deps.subscriptions.advance(subscription, { watermark, dueAt }, post)) && post !== null;
  };

  return {
    subscribe: async (wish) => {
      assertZone(wish.schedule.zone);
      if (!PUSHED.has(wish.place.platform))
        throw new BadInput(
          "Digests are posted to Slack and Teams. Nothing was subscribed. Here, ask for one: digest preview.",
        );
      const there = (await deps.subscriptions.all()).filter(({ place }) => samePlace(place, wish.place));
      if (there.length >= MAX_PER_PLACE)
        throw new BadInput(
          `This conversation has ${MAX_PER_PLACE} subscriptions, which is the limit. Nothing was subscribed. Remove one: digest stop <number>.`,
        );
      const createdAt = deps.now();
      const subscription: Subscription = {
        ...wish,
        subscriptionId: deps.newId(),
        paused: false,
        createdAt,
        watermark: await deps.digest.watermark(),
        dueAt: nextDue(wish.schedule, createdAt),
      };
      await deps.subscriptions.put(subscription);
      return subscription;
    },
    list: async (place) =>
      (await deps.subscriptions.all()).filter((subscription) => place === null || samePlace(subscription.place, place)),
    change: async (subscription, { what, topics, schedule, quiet }) => {
      assertZone(schedule.zone);
      const dueAt = nextDue(schedule, deps.now());
      const changed = { ...subscription, what, topics, schedule, quiet, dueAt };
      await deps.subscriptions.put(changed);
      return changed;
    },
    setPaused: async (subscription, paused) => {
      const dueAt = paused ? subscription.dueAt : nextDue(subscription.schedule, deps.now());
      const changed = { ...subscription, paused, dueAt };
      await deps.subscriptions.put(changed);
      return changed;
    },
    remove: async ({ subscriptionId }) => void (await deps.subscriptions.remove(subscriptionId)),
    preview: async (subscription) => {
      if (subscription.what === "digest")
        return replyOf(subscription, (await deps.digest.ofSubscription(subscription)).digest);
      const drill = await deps.drills.at(subscription.dueAt);
      if (drill === null) throw new BadInput("There is no drill whose source is in the corpus. Nothing was sent.");
      return drillReply(drill);
    },
    queueDue: async () => {
      let queued = 0;
      for (const subscription of await deps.subscriptions.due(deps.now())) {
        // One that cannot be built must not hold up the others; it is due again at the next look.
        const done = await queueOne(subscription).catch((thrown: unknown) => {
          deps.log.error("a digest could not be built, it is tried again", {
            subscriptionId: subscription.subscriptionId,
            reason: messageOf(thrown),
          });
          return false;
        });
        if (done) queued++;
      }
      return queued;
    },
    takeBack: async (post) => {
      const { from } = post.detail as { readonly from?: Watermark };
      const subscription = (await deps.subscriptions.all()).find((s) => post.postId.startsWith(prefixOf(s)));
      if (!subscription || !from) return;
      const soon = minutesAfter(deps.now(), AGAIN_MINUTES);
      const dueAt = soon < subscription.dueAt ? soon : subscription.dueAt;
      await deps.subscriptions.advance(subscription, { watermark: from, dueAt }, null);
    },
    trouble: async (subscription) => {
      const last = (await deps.outbox.posts(prefixOf(subscription))).at(-1);
      return last && last.state !== "sent" ? last.trouble : null;
    },
  };
};

const replyOf = (subscription: Subscription, digest: Digest): Reply => {
  const actions: readonly Action[] = [
    { id: FORMS.subscription, label: "Change schedule", value: subscription.subscriptionId },
    { id: "digest.pause", label: "Pause", value: subscription.subscriptionId },
  ];
  return digestReply(digest, { title: "Sanctions digest", zone: subscription.schedule.zone, actions });
};

const countsForRecord = (digest: Digest): unknown => ({
  lists: digest.lists.map(({ to, added, removed, changed }) => ({
    list: to.list,
    sha256: to.sha256,
    added: added.length,
    removed: removed.length,
    changed: changed.length,
  })),
  documents: digest.documents.map(({ document }) => document.documentId),
  watched: digest.watched.length,
});
