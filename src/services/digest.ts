import { type Citation, quotation } from "../core/answer.ts";
import { dayOf, type Instant, type IsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { type Place, placeKey } from "../core/place.ts";
import type { Subscription, Topic, Watermark } from "../core/subscription.ts";
import { cutPassages } from "../corpus/passages.ts";
import { chartStart, programChart } from "../digest/chart.ts";
import { type Digest, makeDigest, type NewDocument, type WatchedChange } from "../digest/digest.ts";
import { minutesAfter } from "../digest/schedule.ts";
import { listingFits } from "../digest/topics.ts";
import type { Now } from "../ports/clock.ts";
import type { Outbox } from "../ports/outbox.ts";
import type { DocumentStore, ExpiringStore } from "../ports/stores.ts";
import { splitSentences } from "../text/sentences.ts";
import { makeCorpusMarks, newestFirst } from "./corpus-marks.ts";
import type { ListHistory } from "./list-history.ts";

export interface DigestDeps {
  readonly history: ListHistory;
  readonly documents: DocumentStore;
  readonly expiring: ExpiringStore;
  readonly outbox: Outbox;
  readonly now: Now;
}

export interface DigestService {
  /** Where everything stands now: what a new subscription begins from. */
  watermark(): Promise<Watermark>;
  /** True when nothing at all has changed since: cheap. */
  unchanged(watermark: Watermark): Promise<boolean>;
  /** What a subscription would be told now, with the watermark that it then has. */
  ofSubscription(subscription: Subscription): Promise<{ readonly digest: Digest; readonly watermark: Watermark }>;
  /** The day a week before today, UTC. */
  weekAgo(): IsoDate;
  /** What changed since a day, for anybody. `place` adds what its watches found. */
  sinceDay(day: IsoDate, topics: readonly Topic[], place: Place | null): Promise<Digest>;
}

/** What the watchlist said of a change, as the alert's record keeps it. */
export interface AlertDetail {
  readonly alerts: readonly WatchedChange[];
}

/** Longest sentence that still is a line. */
const SUMMARY_CHARACTERS = 320;

export const makeDigestService = (deps: DigestDeps): DigestService => {
  const marks = makeCorpusMarks(deps.documents, deps.expiring);
  const listMarks = async (): Promise<Watermark["lists"]> =>
    Object.fromEntries((await deps.history.current()).map((version) => [version.list, version.sha256]));

  const watched = async (place: Place | null, since: string): Promise<readonly WatchedChange[]> => {
    if (place === null) return [];
    const posts = await deps.outbox.posts(`watch:${placeKey(place)}:`);
    return posts.filter((post) => post.queuedAt > since).flatMap((post) => (post.detail as AlertDetail).alerts);
  };

  const chart = async (topics: readonly Topic[], until: Instant) => {
    const designations = await deps.history.designations(chartStart(dayOf(until)));
    return programChart(
      designations.filter(({ listing }) => listingFits(topics, listing)),
      dayOf(until),
    );
  };

  return {
    watermark: async () => ({ at: deps.now(), lists: await listMarks(), corpus: await marks.mark() }),
    unchanged: async ({ lists, corpus }) => {
      if ((await deps.documents.revision()) !== corpus) return false;
      const current = await deps.history.current();
      return current.every((version) => lists[version.list] === version.sha256);
    },
    ofSubscription: async ({ watermark: seen, topics, place }) => {
      // The watermark is taken first: what changes while the digest is built is told next time.
      const watermark: Watermark = { at: deps.now(), lists: await listMarks(), corpus: await marks.mark() };
      const lists = (await deps.history.since(seen.lists)).filter(
        (list) => list.to.sha256 === watermark.lists[list.to.list],
      );
      const digest = makeDigest({
        since: seen.at,
        until: watermark.at,
        topics,
        lists,
        documents: (await marks.since(seen.corpus, seen.at)).map(newDocument),
        watched: await watched(place, seen.at),
        chart: await chart(topics, watermark.at),
      });
      return { digest, watermark: { ...watermark, lists: { ...seen.lists, ...watermark.lists } } };
    },
    weekAgo: () => dayOf(minutesAfter(deps.now(), -7 * 24 * 60)),
    sinceDay: async (day, topics, place) => {
      const until = deps.now();
      const dayOfDocument = (d: CorpusDocument): IsoDate => d.publishedOn ?? dayOf(d.addedAt);
      const documents = newestFirst(await deps.documents.all()).filter((d) => dayOfDocument(d) >= day);
      return makeDigest({
        since: day,
        until,
        topics,
        lists: await deps.history.sinceDay(day),
        documents: documents.map(newDocument),
        watched: await watched(place, day),
        chart: await chart(topics, until),
      });
    },
  };
};

/** A document with its first sentence as a citation; numbered later. */
const newDocument = (document: CorpusDocument): NewDocument => ({ document, citation: firstSentence(document) });

/** The first full sentence that is not a heading: cited word for word. */
export const firstSentence = (document: CorpusDocument): Citation | null => {
  for (const passage of cutPassages(document)) {
    const spans = splitSentences(document.text, passage.start, passage.end);
    const span = spans.find(({ start, end }) => end - start > 30) ?? spans[0];
    if (!span) continue;
    const end = Math.min(span.end, span.start + SUMMARY_CHARACTERS);
    return quotation(1, document, passage.passageId, span.start, end);
  }
  return null;
};
