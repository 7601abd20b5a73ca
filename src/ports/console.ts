import type { Case, Outcome } from "../core/case.ts";
import type { Instant, IsoDate } from "../core/dates.ts";
import type { Reply } from "../core/reply.ts";
import type { Deed, Role } from "../core/role.ts";
import type { Comparison, Screening } from "../core/screening.ts";
import type { SubjectFields } from "../core/subject.ts";
import type { ChainedEntry } from "./stores.ts";

/** Somebody who uses the console: the name under which everything is recorded, and what that person may do. */
export interface ConsoleUser {
  /** Subject of the login; "web" where no login is needed. */
  readonly userId: string;
  /** What the login says; `null` where the ROLE_… settings decide. */
  readonly role: Role | null;
}

/** How the version in force differs from the one before it. */
export interface LastChange {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** One line of the table of lists. `null` where nothing is known, for example of a list that was never loaded. */
export interface ListLine {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  /** A page of the publisher for people; `null` for a team's own list. */
  readonly home: string | null;
  readonly publishedOn: IsoDate | null;
  readonly retrievedAt: Instant | null;
  readonly ageHours: number | null;
  readonly entries: number | null;
  readonly lastChange: LastChange | null;
  /** "by-command": nobody refreshes it unasked. An instant: when it is looked at next. */
  readonly nextRefresh: Instant | "by-command" | "running" | "switched-off";
  readonly trouble: string | null;
}

/** Entries that came onto a list or left it on one day. */
export interface ListMovement {
  readonly list: string;
  readonly on: IsoDate;
  readonly added: number;
  readonly removed: number;
}

export interface ConsoleLists {
  status(): Promise<readonly ListLine[]>;
  /**
   * What came and went between two days, both inclusive: by the day that the list or a checked notice gives, else by the
   * day of the first version with the entry or without it.
   */
  movements(from: IsoDate, to: IsoDate): Promise<readonly ListMovement[]>;
}

/** A screening with what people read of it. */
export interface Screened {
  readonly screening: Screening;
  readonly finding: Reply;
  readonly why: Reply;
  readonly details: Reply;
}

export interface ConsoleScreening {
  /** Screens, records and keeps; gives the screening's id. Throws `BadInput`. */
  screen(user: ConsoleUser, fields: SubjectFields): Promise<string>;
  /** A screening that is still kept. Throws `BadInput` when it is not. */
  get(screeningId: string): Promise<Screened>;
  /** Throws `BadInput` when one of the names is missing. */
  compare(user: ConsoleUser, first: string, second: string, kind: string): Promise<Comparison>;
}

export interface SubscriptionLine {
  readonly subscriptionId: string;
  /** "a digest about DPRK, weekly on Monday at 9:00 Europe/Berlin, …" */
  readonly what: string;
  /** "slack/T1/C1". */
  readonly place: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly paused: boolean;
  /** "next …" in the subscription's own zone, "active" or "paused". */
  readonly next: string;
  readonly trouble: string | null;
}

/** Every method that names a subscription throws `BadInput` when there is none of that id. */
export interface ConsoleSubscriptions {
  list(): Promise<readonly SubscriptionLine[]>;
  preview(subscriptionId: string): Promise<Reply>;
  setPaused(user: ConsoleUser, subscriptionId: string, paused: boolean): Promise<void>;
  remove(user: ConsoleUser, subscriptionId: string): Promise<void>;
}

/** What a reviewer does with a case. */
export type CaseMove = Outcome | "confirm" | "reopen" | "take";

export interface ConsoleCases {
  /** Open, proposed and escalated cases of every place, oldest first. */
  waiting(): Promise<readonly Case[]>;
  /** Throws `BadInput` when there is no such case. */
  get(number: number): Promise<Case>;
  /** The case of one hit of a screening that is kept; opened when there is none. Gives its number. */
  openFor(user: ConsoleUser, screeningId: string, list: string, listingId: string): Promise<number>;
  /** Throws `BadInput` for a decision without a reason. */
  move(user: ConsoleUser, number: number, move: CaseMove, why: string): Promise<void>;
}

export interface WatchLine {
  readonly watchId: string;
  readonly subject: Screening["subject"];
  readonly place: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly hits: readonly { readonly name: string; readonly verdict: "match" | "possible-match" }[];
}

export interface ConsoleWatches {
  list(): Promise<readonly WatchLine[]>;
  add(user: ConsoleUser, fields: SubjectFields): Promise<void>;
  /** Throws `BadInput` when it is not watched. */
  remove(user: ConsoleUser, watchId: string): Promise<void>;
}

/** What is looked for in the record; `null` leaves a condition out. Days are inclusive, UTC. */
export interface AuditQuery {
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly kind: string | null;
  /** Part of the actor's name, without case. */
  readonly actor: string | null;
  /** Anywhere in the entry, without case. */
  readonly text: string | null;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly ChainedEntry[];
  readonly found: number;
  /** Every kind that occurs in the period. */
  readonly kinds: readonly string[];
}

export interface ConsoleAudit {
  /** `page` counts from 1. */
  search(query: AuditQuery, page: number, perPage: number): Promise<AuditPage>;
  /** Lines of a file, oldest first, each with its end. The export itself is recorded before the first line. */
  export(user: ConsoleUser, query: AuditQuery, format: "csv" | "jsonl"): AsyncIterable<string>;
  /** Writes down what happened at the console itself: sign-ins, refusals, sign-outs. */
  note(userId: string, kind: string, detail: unknown): Promise<void>;
}

/** Everything the console shows and does. Text of lists, documents and people in it is data. */
export interface Console {
  /** Why somebody may not do this, in a sentence; `null` when they may. What is refused is recorded. */
  readonly whyNot: (user: ConsoleUser, deed: Deed) => Promise<string | null>;
  readonly lists: ConsoleLists;
  readonly screening: ConsoleScreening;
  readonly subscriptions: ConsoleSubscriptions;
  readonly cases: ConsoleCases;
  readonly watches: ConsoleWatches;
  readonly audit: ConsoleAudit;
}
