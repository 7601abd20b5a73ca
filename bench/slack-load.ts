import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { GRANT } from "../test/adapters/slack/harness.ts";
import { type Simulator, startSimulator } from "../test/support/slack/simulator.ts";

/**
 * Questions at a steady rate to the Slack adapter in a process of its own, from the simulated Slack in this one; every tenth
 * event is delivered twice, and every answer comes back to the app as an event, as Slack does. Then 100 open questions, kill
 * -9, a restart, and the same events once more. The first two seconds open the connections and warm both processes: what
 * is asked then is counted as lost or doubled, but not timed.
 *
 *     node bench/slack-load.ts [--rate 200] [--seconds 30] [--wire http|socket]
 */
const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "200" },
    seconds: { type: "string", default: "30" },
    wire: { type: "string", default: "http" },
  },
});
const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
const socket = values.wire === "socket";
const WARM_SECONDS = 2;
const folder = mkdtempSync(join(tmpdir(), "redflag-slack-load-"));

const launch = async (sim: Simulator, database: string, thinkMs: number): Promise<ChildProcess> => {
  const settings = {
    database: join(folder, database),
    apiUrl: sim.apiUrl,
    botToken: sim.botToken,
    signingSecret: socket ? null : sim.signingSecret,
    appToken: socket ? sim.appToken : null,
    thinkMs,
  };
  const child = fork(join(import.meta.dirname, "slack-load-app.ts"), [JSON.stringify(settings)], {
    execArgv: ["--expose-gc"],
  });
  const { port } = await reply<{ port: number }>(child);
  if (socket) await sim.connectSocket();
  else sim.connectHttp(`http://127.0.0.1:${port}/slack/events`);
  return child;
};

const reply = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as Message));
    child.once("exit", (code) => reject(new Error(`The app ended with ${code}.`)));
  });

const usage = async (child: ChildProcess): Promise<{ readonly heapMegabytes: number; readonly cpuMs: number }> => {
  const answer = reply<{ heapBytes: number; cpuMs: number }>(child);
  child.send("usage");
  const { heapBytes, cpuMs } = await answer;
  return { heapMegabytes: heapBytes / 1e6, cpuMs };
};

const answersByQuestion = (sim: Simulator): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { user, threadTs, channel } of sim.workspace.messages)
    if (user === sim.workspace.bot.id)
      counts.set(`${channel}:${threadTs}`, (counts.get(`${channel}:${threadTs}`) ?? 0) + 1);
  return counts;
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const checks: { readonly claim: string; readonly figure: string; readonly holds: boolean }[] = [];
const check = (claim: string, figure: string, holds: boolean): void => {
  checks.push({ claim, figure, holds });
};

const load = async (): Promise<void> => {
  const sim = await startSimulator({ grant: GRANT, retryDelaysMs: [1_000] });
  const app = await launch(sim, "load.db", 0);
  const asked: string[] = [];
  const doubled: Promise<unknown>[] = [];
  const saying: Promise<unknown>[] = [];
  const ask = (index: number): void => {
    const user = sim.workspace.addUser(`Person ${index}`);
    const direct = sim.workspace.direct(user.id);
    const at = sim.post.deliveries.length;
    saying.push(
      sim.people.say(user.id, direct.id, `question ${index}`).then((message) => {
        asked.push(`${direct.id}:${message.ts}`);
      }),
    );
    // `say` has handed its event over by now.
    const delivery = sim.post.deliveries[at];
    if (index % 10 === 0 && delivery !== undefined) doubled.push(sim.redeliver(delivery));
  };
  const total = rate * (seconds + WARM_SECONDS);
  let warmDeliveries = 0;
  const begun = performance.now();
  let sent = 0;
  const before = await usage(app);
  let early = Number.NaN;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1_000) * rate));
    while (sent < due) ask(sent++);
    if (warmDeliveries === 0 && sent >= rate * WARM_SECONDS) warmDeliveries = sim.post.deliveries.length;
    if (Number.isNaN(early) && sent > total / 5) early = (await usage(app)).heapMegabytes;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const sendingSeconds = (performance.now() - begun) / 1_000;
  await Promise.all(saying);
  await Promise.all(doubled);
  // A question and an answer each.
  await sim.until(() => sim.workspace.messages.length >= 2 * asked.length, "every answer", 30_000).catch(() => {});
  const counts = answersByQuestion(sim);
  const lost = asked.filter((key) => !counts.has(key)).length;
  const twice = asked.filter((key) => (counts.get(key) ?? 0) > 1).length;
  const acks = sim.post.deliveries
    .slice(warmDeliveries)
    .flatMap(({ attempts }) => attempts.map(({ ackMs }) => ackMs ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => a - b);
  const { heapMegabytes: late, cpuMs } = await usage(app);
  check(
    "events a second",
    `${(asked.length / sendingSeconds).toFixed(0)} for ${sendingSeconds.toFixed(1)} s (${sim.post.deliveries.length} deliveries with answers coming back)`,
    asked.length / sendingSeconds > rate * 0.98,
  );
  check("processor time of the app a question", `${((cpuMs - before.cpuMs) / asked.length).toFixed(2)} ms`, true);
  check(
    "acknowledgement p99 at most 100 ms",
    `p50 ${percentile(acks, 0.5).toFixed(1)} ms, p99 ${percentile(acks, 0.99).toFixed(1)} ms, worst ${acks.at(-1)?.toFixed(1)} ms`,
    percentile(acks, 0.99) <= 100,
  );
  check("questions lost", `${lost} of ${asked.length}`, lost === 0);
  check("questions answered twice", `${twice}, ${doubled.length} events delivered twice`, twice === 0);
  check(
    "memory flat",
    `heap after collection ${early.toFixed(1)} MB after a fifth, ${late.toFixed(1)} MB at the end`,
    late < early * 1.5 + 5,
  );
  app.kill();
  await sim.close();
};

const kill = async (): Promise<void> => {
  const sim = await startSimulator({ grant: GRANT, retryDelaysMs: [] });
  const first = await launch(sim, "kill.db", 3_600_000);
  const people = Array.from({ length: 100 }, (_, index) => sim.workspace.addUser(`Person ${index}`));
  await Promise.all(people.map(({ id }) => sim.people.say(id, sim.workspace.direct(id).id, "what is listed?")));
  const events = [...sim.post.deliveries];
  const gone = new Promise((resolve) => first.once("exit", resolve));
  first.kill("SIGKILL");
  await gone;
  const second = await launch(sim, "kill.db", 0);
  for (const delivery of events) await sim.redeliver(delivery);
  const words = (id: string): number => sim.answers(sim.workspace.direct(id).id).length;
  await sim.until(() => people.every(({ id }) => words(id) > 0), "a word to everybody", 60_000).catch(() => {});
  const once = people.filter(({ id }) => words(id) === 1).length;
  check("100 open questions, kill -9, restart, redelivery: one word to each", `${once} of 100`, once === 100);
  second.kill();
  await sim.close();
};

try {
  await load();
  await kill();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const { claim, figure, holds } of checks)
  process.stdout.write(`${holds ? "pass" : "FAIL"}  ${claim.padEnd(70)} ${figure}\n`);
const failed = checks.filter(({ holds }) => !holds).length;
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
