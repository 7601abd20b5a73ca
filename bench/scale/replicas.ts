import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { parseConfig } from "../../src/config.ts";
import { instant } from "../../src/core/dates.ts";
import { openRuntime } from "../../src/runtime.ts";
import { GRANT } from "../../test/adapters/slack/harness.ts";
import { startPostgres } from "../../test/support/postgres.ts";
import { startRedis } from "../../test/support/redis.ts";
import { type Simulator, startSimulator } from "../../test/support/slack/simulator.ts";
import { pause, within } from "../faults/row.ts";
import { makeServer, type Server } from "../faults/server.ts";
import { balanced, makeCrowd } from "./replica-crowd.ts";
import { percentile, processorSeconds, tally } from "./replica-tally.ts";

/**
 * Three replicas of the real program behind a balancer, Postgres, Redis and a simulated Slack that delivers again what was not
 * acknowledged within three seconds. Questions at a steady rate; every ten seconds a replica is killed with -9 and started
 * again; Redis and Postgres crash once each; digests come due meanwhile. Then what became of every question is counted.
 *
 *     npm run bench:scale -- --set replicas [--rate 100] [--seconds 60] [--threads 200] [--quiet-seconds 120] [--calm]
 *
 * --calm kills nothing, to see what the machine can do.
 */
const { values } = parseArgs({
  options: {
    set: { type: "string" },
    rate: { type: "string", default: "100" },
    seconds: { type: "string", default: "60" },
    threads: { type: "string", default: "200" },
    "quiet-seconds": { type: "string", default: "120" },
    replicas: { type: "string", default: "3" },
    calm: { type: "boolean", default: false },
  },
});
const [rate, seconds, threads] = [Number(values.rate), Number(values.seconds), Number(values.threads)];
const REPLICAS = Number(values.replicas);
const KILL_EVERY_SECONDS = 10;
const DIGESTS = 12;

const folder = mkdtempSync(join(tmpdir(), "redflag-replicas-"));
const say = (line: string): void => void process.stderr.write(`  … ${line}\n`);

const [postgres, redis] = [await startPostgres(), await startRedis()];
const sim = await startSimulator({
  grant: GRANT,
  ackDeadlineMs: 3_000,
  // Slack's own pace is at once, after a minute and after five: six minutes in all. Here it is over sooner.
  retryDelaysMs: [0, 3_000, 6_000, 12_000, 24_000, 48_000],
  // That an answer stands once is to be the program's doing.
  knowsPosts: false,
});
const databaseUrl = await postgres.database();
const env = {
  DATABASE_URL: databaseUrl,
  REDIS_URL: redis.url,
  SLACK_BOT_TOKEN: sim.botToken,
  SLACK_SIGNING_SECRET: sim.signingSecret,
  SLACK_API_URL: sim.apiUrl,
  // Counted for each question, as in production, and never reached.
  LIMIT_USER_PER_MINUTE: "100000",
  LIMIT_CHANNEL_PER_MINUTE: "100000",
  LIMIT_WORKSPACE_PER_MINUTE: "1000000",
};

/** Digests to channels of their own, due while replicas die. */
const seedDigests = async (slack: Simulator, dueInMs: number): Promise<readonly string[]> => {
  const owner = slack.workspace.addUser("Digest reader");
  const channels = Array.from(
    { length: DIGESTS },
    (_, index) => slack.workspace.addChannel(`digest-${index}`, [owner.id, slack.workspace.bot.id]).id,
  );
  const runtime = await openRuntime(
    parseConfig({ ...env, REDFLAG_DATA_DIR: join(folder, "seed"), LOG_LEVEL: "silent", LISTS_REFRESH_HOURS: "0" }),
  );
  const watermark = await runtime.services.digest.watermark();
  await runtime.services.answer("Who is Song Kum Hyok?", { turns: [], asOf: null, progress: () => {} });
  for (const [index, channelId] of channels.entries())
    await runtime.store.subscriptions.put({
      subscriptionId: `digest-${index}`,
      what: "digest",
      place: { platform: "slack", workspaceId: slack.workspace.teamId, channelId },
      userId: owner.id,
      topics: [],
      schedule: { cadence: "daily", hour: 0, zone: "UTC", weekday: 1, monthDay: 1 },
      quiet: false,
      paused: false,
      createdAt: instant(new Date()),
      watermark,
      dueAt: instant(new Date(Date.now() + dueInMs)),
    });
  await runtime.close();
  return channels;
};

