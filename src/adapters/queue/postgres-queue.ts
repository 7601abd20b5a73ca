import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type JobWithMetadata, PgBoss } from "pg-boss";
import { messageOf, RedflagError } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { AttemptedWork, Work, WorkQueue } from "../../ports/work-queue.ts";

const RETRIES = 4;
const RETRY_SECONDS = 1;
/** A replica that says nothing for so long is dead; the smallest that pg-boss takes. */
const HEARTBEAT_SECONDS = 10;
/** For so long after a heartbeat nobody else can have taken the work, whatever the post on its way takes. */
const HELD_MS = (HEARTBEAT_SECONDS - 1.5) * 1_000;
const SUPERVISE_SECONDS = 5;
/** Finished works are remembered so long: platforms deliver an event again within the hour. */
const REMEMBER_SECONDS = 86_400;
/** Works put by other replicas that died, or whose retry is due, are looked for this often. */
const LOOK_MS = 1_000;
const GATHER_MS = 8;
const CONNECTIONS = 6;
const FIRST_PAUSE_MS = 50;
/** Short, so that what waited for a restart goes in as it came. */
const LONGEST_PAUSE_MS = 200;
const PATIENCE_MS = 10_000;

interface Taker {
  /** Looks for work now. */
  look(): void;
  /** What is being done. */
  readonly underWay: Set<Promise<void>>;
  readonly timers: readonly NodeJS.Timeout[];
}

/**
 * Work for replicas over Postgres, by pg-boss: its policy `key_strict_fifo` keeps the order of a lane across replicas.
 * The replica that puts a work looks for it at once, so nobody waits for a poll. Rejects with `RedflagError` "storage".
 */
export const openPostgresQueue = async (url: string, log: Log): Promise<WorkQueue> => {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "redflag-queue",
    schema: "redflag_queue",
    max: CONNECTIONS,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    schedule: false,
  });
  boss.on("error", (thrown) => log.warn("the work queue met a fault and goes on", { reason: messageOf(thrown) }));
  try {
    await boss.start();
  } catch (thrown) {
    throw queueTrouble("The work queue in Postgres cannot be opened", thrown);
  }
  const takers = new Map<string, Taker>();
  const known = new Map<string, Promise<void>>();
  let stopping = false;

  const made = (kind: string): Promise<void> => {
    const making = known.get(kind) ?? makeQueue(boss, kind);
    known.set(kind, making);
    making.catch(() => known.delete(kind));
    return making;
  };

  let stopped: Promise<void> | null = null;
  const stopAll = async (): Promise<void> => {
    stopping = true;
    for (const { timers } of takers.values()) for (const timer of timers) clearInterval(timer);
    for (const { underWay } of takers.values()) while (underWay.size > 0) await Promise.allSettled([...underWay]);
    await boss.stop({ graceful: false, close: true });
  };

  return {
    put: async (kind, { id, lane, body }) => {
      await made(kind);
      const job = { id: uuidOf(kind, id), singletonKey: lane };
      const put = await patiently(() => boss.send(kind, { id, body }, job));
      takers.get(kind)?.look();
      return put !== null;
    },
    take: async (kind, atOnce, handle, gaveUp) => {
      await made(kind);
      const underWay = new Set<Promise<void>>();
      let looking = false;
      let again = false;
      const complete = together((jobs: readonly Job[]) => boss.complete(kind, [...jobs]));
      const begin = (job: Job): void => {
        const doing = doJob(boss, kind, job, handle, gaveUp, complete, log).finally(() => {
          underWay.delete(doing);
          look();
        });
        underWay.add(doing);
      };
      const look = (): void => {
        if (looking) again = true;
        else if (!stopping && underWay.size < atOnce) void fetchAll();
      };
      const fetchAll = async (): Promise<void> => {
        looking = true;
        try {
          do {
            again = false;
            const batchSize = atOnce - underWay.size;
            if (batchSize === 0) break;
            const jobs = await boss.fetch<Held>(kind, { batchSize, includeMetadata: true });
            for (const job of jobs) begin(job);
            if (jobs.length === batchSize) again = true;
            // Under load one look serves several works that were put or finished meanwhile.
            else if (again) await pause(GATHER_MS);
          } while (again && !stopping);
        } catch (thrown) {
          log.warn("no work could be taken from the queue; trying again", { kind, reason: messageOf(thrown) });
        } finally {
          looking = false;
        }
      };
      const timers = [
        setInterval(look, LOOK_MS),
        setInterval(() => void freeLanes(boss, kind, gaveUp, log), SUPERVISE_SECONDS * 1_000),
      ];
      takers.set(kind, { look, underWay, timers });
      look();
    },
    depth: async (kind) => {
      await made(kind);
      const sql = "SELECT count(*) AS waiting FROM redflag_queue.job WHERE name = $1 AND state < 'completed'";
      const { rows } = await patiently(() => boss.getDb().executeSql(sql, [kind]));
      return Number((rows[0] as { waiting?: unknown }).waiting);
    },
    stop: () => {
      stopped ??= stopAll();
      return stopped;
    },
  };
};

