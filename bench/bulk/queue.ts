import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { hasPostgres, startPostgres } from "../../test/support/postgres.ts";
import type { Tally } from "../tally.ts";
import { differing, lostAndDoubled } from "./lines.ts";
import { type Place, redflag, startWorker } from "./run.ts";

/** Two processes must be so many times as fast as one. */
const QUEUE_GOAL = 1.7;

export interface QueueBench {
  readonly folder: string;
  readonly customers: string;
  readonly rows: number;
  /** Imports the lists. */
  readonly prepare: (place: Place) => Promise<void>;
  readonly tally: Tally;
  readonly say: (what: string, said: string) => void;
}

/** One process with one thread, then two, then two of which each is killed with -9 once: over one Postgres on loopback. */
export const queueFigures = async ({ folder, customers, rows, prepare, tally, say }: QueueBench): Promise<void> => {
  if (!hasPostgres) return say("through the queue", "not measured: Postgres is not installed");
  const server = await startPostgres();
  const place = async (name: string, databaseUrl: string): Promise<Place> => {
    const dataDir = join(folder, name);
    mkdirSync(dataDir);
    return { dataDir, databaseUrl };
  };
  const url = await server.database();
  const [first, second] = [await place("first", url), await place("second", url)];
  const results = (name: string): string => join(folder, `${name}.jsonl`);
  const screen = (name: string, killWhen?: () => boolean) =>
    redflag(first, ["screen", "--input", customers, "--output", results(name), "--queue", "--workers", "1"], killWhen);
  const written = (name: string): number => {
    const part = `${results(name)}.part`;
    return existsSync(part) ? statSync(part).size : 0;
  };
  try {
    await prepare(first);
    // Indexes are made once and kept by each process
    for (const one of [first, second]) await redflag(one, ["screen", "Made Ready"]);
    const one = await screen("one");
    say("through the queue, one process with one thread", `${one.seconds.toFixed(1)} s`);
    let worker = await startWorker(second);
    const two = await screen("two");
    say("  with a second one", `${two.seconds.toFixed(1)} s`);
    const ratio = one.seconds / two.seconds;
    say("  times as fast", `${ratio.toFixed(2)} (goal ${QUEUE_GOAL})`);
    tally.check(`two processes are at least ${QUEUE_GOAL} times as fast as one`, ratio >= QUEUE_GOAL);
    tally.check("two processes say what one says", (await differing(results("one"), results("two"))) === 0);

    // Memory and caches are shared even where nothing else is
    const apart = (where: Place, name: string) =>
      redflag(where, ["screen", "--input", customers, "--output", results(name), "--workers", "1"]);
    const alone = await apart(first, "alone");
    const began = performance.now();
    await Promise.all([apart(first, "left"), apart(second, "right")]);
    const atMost = (2 * alone.seconds * 1_000) / (performance.now() - began);
    say("  as the machine gives two that share no work", `${atMost.toFixed(2)} times`);

    const size = statSync(results("one")).size;
    let killed = 0;
    const killWorker = (): void => {
      if (killed > 0 || written("killed") < size / 4) return;
      worker.kill("SIGKILL");
      killed++;
    };
    const begun = await screen("killed", () => {
      killWorker();
      return killed > 0 && written("killed") > size / 2;
    });
    worker = await startWorker(second);
    const ended = await screen("killed");
    worker.kill("SIGTERM");
    const { lost, doubled } = await lostAndDoubled(results("killed"), rows);
    say("a worker killed -9, then whoever began the job", `${lost} rows lost, ${doubled} doubled`);
    const said = ended.err.includes("Going on after row");
    tally.check(
      "both killed and gone on: none lost, none doubled, all as one process says",
      killed === 1 &&
        begun.killed &&
        said &&
        lost + doubled + (await differing(results("one"), results("killed"))) === 0,
    );
  } finally {
    await server.stop();
  }
};
