import type { Citation } from "../core/answer.ts";
import type { Applicant } from "../core/applicant.ts";
import type { Case, Outcome } from "../core/case.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Place } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import type { Hit, Screening, Subject } from "../core/screening.ts";
import type { Subscription, Topic } from "../core/subscription.ts";
import type { Watch } from "../core/watch.ts";
import type { Digest } from "../digest/digest.ts";
import type { DigestRequest } from "../digest/request.ts";
import type { Profiles } from "../ports/profiles.ts";
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
    /** Other topics, times or silence; what was told stays told. */
    change(subscription: Subscription, wish: DigestRequest): Promise<Subscription>;
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
    list(place: Place | null): Promise<readonly (WatchedName & Watch)[]>;
    /** Other details of a watched subject, screened at once. `null` when it is not watched any more. */
    edit(watchId: string, subject: Subject): Promise<(WatchedName & { readonly subject: Subject }) | null>;
    remove(watchId: string): Promise<boolean>;
    /** The subjects of a CSV. Throws `BadInput` that names the row. */
    fromTable(csv: string, name: string): readonly Subject[];
    /** The watchlist as such a CSV. */
    toTable(place: Place | null): Promise<string>;
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
  readonly vet: {
    /** What a reviewer may have seen, in the order of the checklist. */
    readonly flags: readonly { readonly id: string; readonly asks: string }[];
    vet(applicant: Applicant): Promise<VettingFound>;
  };
  readonly profiles: Profiles;
  readonly drills: {
    now(): Promise<DrillQuestion | null>;
    get(id: string): Promise<(DrillQuestion & { readonly citation: Citation }) | null>;
  };
  readonly settings: {
    get(place: Place): Promise<ChannelSettings>;
    set(place: Place, settings: ChannelSettings): Promise<void>;
  };
}
