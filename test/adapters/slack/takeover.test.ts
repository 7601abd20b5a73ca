import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPostgresQueue } from "../../../src/adapters/queue/postgres-queue.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../../support/postgres.ts";
import { silentLog } from "../../support/silent-log.ts";
import { echo, startBench } from "./harness.ts";

/** A replica that takes what is put and never comes to an answer. */
const STUCK = `
  const [url, src] = process.argv.slice(1);
  const { openPostgresQueue } = await import(src + "/adapters/queue/postgres-queue.ts");
  const log = { info() {}, warn() {}, error() {} };
  const queue = await openPostgresQueue(url, log);
  await queue.take("slack", 1, () => new Promise(() => { process.stdout.write("taken\\n"); }), async () => {});
  process.stdout.write("ready\\n");
`;

describe.skipIf(!hasPostgres)("a replica in a process of its own, over a real queue", () => {
  let server: PostgresServer | null = null;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  it("that is killed with -9 in the middle of an answer: another one answers it once, within half a minute", async () => {
    const url = (await server?.database()) ?? "";
    const src = join(import.meta.dirname, "../../../src");
    const child = spawn(process.execPath, ["--input-type=module", "-e", STUCK, url, src]);
    const said = (word: string): Promise<void> =>
      new Promise((resolve, reject) => {
        child.once("exit", () => reject(new Error("The replica ended.")));
        child.stdout.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes(word)) resolve();
        });
      });
    const [ready, taken] = [said("ready"), said("taken")];
    await ready;
    const queue = await openPostgresQueue(url, silentLog);
    // It takes nothing in until the other one is dead.
    const alive = Promise.withResolvers<void>();
    const bench = await startBench("http", echo, {
      queue: {
        ...queue,
        take: (...given) => {
          void alive.promise.then(() => queue.take(...given));
          return Promise.resolve();
        },
      },
    });
    await bench.sim.people.say(bench.ann.id, bench.direct.id, "who is listed?");
    await taken;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    alive.resolve();
    await bench.sim.until(() => bench.sim.answers(bench.direct.id)[0], "the answer of the other replica", 30_000);
    await queue.stop();
    expect(bench.sim.answers(bench.direct.id).map(({ text }) => text)).toEqual(["Heard: who is listed?"]);
    expect(bench.heard.map(({ attempt }) => attempt)).toEqual([{ number: 2, last: false }]);
    await bench.close();
  }, 60_000);
});