/** Replicas that have said that they are healthy. */
const up = new Set<Server>();

/** Started again until it is up, as a supervisor does: Postgres may crash while it starts. */
const supervised = async (replica: Server): Promise<number> => {
  const from = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      await replica.start();
      up.add(replica);
      return (performance.now() - from) / 1_000;
    } catch (thrown) {
      if (tries === 5) throw thrown;
      say("a replica ended while it started, and is started again");
    }
  }
};

const kills: { readonly atMs: number; readonly readyInSeconds: number }[] = [];
const disturb = async (replicas: readonly Server[]): Promise<void> => {
  const begun = performance.now();
  const until = async (second: number): Promise<void> =>
    pause(Math.max(0, second * 1_000 - (performance.now() - begun)));
  const jobs: Promise<unknown>[] = [];
  const [redisAt, postgresAt] = [Math.round(seconds * 0.35), Math.round(seconds * 0.65)];
  jobs.push(
    until(redisAt).then(async () => {
      await redis.restart();
      say(`Redis crashed and was back after ${redisAt} s`);
    }),
    until(postgresAt).then(async () => {
      await postgres.restart();
      say(`Postgres crashed and was back after ${postgresAt} s`);
    }),
  );
  for (let count = 0; (count + 1) * KILL_EVERY_SECONDS <= seconds; count++) {
    await until((count + 1) * KILL_EVERY_SECONDS - 2);
    const victim = replicas[count % replicas.length];
    const atMs = Date.now();
    if (victim) up.delete(victim);
    await victim?.kill();
    const readyInSeconds = victim ? await supervised(victim) : 0;
    kills.push({ atMs, readyInSeconds });
    say(`replica ${count % replicas.length} was killed and ready again ${readyInSeconds.toFixed(1)} s later`);
  }
  await Promise.all(jobs);
};

const checks: { readonly claim: string; readonly figure: string; readonly holds: boolean }[] = [];
const check = (claim: string, figure: string, holds: boolean): void => void checks.push({ claim, figure, holds });
const ms = (value: number): string => `${value < 1_000 ? value.toFixed(0) : `${(value / 1_000).toFixed(1)}k`} ms`;

