import type { Citation } from "../core/answer.ts";
import type { Applicant } from "../core/applicant.ts";
import type { Case, Outcome } from "../core/case.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Place } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import type { Hit, Screening, Subject } from "../core/screening.ts";
import type { Subscription, Topic } from "../core/subscription.ts";
import type { Digest } from "../digest/digest.ts";
import type { DigestRequest } from "../digest/request.ts";
import type { ChannelSettings } from "../ports/settings.ts";
import type { DrillQuestion } from "./replies/drill.ts";
import type { VettingFound } from "./replies/vet.ts";
import type { WatchedName } from "./replies/watch.ts";

/** What the bot needs beside asking and screening: what lasts longer than one message. */
export interface Office {
  readonly listIds: readonly string[];
  readonly subscriptions: {
    subscribe(wish: DigestRequest & { readonly place: Place; readonly userId: string }): Promise<Subscription>;
    list(place: Place | null): Promise<readonly Subscription[]>;
    setPaused(subscription: Subscription, paused: boolean): Promise<Subscription>;
    remove(subscription: Subscription): Promise<void>;
    preview(subscription: Subscription): Promise<Reply>;
    trouble(subscription: Subscription): Promise<string | null>;
  };
  readonly digest: {
    weekAgo(): IsoDate;
    sinceDay(day: IsoDate, topics: readonly Topic[], place: Place | null): Promise<Digest>;
  };
  readonly watch: {
    add(
      subjects: readonly Subject[],
      place: Place,
      userId: string,
    ): Promise<readonly (WatchedName & { readonly subject: Subject })[]>;
    list(place: Place | null): Promise<readonly (WatchedName & { readonly subject: Subject })[]>;
    remove(watchId: string): Promise<boolean>;
  };
  readonly cases: {
    openFor(screening: Screening, hit: Hit, place: Place, userId: string): Promise<Case>;
    get(number: number): Promise<Case>;
    decide(number: number, outcome: Outcome, why: string, userId: string): Promise<Case>;
    confirm(number: number, userId: string): Promise<Case>;
    reject(number: number, why: string, userId: string): Promise<Case>;
    assign(number: number, ownerId: string, userId: string): Promise<Case>;
    open(place: Place | null): Promise<readonly Case[]>;
  };
  readonly vet: { vet(applicant: Applicant): Promise<VettingFound> };
  readonly drills: {
    now(): Promise<DrillQuestion | null>;
    get(id: string): Promise<(DrillQuestion & { readonly citation: Citation }) | null>;
  };
  readonly settings: {
    get(place: Place): Promise<ChannelSettings>;
    set(place: Place, settings: ChannelSettings): Promise<void>;
  };
}
