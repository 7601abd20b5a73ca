import type { Subscription } from "../src/core/subscription.ts";
import type { PendingPost } from "../src/ports/outbox.ts";

export interface Year {
  readonly subscriptions: readonly Subscription[];
  readonly posts: ReadonlyMap<string, readonly PendingPost[]>;
  /** How often the platform took each part. */
  readonly taken: ReadonlyMap<string, number>;
  readonly duesOf: (subscription: Subscription) => readonly number[];
  readonly eventTimes: readonly number[];
  readonly end: number;
}

export interface Accounts {
  readonly due: number;
  readonly sent: number;
  /** Due digests that one catch-up told together with a later one. */
  readonly merged: number;
  /** Due digests with nothing to tell, of subscriptions that then want nothing. */
  readonly silent: number;
  readonly doubled: number;
  readonly lost: number;
  /** Posts that the platform refused for two days. */
  readonly givenUp: number;
  /** Digests that nothing was due for. */
  readonly extra: number;
  readonly atOnce: number;
  readonly eventsTold: number;
  readonly eventsDoubled: number;
  readonly eventsLost: number;
}

interface Told {
  readonly from: { readonly corpus: string };
  readonly to: { readonly corpus: string };
}

/** Compares what arrived with what was due, subscription by subscription. */
export const accounts = (year: Year): Accounts => {
  const sum = {
    due: 0,
    sent: 0,
    merged: 0,
    silent: 0,
    doubled: 0,
    lost: 0,
    givenUp: 0,
    extra: 0,
    atOnce: 0,
    eventsTold: 0,
    eventsDoubled: 0,
    eventsLost: 0,
  };
  for (const times of year.taken.values()) sum.doubled += times - 1;
  for (const subscription of year.subscriptions) {
    const posts = year.posts.get(subscription.subscriptionId) ?? [];
    const dues = year.duesOf(subscription);
    const arrived = posts.filter(({ postId, parts }) =>
      parts.every((_part, i) => year.taken.has(`${postId}#${i + 1}`)),
    );
    // A digest that was given up is no loss by itself: what it told has to be in a later one, which is counted below.
    sum.givenUp += posts.length - arrived.length;
    told(subscription, arrived, year, sum);
    if (subscription.schedule.cadence === "at-once") {
      sum.atOnce += arrived.length;
      continue;
    }
    sum.due += dues.length;
    let before = Number.NEGATIVE_INFINITY;
    let covered = 0;
    for (const { queuedAt } of arrived) {
      const at = Date.parse(queuedAt);
      const of = dues.filter((due) => due > before && due <= at).length;
      before = at;
      // Digests of the days after the year, in which the last of it goes out.
      if (of === 0 && at >= year.end) continue;
      covered += of;
      sum.sent++;
      if (of > 0) sum.merged += subscription.quiet ? 0 : of - 1;
      else sum.extra++;
      if (subscription.quiet) sum.silent += Math.max(0, of - 1);
    }
    // A quiet subscription whose last dues had nothing to tell has no post for them; the events show whether that is so.
    if (subscription.quiet) sum.silent += dues.length - covered;
    else sum.lost += dues.length - covered;
  }
  return sum;
};

/** Every event before the last due has to be in exactly one digest of each subscription. */
const told = (
  subscription: Subscription,
  arrived: readonly PendingPost[],
  year: Year,
  sum: { eventsTold: number; eventsDoubled: number; eventsLost: number },
): void => {
  const times = new Array<number>(year.eventTimes.length).fill(0);
  for (const { detail } of arrived) {
    const { from, to } = detail as Told;
    for (let i = Number(from.corpus); i < Number(to.corpus); i++) times[i] = (times[i] ?? 0) + 1;
  }
  const lastDue = subscription.schedule.cadence === "at-once" ? year.end : (year.duesOf(subscription).at(-1) ?? 0);
  for (const [i, at] of year.eventTimes.entries()) {
    const count = times[i] ?? 0;
    if (count > 0) sum.eventsTold++;
    if (count > 1) sum.eventsDoubled += count - 1;
    if (count === 0 && at <= lastDue) sum.eventsLost++;
  }
};

/** Prints the table and gives how many claims failed. */
export const print = (found: Accounts, circumstances: Readonly<Record<string, number>>): number => {
  const lines = { ...circumstances, ...found };
  for (const [name, value] of Object.entries(lines))
    console.log(`${name.padEnd(14)} ${Number.isInteger(value) ? value.toLocaleString("en-GB") : value.toFixed(1)}`);
  const claims: readonly (readonly [string, boolean])[] = [
    [
      "every due digest was sent, told in a catch-up or had nothing to tell",
      found.due === found.sent - found.extra + found.merged + found.silent,
    ],
    ["none was sent twice", found.doubled === 0],
    ["none was lost", found.lost === 0],
    ["none was sent that was not due", found.extra === 0],
    ["every change was told to everybody", found.eventsLost === 0],
    ["no change was told twice", found.eventsDoubled === 0],
  ];
  for (const [claim, holds] of claims) console.log(`${holds ? "passed" : "FAILED"}  ${claim}`);
  const failed = claims.filter(([, holds]) => !holds).length;
  console.log(
    `due ${found.due} / sent ${found.sent} (${found.merged} more told in catch-ups, ${found.silent} silent) / doubled ${found.doubled} / lost ${found.lost}`,
  );
  console.log(`${claims.length - failed} passed, ${failed} failed`);
  return failed;
};
