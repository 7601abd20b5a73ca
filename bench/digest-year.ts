import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite, type SqliteStores } from "../src/adapters/stores/sqlite.ts";
import { documentId } from "../src/core/brand.ts";
import { type Instant, instant } from "../src/core/dates.ts";
import type { CorpusDocument } from "../src/core/document.ts";
import { placeKey } from "../src/core/place.ts";
import type { Subscription, Watermark } from "../src/core/subscription.ts";
import { makeDigest } from "../src/digest/digest.ts";
import type { Outbox } from "../src/ports/outbox.ts";
import { makeTick } from "../src/services/schedule.ts";
import { makeSubscriptionService } from "../src/services/subscriptions.ts";
import { duesOf, ZONES } from "./year-dues.ts";
import { accounts, print } from "./year-report.ts";

/**
 * A leap year of digests in a fake clock: 500 subscriptions in 12 time zones over one real SQLite file, two replicas,
 * 30 outages (of the program, of the platform), posts that fail, processes that die between handing a post over and
 * recording it. What was due is counted by another algorithm than the program's own (year-dues.ts).
 */
const SUBSCRIPTIONS = 500;
const STEP_MINUTES = 15;
const OUTAGES = 30;
const POST_FAILURES = 0.05;
/** Of all posts: the process dies right after the platform took one. */
const CRASHES = 0.002;
const [START, END] = [Date.UTC(2028, 0, 1), Date.UTC(2029, 0, 1)];
/** After the year everything works, so that what waits goes out. */
const DRAIN_MS = 4 * 24 * 3_600_000;
const MINUTE = 60_000;

/** Mulberry32: the same year every time. */
const random = ((seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
})(8);
const below = (n: number): number => Math.floor(random() * n);

let clockMs = START;
const now = (): Instant => instant(new Date(clockMs));
let ids = 0;
const newId = (): string => String(++ids).padStart(8, "0");
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** New reports, one every few hours; told exactly once to everybody. */
const events: { readonly at: number; readonly document: CorpusDocument }[] = [];
for (let at = START + MINUTE; at < END; at += (2 + below(30)) * 60 * MINUTE)
  events.push({ at, document: report(events.length, at) });

function report(index: number, at: number): CorpusDocument {
  return {
    documentId: documentId(`report-${index}`),
    title: `Fictional report ${index}`,
    publisher: "Example Agency",
    publishedOn: null,
    kind: "report",
    url: `https://example.org/${index}`,
    linkedSource: null,
    programs: [],
    parties: [],
    events: [],
    text: "",
    sha256: "",
    addedAt: instant(new Date(at)),
  };
}

/** Changes are an ever longer row of reports; a watermark is a place in it. */
const watermark = async (): Promise<Watermark> => {
  const first = events.findIndex(({ at }) => at > clockMs);
  return { at: now(), lists: {}, corpus: String(first < 0 ? events.length : first) };
};
const digest = {
  watermark,
  unchanged: async (seen: Watermark) => seen.corpus === (await watermark()).corpus,
  ofSubscription: async (subscription: Subscription) => {
    const next = await watermark();
    const fresh = events.slice(Number(subscription.watermark.corpus), Number(next.corpus));
    return {
      watermark: next,
      digest: makeDigest({
        since: subscription.watermark.at,
        until: next.at,
        topics: [],
        lists: [],
        documents: fresh.map(({ document }) => ({ document, citation: null })),
        watched: [],
        chart: null,
      }),
    };
  },
};

interface Outage {
  readonly from: number;
  readonly to: number;
  readonly of: "platform" | "program";
}
const outages: readonly Outage[] = Array.from({ length: OUTAGES }, (_, i) => {
  const from = START + Math.floor(((i + random()) / OUTAGES) * (END - START));
  return { from, to: from + (1 + below(72)) * 60 * MINUTE, of: i % 2 === 0 ? "program" : "platform" };
});
const out = (of: Outage["of"]): boolean => outages.some((o) => o.of === of && o.from <= clockMs && clockMs < o.to);

/** What the platform has taken, part by part. */
const taken = new Map<string, number>();
const tries = { posts: 0, failed: 0, crashes: 0, asked: 0 };

/** One process: its store connection, and whether it is alive. */
interface Replica {
  stores: SqliteStores;
  tick: () => Promise<unknown>;
  downUntil: number;
}

