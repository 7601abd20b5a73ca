import type { Desk } from "../bot/desk.ts";
import type { Policy, RoleMembers } from "../bot/policy.ts";
import { screeningDetails, screeningReply, screeningWhy } from "../bot/replies/screening.ts";
import { nextInWords, subscriptionInWords } from "../bot/replies/subscriptions.ts";
import type { SourceId } from "../core/brand.ts";
import type { Instant, IsoDate } from "../core/dates.ts";
import { BadInput } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import { placeKey, placeOf } from "../core/place.ts";
import { subjectFrom } from "../core/subject.ts";
import type { Subscription } from "../core/subscription.ts";
import { sourceOf } from "../lists/sources.ts";
import type {
  Console,
  ConsoleCases,
  ConsoleLists,
  ConsoleScreening,
  ConsoleSubscriptions,
  ConsoleUser,
  ConsoleWatches,
} from "../ports/console.ts";
import type { AuditLog } from "../ports/stores.ts";
import { makeConsoleAudit } from "./console-audit.ts";
import type { ListMoves } from "./list-moves.ts";
import type { ListsService } from "./lists.ts";
import type { WatchService } from "./watch.ts";

export interface ConsoleDeps {
  readonly desk: Desk;
  readonly policy: Policy;
  /** Who is named for each role in the settings. */
  readonly members: RoleMembers;
  readonly lists: Pick<ListsService, "status">;
  readonly moves: ListMoves;
  readonly watch: Pick<WatchService, "add" | "list" | "remove">;
  readonly audit: AuditLog;
  /** When the lists are looked at next; `null` where the schedule is switched off, "running" while it looks. */
  readonly nextRefresh: () => Instant | "running" | null;
}

/** The console over the same desk as the bot: what is done here is recorded as in a chat, under the subject of the login. */
export const makeConsole = (deps: ConsoleDeps): Console => ({
  whyNot: whyNotOf(deps),
  lists: listsOf(deps),
  screening: screeningOf(deps.desk),
  subscriptions: subscriptionsOf(deps.desk),
  cases: casesOf(deps.desk),
  watches: watchesOf(deps),
  audit: makeConsoleAudit(deps.audit, deps.desk.deps.now),
});

/** What somebody does in the console, as an event of the web page's one conversation. */
const eventOf = (user: ConsoleUser, now: Instant): Incoming => ({
  eventId: "console",
  platform: "web",
  workspaceId: "local",
  channelId: "web",
  threadId: "console",
  userId: user.userId,
  ...(user.role === null ? {} : { role: user.role }),
  scene: "direct",
  body: { kind: "action", id: "console", value: "", fields: {} },
  receivedAt: now,
});

const NO_REVIEWERS =
  "Cases of every conversation are decided here, and nobody is named as a reviewer. Nothing was changed. Ask the person who runs Redflag to name you in ROLE_REVIEWERS, or decide the case in its own conversation.";

const whyNotOf =
  ({ desk, policy, members }: ConsoleDeps): Console["whyNot"] =>
  async (user, deed) => {
    const event = eventOf(user, desk.deps.now());
    const named = members.reviewer.length + members.administrator.length > 0;
    const why =
      deed === "decide" && user.role === null && !named
        ? NO_REVIEWERS
        : await policy.whyNot(event, deed, { place: placeOf(event) });
    if (why !== null) await desk.record(event, "refused", { code: "forbidden", deed });
    return why;
  };

const listsOf = ({ lists, moves, nextRefresh }: ConsoleDeps): ConsoleLists => ({
  status: async () => {
    const next = nextRefresh() ?? "switched-off";
    const rows = await lists.status();
    return Promise.all(
      rows.map(async (row) => {
        const { publisher, home, refreshed } = sourceOf(row.source);
        return {
          id: row.source,
          title: row.title,
          publisher,
          home: /^https?:/.test(home) ? home : null,
          publishedOn: row.publishedOn as IsoDate | null,
          retrievedAt: row.retrievedAt,
          ageHours: row.ageHours,
          entries: row.entries,
          lastChange: row.entries === null ? null : await moves.lastChange(row.source as SourceId),
          nextRefresh: refreshed ? next : "by-command",
          trouble: row.trouble,
        };
      }),
    );
  },
  movements: moves.movements,
});

