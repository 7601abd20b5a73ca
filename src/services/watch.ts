import { splitReply } from "../bot/replies/split.ts";
import { type WatchLine, watchAlertReply } from "../bot/replies/watch.ts";
import { alertInWords, type Changes, type Rescreened, rescreen, type WatchAlert } from "../cases/rescreen.ts";
import type { SourceId } from "../core/brand.ts";
import { entryKey } from "../core/case.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";
import { type Place, placeKey, samePlace } from "../core/place.ts";
import type { Screener, Subject } from "../core/screening.ts";
import type { KnownHit, WatchMark } from "../core/watch.ts";
import type { ListChanges } from "../digest/digest.ts";
import { dayOfVersion } from "../lists/at.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { OutgoingPost } from "../ports/outbox.ts";
import type { WatchedSubject, WatchStore } from "../ports/watches.ts";
import { makeScreener } from "../screening/screener.ts";
import { THRESHOLDS } from "../screening/weights.ts";
import type { AlertDetail } from "./digest.ts";
import type { ListHistory } from "./list-history.ts";
import { makeWatchIndex } from "./watch-index.ts";
import { subjectsFromTable, watchTable } from "./watch-table.ts";

export interface WatchDeps {
  readonly watches: WatchStore;
  readonly history: ListHistory;
  /** The screener over everything in force. */
  readonly screener: () => Promise<Screener>;
  /** Names the rules, weights, vocabularies and threshold of the matcher. */
  readonly matcher: string;
  readonly threshold: number | null;
  readonly titleOf: (list: SourceId) => string;
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
}

export interface RescreenReport {
  readonly subjects: number;
  /** Entries compared: all of them, or those that changed. */
  readonly entries: number;
  readonly full: boolean;
  /** sha256 of the versions screened against, by source id. */
  readonly lists: WatchMark["lists"];
  readonly alerts: readonly { readonly watch: WatchedSubject; readonly alert: WatchAlert; readonly sentence: string }[];
}

export interface WatchService {
  /** Screens and keeps subjects; what they hit now counts as told. */
  add(subjects: readonly Subject[], place: Place, userId: string): Promise<readonly WatchedSubject[]>;
  list(place: Place | null): Promise<readonly WatchedSubject[]>;
  /** Replaces what is known of a watched subject; what it hits now counts as told. `null` when there is none of that id. */
  edit(watchId: string, subject: Subject): Promise<WatchedSubject | null>;
  remove(watchId: string): Promise<boolean>;
  /** The subjects of a CSV, as `add` takes them. Throws `BadInput` that names the row. */
  fromTable(csv: string, name: string): readonly Subject[];
  /** The watchlist as a CSV that `fromTable` reads. */
  toTable(place: Place | null): Promise<string>;
  /** Screens again what the changes of lists and matcher touch, and queues the alerts. `null` when nothing changed. `full` compares everything. */
  rescreen(full?: boolean): Promise<RescreenReport | null>;
}

/** Subjects screened between two looks at the rest of the process. */
const BATCH = 50;