interface Held {
  readonly id: string;
  readonly body: unknown;
}

type Job = JobWithMetadata<Held>;

const makeQueue = async (boss: PgBoss, kind: string): Promise<void> => {
  await boss.createQueue(kind, {
    policy: "key_strict_fifo",
    retryLimit: RETRIES,
    retryDelay: RETRY_SECONDS,
    retryBackoff: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: REMEMBER_SECONDS,
  });
};

const doJob = async (
  boss: PgBoss,
  kind: string,
  job: Job,
  handle: (work: AttemptedWork) => Promise<void>,
  gaveUp: (work: Work) => Promise<void>,
  complete: (job: Job) => Promise<unknown>,
  log: Log,
): Promise<void> => {
  let heardAt = performance.now();
  const tell = async (): Promise<void> => {
    const askedAt = performance.now();
    try {
      const { affected } = (await boss.touch(kind, job)) as { readonly affected?: number };
      heardAt = affected === 0 ? Number.NEGATIVE_INFINITY : Math.max(heardAt, askedAt);
    } catch (thrown) {
      log.warn("the queue did not hear that work goes on", { kind, reason: messageOf(thrown) });
    }
  };
  const alive = setInterval(() => void tell(), (HEARTBEAT_SECONDS * 1_000) / 3);
  const held = (): boolean => performance.now() - heardAt < HELD_MS;
  const last = job.retryCount >= RETRIES;
  const work = workFrom(job);
  try {
    await handle({ ...work, attempt: job.retryCount + 1, last, held });
  } catch (thrown) {
    log.warn(last ? "work was given up" : "work failed and is tried again", { kind, reason: messageOf(thrown) });
    if (!last) return await settled(() => boss.fail(kind, job), kind, log);
    await gaveUp(work).catch((again: unknown) => log.error("nobody could be told", { reason: messageOf(again) }));
  } finally {
    clearInterval(alive);
  }
  await settled(() => complete(job), kind, log);
};

/** A work whose replicas died each time fails in the database and would hold its lane for ever. */
const freeLanes = async (
  boss: PgBoss,
  kind: string,
  gaveUp: (work: Work) => Promise<void>,
  log: Log,
): Promise<void> => {
  try {
    for (const key of await boss.getBlockedKeys(kind)) {
      const failed = (await boss.findJobs<Held>(kind, { key })).filter(({ state }) => state === "failed");
      for (const job of failed) {
        // Of several replicas the one whose delete took effect tells.
        const { affected } = (await boss.deleteJob(kind, job.id)) as { readonly affected?: number };
        if (affected !== 0) await gaveUp(workFrom(job));
      }
    }
  } catch (thrown) {
    log.warn("lanes of the queue could not be looked at", { kind, reason: messageOf(thrown) });
  }
};

const workFrom = (job: Job): Work => ({ id: job.data.id, lane: job.singletonKey ?? "", body: job.data.body });

/** What comes while an earlier one is under way is done in one go after it: the next statement carries all that has gathered. */
const together = <T>(work: (all: readonly T[]) => Promise<unknown>): ((one: T) => Promise<unknown>) => {
  let gathered: T[] = [];
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<unknown> | null = null;
  return (one) => {
    gathered.push(one);
    next ??= running
      .catch(() => {})
      .then(() => {
        const all = gathered;
        gathered = [];
        next = null;
        running = work(all);
        return running;
      });
    return next;
  };
};

/** A finished work that cannot be marked is taken over as if this replica had died: its handler knows by the attempt. */
const settled = async (settle: () => Promise<unknown>, kind: string, log: Log): Promise<void> => {
  try {
    await patiently(settle);
  } catch (thrown) {
    log.warn("the queue did not hear of the end of a work", { kind, reason: messageOf(thrown) });
  }
};

/** Waits for a Postgres that is being restarted. Repeating is safe: ids make a put count once, an attempt settles once. */
const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (thrown) {
      if (performance.now() + wait > deadline) throw queueTrouble("The work queue did not answer", thrown);
      await pause(wait);
    }
  }
};

const queueTrouble = (what: string, thrown: unknown): RedflagError =>
  new RedflagError(
    "storage",
    `${what} (${messageOf(thrown)}). Nothing was changed. Check DATABASE_URL and the server.`,
    {
      cause: thrown,
    },
  );

/** pg-boss wants UUIDs; the same work gets the same one on every replica. */
const uuidOf = (kind: string, id: string): string => {
  const hex = createHash("sha256").update(`${kind}\0${id}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
};