const screeningOf = (desk: Desk): ConsoleScreening => ({
  screen: async (user, fields) => {
    const { screeningId } = await desk.screen(eventOf(user, desk.deps.now()), subjectFrom(fields), {});
    return screeningId;
  },
  get: async (screeningId) => {
    const screening = await desk.recall(screeningId);
    const { describe } = desk.deps;
    return {
      screening,
      finding: screeningReply(screening, describe),
      why: screeningWhy(screening, describe),
      details: screeningDetails(screening, describe),
    };
  },
  compare: async (user, first, second, kind) => {
    const [a, b] = [subjectFrom({ text: first, kind }), subjectFrom({ text: second, kind })];
    const comparison = (await desk.deps.screener()).compare(a.text, b.text, a.kind === "address" ? "unknown" : a.kind);
    const { score, verdict } = comparison;
    await desk.record(eventOf(user, desk.deps.now()), "comparison", { score, verdict }, { names: [a.text, b.text] });
    return comparison;
  },
});

const subscriptionsOf = (desk: Desk): ConsoleSubscriptions => {
  const { subscriptions } = desk.deps.office;
  const find = async (id: string): Promise<Subscription> => {
    const found = (await subscriptions.list(null)).find(({ subscriptionId }) => subscriptionId === id);
    if (found) return found;
    throw new BadInput("That subscription is not there any more. Nothing was changed. Open the page again.");
  };
  return {
    list: async () =>
      Promise.all(
        (await subscriptions.list(null)).map(async (subscription) => ({
          subscriptionId: subscription.subscriptionId,
          what: subscriptionInWords(subscription),
          place: placeKey(subscription.place),
          userId: subscription.userId,
          createdAt: subscription.createdAt,
          paused: subscription.paused,
          next: nextInWords(subscription),
          trouble: await subscriptions.trouble(subscription),
        })),
      ),
    preview: async (id) => subscriptions.preview(await find(id)),
    setPaused: async (user, id, paused) => {
      await subscriptions.setPaused(await find(id), paused);
      const did = paused ? "paused" : "resumed";
      await desk.record(eventOf(user, desk.deps.now()), "subscription", { did, subscriptionId: id });
    },
    remove: async (user, id) => {
      await subscriptions.remove(await find(id));
      await desk.record(eventOf(user, desk.deps.now()), "subscription", { did: "removed", subscriptionId: id });
    },
  };
};

const casesOf = (desk: Desk): ConsoleCases => {
  const { cases } = desk.deps.office;
  return {
    waiting: () => cases.open(null),
    get: cases.get,
    openFor: async (user, screeningId, list, listingId) => {
      const screening = await desk.recall(screeningId);
      const hit = screening.hits.find((h) => h.list === list && h.listingId === listingId);
      if (!hit) throw new BadInput("That screening has no such hit. No case was opened. Screen the name again.");
      const event = eventOf(user, desk.deps.now());
      const { number } = await cases.openFor(screening, hit, placeOf(event), user.userId);
      await desk.record(event, "case", { number, did: "opened", screeningId });
      return number;
    },
    move: async (user, number, move, why) => {
      if (move === "confirm") await cases.confirm(number, user.userId);
      else if (move === "take") await cases.assign(number, user.userId, user.userId);
      else if (move === "reopen") await cases.reject(number, why.trim() || "opened again by a reviewer", user.userId);
      else await cases.decide(number, move, why, user.userId);
      await desk.record(eventOf(user, desk.deps.now()), "case", { number, did: move }, { why });
    },
  };
};

const watchesOf = ({ desk, watch }: ConsoleDeps): ConsoleWatches => {
  return {
    list: async () => (await watch.list(null)).map((watched) => ({ ...watched, place: placeKey(watched.place) })),
    add: async (user, fields) => {
      const [event, subject] = [eventOf(user, desk.deps.now()), subjectFrom(fields)];
      const [added] = await watch.add([subject], placeOf(event), user.userId);
      await desk.record(event, "watch", { did: "added", watchId: added?.watchId }, { subject });
    },
    remove: async (user, watchId) => {
      const found = (await watch.list(null)).find((watched) => watched.watchId === watchId);
      if (!found || !(await watch.remove(watchId)))
        throw new BadInput("That name is not watched any more. Nothing was changed. Open the page again.");
      const detail = { did: "removed", watchId };
      await desk.record(eventOf(user, desk.deps.now()), "watch", detail, { subject: found.subject });
    },
  };
};
