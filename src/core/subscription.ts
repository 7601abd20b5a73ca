import type { Instant } from "./dates.ts";
import type { Place } from "./place.ts";

export type Cadence = "at-once" | "daily" | "monthly" | "weekdays" | "weekly";

/** When a digest is due, in the wall clock of a zone. */
export interface Schedule {
  readonly cadence: Cadence;
  /** 0..23 of the wall clock; not used by "at-once". */
  readonly hour: number;
  /** IANA name, for example Europe/Berlin. */
  readonly zone: string;
  /** 1 is Monday, 7 Sunday; used by "weekly". */
  readonly weekday: number;
  /** 1..31, used by "monthly"; a month that is shorter takes its last day. */
  readonly monthDay: number;
}

/** What a subscription is about. A change belongs to it when any topic fits; no topic means everything. */
export interface Topic {
  readonly kind: "crypto" | "keyword" | "list" | "party" | "program" | "publisher";
  /** As given; empty for "crypto". */
  readonly text: string;
}

/** What a subscription has already told: everything up to here is not told again. */
export interface Watermark {
  readonly at: Instant;
  /** sha256 of the version told of, by source id. A list that is absent was not loaded then. */
  readonly lists: Readonly<Record<string, string>>;
  /** Revision of the corpus; what stood in it then is kept under this name. */
  readonly corpus: string;
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly what: "digest" | "drill";
  readonly place: Place;
  /** Who made it. */
  readonly userId: string;
  readonly topics: readonly Topic[];
  readonly schedule: Schedule;
  /** Posts nothing when nothing changed; otherwise one line says so. */
  readonly quiet: boolean;
  readonly paused: boolean;
  readonly createdAt: Instant;
  readonly watermark: Watermark;
  readonly dueAt: Instant;
}
