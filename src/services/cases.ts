import { caseCard, caseReminderReply } from "../bot/replies/cases.ts";
import { splitReply } from "../bot/replies/split.ts";
import { assign, confirm, decide, decisionOf, lapse, reopen } from "../cases/decide.ts";
import { type ChangedLabels, type Silenced, silences, standing, withoutSilenced } from "../cases/standing.ts";
import { type SourceId, sourceId } from "../core/brand.ts";
import { type Case, entryKey, nameKey, type Outcome, subjectKey } from "../core/case.ts";
import { dayInProse, dayOf, type Instant } from "../core/dates.ts";
import { BadInput } from "../core/errors.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import { type Place, placeKey, samePlace } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import type { Hit, Screening } from "../core/screening.ts";
import { minutesAfter } from "../digest/schedule.ts";
import { diffListings } from "../lists/diff.ts";
import type { CaseStore } from "../ports/cases.ts";
import type { Now } from "../ports/clock.ts";
import type { Outbox, OutgoingPost } from "../ports/outbox.ts";
import type { SettingsStore } from "../ports/settings.ts";
import type { ListStore } from "../ports/stores.ts";

export interface CaseDeps {
  readonly cases: CaseStore;
  readonly settings: SettingsStore;
  readonly outbox: Outbox;
  readonly lists: ListStore;
  /** Lists that the program ships, for those that were never loaded. */
  readonly starter: readonly { readonly version: ListVersion; readonly listings: readonly Listing[] }[];
  readonly titleOf: (list: SourceId) => string;
  readonly now: Now;
}

export interface CaseService {
  /** The screening without hits that were decided to be false positives; reopens cases whose ground has moved. */
  settle(screening: Screening): Promise<Screening>;
  /** The case of a hit, opened when there is none. */
  openFor(screening: Screening, hit: Hit, place: Place, userId: string): Promise<Case>;
  /** Throws `BadInput` when there is no such case. */
  get(number: number): Promise<Case>;
  /** Throws `BadInput` without a reason. Four eyes as the case's channel has set it. */
  decide(number: number, outcome: Outcome, why: string, userId: string): Promise<Case>;
  confirm(number: number, userId: string): Promise<Case>;
  /** Takes a decision or a proposal back. */
  reject(number: number, why: string, userId: string): Promise<Case>;
  assign(number: number, ownerId: string, userId: string): Promise<Case>;
  /** Open, proposed and escalated cases of a place, or all, oldest first. */
  open(place: Place | null): Promise<readonly Case[]>;
  /** Looks at every decision after a change of lists: reopens or lapses those whose entry moved, and tells the channel. */
  sweep(): Promise<number>;
  /** Queues a weekly reminder of cases that wait for long. */
  remind(): Promise<number>;
}

const WAITING: readonly Case["state"][] = ["open", "proposed", "escalated"];
/** A case that waits this long is named in the reminder, days. */
const REMIND_AFTER_DAYS = 7;

const changedLabels: ChangedLabels = (before, after) =>
  diffListings([before], [after]).changed.flatMap(({ fields }) => fields.map(({ label }) => label));