const replicaOf = (path: string): Replica => {
  const replica: Replica = { stores: openSqlite(path), tick: async () => undefined, downUntil: 0 };
  // Processes die here, not machines: nothing has to reach the disk at once.
  replica.stores.database.exec("PRAGMA synchronous = OFF");
  const begin = (): void => {
    let dead = false;
    const { outbox, subscriptions, audit } = replica.stores;
    const alive = <T>(work: () => Promise<T>): Promise<T> => (dead ? Promise.reject(new Error("dead")) : work());
    const mortal: Outbox = {
      queue: (post) => alive(() => outbox.queue(post)),
      claim: (...held) => alive(() => outbox.claim(...held)),
      record: (...held) => alive(() => outbox.record(...held)),
      posts: (prefix) => alive(() => outbox.posts(prefix)),
      waiting: () => alive(() => outbox.waiting()),
    };
    const service = makeSubscriptionService({
      subscriptions,
      outbox: mortal,
      digest,
      drills: { at: async () => null },
      now,
      newId,
      log,
    });
    replica.tick = makeTick({
      outbox: mortal,
      // The record of what was posted is checked elsewhere; a year of it would only be slow.
      audit: { ...audit, append: async (entry) => ({ ...entry, parts: {}, sequence: 0, previous: "", hash: "" }) },
      watch: { rescreen: async () => null },
      matcher: "",
      cases: { sweep: async () => 0, remind: async () => 0 },
      subscriptions: service,
      poster: {
        post: async (_place, _reply, key) => {
          tries.posts++;
          if (out("platform") || random() < POST_FAILURES) {
            tries.failed++;
            throw new Error("the platform did not take it");
          }
          taken.set(key, (taken.get(key) ?? 0) + 1);
          if (random() >= CRASHES) return;
          tries.crashes++;
          dead = true;
          replica.downUntil = clockMs + 30 * MINUTE;
          throw new Error("killed");
        },
        arrived: async (_place, key) => {
          tries.asked++;
          return taken.has(key) ? "yes" : "no";
        },
      },
      now,
      newId,
      log,
    });
  };
  begin();
  return {
    ...replica,
    tick: () => replica.tick(),
    get downUntil() {
      return replica.downUntil;
    },
    set downUntil(ms) {
      replica.downUntil = ms;
      if (ms === 0) begin();
    },
  };
};

const folder = mkdtempSync(join(tmpdir(), "redflag-year-"));
const path = join(folder, "redflag.db");
const replicas = [replicaOf(path), replicaOf(path)];
const [first] = replicas;
if (!first) throw new Error("no replica");

const CADENCES = [
  "daily",
  "daily",
  "daily",
  "weekdays",
  "weekdays",
  "weekly",
  "weekly",
  "weekly",
  "monthly",
  "at-once",
] as const;
const setUp = makeSubscriptionService({ ...first.stores, digest, drills: { at: async () => null }, now, newId, log });
const subscriptions: Subscription[] = [];
for (let i = 0; i < SUBSCRIPTIONS; i++)
  subscriptions.push(
    await setUp.subscribe({
      what: "digest",
      place: { platform: i % 2 ? "slack" : "teams", workspaceId: `W${i % 7}`, channelId: `C${Math.floor(i / 2)}` },
      userId: `U${i}`,
      topics: [],
      schedule: {
        cadence: CADENCES[i % CADENCES.length] ?? "daily",
        hour: below(24),
        zone: ZONES[i % ZONES.length] ?? "UTC",
        weekday: 1 + below(7),
        monthDay: [1, 15, 28, 29, 30, 31][below(6)] ?? 31,
      },
      quiet: i % 5 === 0,
    }),
  );

const began = performance.now();
for (; clockMs < END + DRAIN_MS; clockMs += STEP_MINUTES * MINUTE) {
  if (out("program")) continue;
  for (const replica of replicas) if (replica.downUntil > 0 && clockMs >= replica.downUntil) replica.downUntil = 0;
  await Promise.all(replicas.filter(({ downUntil }) => downUntil === 0).map(({ tick }) => tick()));
}
const posts = new Map<string, Awaited<ReturnType<Outbox["posts"]>>>();
for (const { subscriptionId } of subscriptions)
  posts.set(subscriptionId, allPosts(first.stores, `digest:${subscriptionId}:`));
const seconds = (performance.now() - began) / 1000;

/** The whole row, where the port gives the newest hundred. */
function allPosts(stores: SqliteStores, prefix: string): Awaited<ReturnType<Outbox["posts"]>> {
  return stores.database
    .prepare("SELECT post_id, body, state FROM outbox WHERE post_id >= ? AND post_id < ? ORDER BY sequence")
    .all(prefix, `${prefix}~`)
    .map((row) => ({ ...JSON.parse(String(row.body)), state: row.state }));
}

const failed = print(
  accounts({
    subscriptions,
    posts,
    taken,
    duesOf: (subscription) => duesOf(subscription.schedule, START, END),
    eventTimes: events.map(({ at }) => at),
    end: END,
  }),
  {
    seconds,
    outages: outages.length,
    replicas: replicas.length,
    zones: ZONES.length,
    places: new Set(subscriptions.map(({ place }) => placeKey(place))).size,
    ...tries,
  },
);
for (const { stores } of replicas) stores.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