let replicas: readonly Server[] = [];
try {
  const digestChannels = await seedDigests(sim, 20_000);
  replicas = await Promise.all(
    Array.from({ length: REPLICAS }, (_, index) => makeServer({ dataDir: join(folder, `replica-${index}`), env })),
  );
  for (const replica of replicas) say(`a replica is ready after ${(await supervised(replica)).toFixed(1)} s`);
  const behind = replicas.map((replica) => ({ url: replica.url, isUp: () => up.has(replica) }));
  sim.post.use(balanced(behind, sim.signingSecret));
  const crowd = makeCrowd(sim, threads);

  const asking: Promise<void>[] = [];
  const before = processorSeconds();
  const ownBefore = process.cpuUsage();
  const begun = performance.now();
  const disturbing = values.calm ? Promise.resolve() : disturb(replicas);
  for (let sent = 0; sent < rate * seconds; ) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - begun) / 1_000) * rate));
    for (; sent < due; sent++) asking.push(crowd.ask());
    await pause(2);
  }
  const sendingSeconds = (performance.now() - begun) / 1_000;
  await Promise.all(asking);
  await disturbing;
  const answeredAll = (): boolean => tally(sim, crowd.asked).lost === 0;
  await within(Number(values["quiet-seconds"]) * 1_000, async () => {
    await pause(500);
    return answeredAll();
  });
  const quietSeconds = (performance.now() - begun) / 1_000 - sendingSeconds;
  const after = processorSeconds();
  const own = process.cpuUsage(ownBefore);
  const posted = (channel: string): number => sim.answers(channel).length;
  await within(90_000, async () => {
    await pause(500);
    return digestChannels.every((channel) => posted(channel) > 0);
  });
  // A double would come with the next look at the clock.
  if (!values.calm) await pause(35_000);

  const found = tally(sim, crowd.asked);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ key: string; tries: number }>(
    "SELECT data->>'id' AS key, retry_count AS tries FROM redflag_queue.job WHERE retry_count > 0",
  );
  const left = await client.query("SELECT count(*)::int AS left FROM redflag_queue.job WHERE state < 'completed'");
  await client.end();
  const takenOver = rows.map(({ key }) => found.waitMs.get(key)).filter((wait) => wait !== undefined);
  const acks = crowd.asked.map(({ ackMs }) => ackMs ?? Number.POSITIVE_INFINITY);
  const waits = [...found.waitMs.values()];
  const redelivered = crowd.asked.filter(({ deliveries }) => deliveries > 2).length;
  const total = crowd.asked.length;
  const digests = digestChannels.map(posted);

  check(
    "asked",
    `${total} in ${threads} threads, ${(total / sendingSeconds).toFixed(0)} a second for ${sendingSeconds.toFixed(0)} s`,
    total / sendingSeconds > rate * 0.98,
  );
  check(
    "disturbed by",
    `${kills.length} kills of a replica, ${values.calm ? "no crash" : "a crash of Redis and one of Postgres"}; ${redelivered} questions delivered again`,
    true,
  );
  check(
    "answered",
    `${found.answered}, the last ${quietSeconds.toFixed(1)} s after the last question`,
    found.answered === total,
  );
  check("lost", String(found.lost), found.lost === 0);
  check("doubled", String(found.doubled), found.doubled === 0);
  const late = found.outOfOrder.map(({ ackMs }) => `acknowledged after ${ackMs === null ? "no time" : ms(ackMs)}`);
  check("out of order within a thread", [late.length, ...late].join(", "), late.length === 0);
  check(
    "told to ask again, or posts of no question",
    `${found.apologies}, ${found.stray}`,
    found.apologies + found.stray === 0,
  );
  check(
    "digests due, and posts for each",
    `${DIGESTS}; ${digests.join(" ")}`,
    digests.every((count) => count === 1),
  );
  check(
    "acknowledged",
    `p50 ${ms(percentile(acks, 0.5))}, p99 ${ms(percentile(acks, 0.99))}, worst ${ms(Math.max(...acks))}`,
    acks.every(Number.isFinite),
  );
  check(
    "question to answer",
    `p50 ${ms(percentile(waits, 0.5))}, p99 ${ms(percentile(waits, 0.99))}, worst ${ms(Math.max(...waits))}`,
    true,
  );
  check(
    "tried again by another replica or after a fault",
    `${rows.length}; question to answer p50 ${ms(percentile(takenOver, 0.5))}, worst ${ms(Math.max(0, ...takenOver))}`,
    true,
  );
  check("left in the queue", String(left.rows[0]?.left), left.rows[0]?.left === 0);
  for (const [name, spent] of after) {
    const each = ((spent - (before.get(name) ?? 0)) * 1_000) / total;
    check(`processor time a question, ${name}`, `${each.toFixed(1)} ms`, true);
  }
  check(
    "processor time a question, the simulated Slack",
    `${((own.user + own.system) / 1_000 / total).toFixed(1)} ms`,
    true,
  );
} finally {
  await Promise.all(replicas.map((replica) => replica.stop()));
  const trouble = replicas
    .flatMap((replica) => replica.output().split("\n"))
    .filter((line) => /"level":(?:50|60)/.test(line));
  const kinds = Map.groupBy(trouble, (line) => /"msg":"([^"]*)"/.exec(line)?.[1] ?? line);
  for (const [kind, lines] of kinds) say(`${lines.length} × ${kind}`);
  await sim.close();
  await redis.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const { claim, figure, holds } of checks)
  process.stdout.write(`${holds ? "ok  " : "FAIL"}  ${claim.padEnd(58)} ${figure}\n`);
const failed = checks.filter(({ holds }) => !holds).length;
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