export const makeWatchService = (deps: WatchDeps): WatchService => {
  const options = deps.threshold === null ? {} : { threshold: deps.threshold };
  const index = makeWatchIndex();
  const markNow = async (): Promise<WatchMark> => ({
    lists: Object.fromEntries((await deps.history.current()).map((v) => [v.list, v.sha256])),
    matcher: deps.matcher,
  });

  const run = async (full: boolean): Promise<RescreenReport | null> => {
    const [seen, next] = [await deps.watches.mark(), await markNow()];
    const all = await deps.watches.all();
    if (!full && seen !== null && sameMark(seen, next)) {
      await index.prepare(all);
      return null;
    }
    const lists = (await deps.history.since(seen?.lists ?? {})).filter((l) => l.to.sha256 === next.lists[l.to.list]);
    const changes = changesOf(lists);
    const everything = full || seen === null || seen.matcher !== next.matcher || changes.loaded.size > 0;
    const touched = lists.flatMap((list) => [...list.added, ...list.changed.map(({ after }) => after)]);
    const keys = new Set(touched.map(entryKey));
    const screener = everything ? await deps.screener() : over(lists, touched, deps);
    const meant = everything ? null : await index.candidates(all, touched, deps.threshold ?? THRESHOLDS.possible);
    const isTouched = (key: string): boolean => keys.has(key) || changes.removed.has(key);
    const covers = everything ? (): boolean => true : (key: string): boolean => keys.has(key);
    const hits = new Map<string, readonly KnownHit[]>();
    const alerts: RescreenReport["alerts"][number][] = [];
    let screened = 0;
    for (const watch of all) {
      // Nothing that changed is near this subject, and nothing of what is known of it has changed.
      if (meant && !meant.has(watch.watchId) && !watch.hits.some((hit) => isTouched(entryKey(hit)))) continue;
      if (++screened % BATCH === 0) await new Promise<void>((resolve) => setTimeout(resolve, 0));
      const found: Rescreened = rescreen(watch.hits, screener.screen(watch.subject, options), changes, covers);
      if (JSON.stringify(found.hits) !== JSON.stringify(watch.hits)) hits.set(watch.watchId, found.hits);
      for (const alert of found.alerts)
        alerts.push({
          watch,
          alert,
          sentence: alertInWords(watch.subject, alert, deps.titleOf(alert.hit.list), dayInProse),
        });
    }
    // Another process that was faster has told it all: what was found here is dropped.
    if (!(await deps.watches.settle(seen, next, hits, postsOf(alerts)))) return null;
    return {
      subjects: all.length,
      entries: everything ? screener.searched().reduce((sum, list) => sum + list.entries, 0) : touched.length,
      full: everything,
      lists: next.lists,
      alerts,
    };
  };

  const postsOf = (alerts: RescreenReport["alerts"]): readonly OutgoingPost[] =>
    [...Map.groupBy(alerts, ({ watch }) => placeKey(watch.place))].flatMap(([key, of]) => {
      const place = of[0]?.watch.place;
      if (!place || (place.platform !== "slack" && place.platform !== "teams")) return [];
      const lines: readonly WatchLine[] = of.map(({ watch, alert, sentence }) => ({
        watchId: watch.watchId,
        name: watch.subject.text,
        sentence,
        urgent: alert.kind === "now-matches",
        userId: watch.userId,
      }));
      const detail: AlertDetail = { alerts: lines.map(({ watchId, sentence }) => ({ watchId, sentence })) };
      const parts = splitReply(watchAlertReply(lines));
      return [{ postId: `watch:${key}:${deps.newId()}`, kind: "watch", place, parts, queuedAt: deps.now(), detail }];
    });

  const listed = async (place: Place | null): Promise<readonly WatchedSubject[]> =>
    (await deps.watches.all()).filter((watch) => place === null || samePlace(watch.place, place));

  return {
    add: async (subjects, place, userId) => {
      // First what has changed is told of those already watched, so that the new ones begin from the same lists.
      await run(false);
      const screener = await deps.screener();
      const created = deps.now();
      const watches: WatchedSubject[] = [];
      for (const subject of subjects) {
        if (watches.length % BATCH === BATCH - 1) await new Promise<void>((resolve) => setTimeout(resolve, 0));
        const { hits } = rescreen([], screener.screen(subject, options), NOTHING_CHANGED, () => true);
        watches.push({ watchId: deps.newId(), subject, place, userId, createdAt: created, hits });
      }
      await deps.watches.put(watches);
      return watches;
    },
    list: listed,
    fromTable: subjectsFromTable,
    toTable: async (place) => watchTable(await listed(place)),
    edit: async (watchId, subject) => {
      await run(false);
      const known = (await deps.watches.all()).find((watch) => watch.watchId === watchId);
      if (!known) return null;
      const found = (await deps.screener()).screen(subject, options);
      const changed = { ...known, subject, hits: rescreen([], found, NOTHING_CHANGED, () => true).hits };
      await deps.watches.put([changed]);
      return changed;
    },
    remove: (watchId) => deps.watches.remove(watchId),
    rescreen: (full = false) => run(full),
  };
};

const sameMark = (a: WatchMark, b: WatchMark): boolean =>
  a.matcher === b.matcher && Object.entries(b.lists).every(([list, sha256]) => a.lists[list] === sha256);

/** A screener over the touched entries only; screening one entry does not depend on the others. */
const over = (lists: readonly ListChanges[], touched: readonly Listing[], deps: WatchDeps): Screener =>
  makeScreener({
    ...deps,
    lists: lists.map(({ to }) => ({
      version: to,
      listings: touched.filter((listing) => listing.list === to.list),
      stale: false,
    })),
  });

const NOTHING_CHANGED: Changes = {
  added: new Map(),
  changed: new Map(),
  removed: new Set(),
  loaded: new Set(),
  dayOf: new Map(),
};

export const changesOf = (lists: readonly ListChanges[]): Changes => ({
  added: new Map(lists.flatMap((list) => list.added.map((listing) => [entryKey(listing), listing] as const))),
  changed: new Map(
    lists.flatMap((list) =>
      list.changed.map(({ after, fields }) => [entryKey(after), fields.map(({ label }) => label)] as const),
    ),
  ),
  removed: new Set(lists.flatMap((list) => list.removed.map(entryKey))),
  loaded: new Set(lists.filter(({ from }) => from === null).map(({ to }) => to.list)),
  dayOf: new Map(lists.map(({ to }): readonly [string, IsoDate] => [to.list, dayOfVersion(to)])),
});