export const makeCaseService = (deps: CaseDeps): CaseService => {
  const { cases, now } = deps;

  const entryOf = async (list: SourceId, id: Listing["listingId"]): Promise<Listing | null> =>
    (await deps.lists.find(list, id)) ??
    deps.starter.find((l) => l.version.list === list)?.listings.find((l) => l.listingId === id) ??
    null;

  const get = async (number: number): Promise<Case> => {
    const found = Number.isInteger(number) ? await cases.get(number) : null;
    if (!found)
      throw new BadInput(`There is no case ${number}. Nothing was changed. “cases” lists those that are open.`);
    return found;
  };

  /** Changes a case as somebody saw it; says so when somebody else was faster. */
  const change = async (number: number, make: (found: Case) => Promise<Case> | Case): Promise<Case> => {
    const seen = await get(number);
    const next = await make(seen);
    if (await cases.save(seen, next)) return next;
    throw new BadInput(
      `Somebody else has just changed case ${number}. Nothing was changed by you. Look at it again: case ${number}`,
    );
  };

  const settleHit = async (
    hit: Hit,
    screening: Screening,
    all: readonly Case[],
  ): Promise<{ silenced?: Silenced; warning?: string }> => {
    const same = all.filter((found) => entryKey(found.listing) === entryKey(hit));
    const exact = same.find((found) => subjectKey(found.subject) === subjectKey(screening.subject));
    if (!exact) {
      const other = same.find(silences);
      const why = other && standing(other, screening.subject, other.listing, changedLabels);
      return other && why?.kind === "reopens"
        ? {
            warning: `Case ${other.number} decided this entry a false positive for the same name, but ${why.why}: it does not count here.`,
          }
        : {};
    }
    if (WAITING.includes(exact.state)) return { warning: `Case ${exact.number} on ${hit.name} is ${exact.state}.` };
    const entry = await entryOf(hit.list, hit.listingId);
    const stands = standing(exact, screening.subject, entry, changedLabels);
    if (stands.kind === "stands") {
      if (silences(exact)) return { silenced: { hit, decidedIn: exact } };
      return { warning: `Case ${exact.number} decided that ${hit.name} is a true match.` };
    }
    await cases.save(exact, reopen(exact, now(), stands.why, entry));
    return { warning: `Case ${exact.number} on ${hit.name} is open again: ${stands.why}.` };
  };

  return {
    settle: async (screening) => {
      if (screening.hits.length === 0) return screening;
      const all = await cases.ofName(nameKey(screening.subject));
      if (all.length === 0) return screening;
      const [silenced, warnings]: [Silenced[], string[]] = [[], []];
      for (const hit of screening.hits) {
        const found = await settleHit(hit, screening, all);
        if (found.silenced) silenced.push(found.silenced);
        if (found.warning) warnings.push(found.warning);
      }
      const settled = withoutSilenced(screening, silenced, silencedInWords(deps.titleOf));
      return warnings.length === 0 ? settled : { ...settled, warnings: [...warnings, ...settled.warnings] };
    },
    openFor: async (screening, hit, place, userId) => {
      const listing = await entryOf(hit.list, hit.listingId);
      if (!listing)
        throw new BadInput(
          `${hit.name} has left the list since this was screened. No case was opened. Screen the name again.`,
        );
      const at = now();
      const draft = {
        subject: screening.subject,
        listing,
        score: hit.score,
        place,
        ownerId: null,
        state: "open",
        outcome: null,
        openedAt: at,
        steps: [{ at, userId, did: "opened", outcome: null, why: `screening ${screening.screeningId}` }],
      } as const;
      return cases.open(draft);
    },
    get,
    decide: (number, outcome, why, userId) =>
      change(number, async (found) => {
        const { fourEyes } = await deps.settings.get(found.place);
        const listing = (await entryOf(found.listing.list, found.listing.listingId)) ?? found.listing;
        return decide(found, { at: now(), userId, outcome, why, listing }, fourEyes);
      }),
    confirm: (number, userId) => change(number, (found) => confirm(found, now(), userId)),
    reject: (number, why, userId) => change(number, (found) => reopen(found, now(), why, null, userId)),
    assign: (number, ownerId, userId) => change(number, (found) => assign(found, now(), userId, ownerId)),
    open: async (place) =>
      (await cases.inState(WAITING)).filter((found) => place === null || samePlace(found.place, place)),
    sweep: async () => {
      const settled = await cases.inState(["decided", "proposed", "lapsed"]);
      if (settled.length === 0) return 0;
      const entries = await entriesInForce(deps, settled);
      let moved = 0;
      for (const found of settled) {
        const stands = standing(found, found.subject, entries.get(entryKey(found.listing)) ?? null, changedLabels);
        if (stands.kind === "stands") continue;
        const entry = entries.get(entryKey(found.listing)) ?? null;
        const next =
          stands.kind === "reopens" ? reopen(found, now(), stands.why, entry) : lapse(found, now(), stands.why);
        if (!(await cases.save(found, next))) continue;
        moved++;
        if (stands.kind === "reopens")
          await deps.outbox.queue(
            post(
              found,
              `case:${found.number}:${next.steps.length}`,
              caseCard(next, deps.titleOf(found.listing.list), now()),
              now(),
            ),
          );
      }
      return moved;
    },
    remind: async () => {
      const before = minutesAfter(now(), -REMIND_AFTER_DAYS * 24 * 60);
      const waiting = (await cases.inState(WAITING)).filter((found) => lastMove(found) <= before);
      const week = weekOf(now());
      let queued = 0;
      for (const [key, of] of Map.groupBy(waiting, ({ place }) => placeKey(place))) {
        const [first] = of;
        const reply = caseReminderReply(of, now());
        if (first && (await deps.outbox.queue(post(first, `case-reminder:${key}:${week}`, reply, now())))) queued++;
      }
      return queued;
    },
  };
};

const post = ({ place, number }: Case, postId: string, reply: Reply, queuedAt: Instant): OutgoingPost => ({
  postId,
  kind: "case",
  place,
  parts: splitReply({ ...reply, audience: "everyone" }),
  queuedAt,
  detail: { case: number },
});

const lastMove = (found: Case): Instant => found.steps.at(-1)?.at ?? found.openedAt;

/** Weeks since 1970: reminders have one name a week. */
const weekOf = (at: Instant): number => Math.floor(Date.parse(at) / (7 * 24 * 60 * 60 * 1000));

/** The entries of these cases as the lists in force have them; those that are gone are absent. */
const entriesInForce = async (deps: CaseDeps, of: readonly Case[]): Promise<ReadonlyMap<string, Listing>> => {
  const wanted = new Set(of.map(({ listing }) => entryKey(listing)));
  const found = new Map<string, Listing>();
  const current = await deps.lists.current();
  for (const list of new Set(of.map(({ listing }) => listing.list))) {
    const version = current.find((v) => v.list === list);
    const listings = version
      ? deps.lists.listings(sourceId(list), version.sha256)
      : (deps.starter.find((l) => l.version.list === list)?.listings ?? []);
    for await (const listing of listings) if (wanted.has(entryKey(listing))) found.set(entryKey(listing), listing);
  }
  return found;
};

const silencedInWords =
  (titleOf: (list: SourceId) => string) =>
  ({ hit, decidedIn }: Silenced): string => {
    const by = decisionOf(decidedIn);
    const on = by ? ` on ${dayInProse(dayOf(by.at))}` : "";
    return `${hit.name} (${titleOf(hit.list)} no. ${hit.listingId}, score ${hit.score.toFixed(2)}) is not shown as a hit: decided a false positive in case ${decidedIn.number}${on}${by ? `, “${by.why}”` : ""}. It comes back when the entry or the subject changes.`;
  };
