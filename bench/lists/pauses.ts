import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId, stopwatch, systemNow } from "../../src/adapters/clock.ts";
import { makeLog } from "../../src/adapters/log.ts";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import type { NamedBytes } from "../../src/lists/pick-files.ts";
import { makeInForce, readyMeanwhile } from "../../src/services/screening.ts";
import { heavyThread } from "../../src/threads.ts";
import { history, SDN_MIXED } from "./files.ts";
import type { Row } from "./report.ts";

/** Longest time that the process may not answer while a list comes in, milliseconds. */
const MOST_MS = 50;
/** Time between two screenings of the person who asks meanwhile, milliseconds. */
const ASKED_EVERY_MS = 20;

/**
 * The longest stretch between two turns of the process, milliseconds: as it passed, and of processor time, which other
 * programs on the machine do not lengthen.
 */
const watchPauses = () => {
  let [wall, cpu, running] = [0, 0, true];
  const turn = (lastWall: number, lastCpu: number): void => {
    const [nowWall, nowCpu] = [performance.now(), cpuMs()];
    wall = Math.max(wall, nowWall - lastWall);
    cpu = Math.max(cpu, nowCpu - lastCpu);
    if (running) setTimeout(turn, 1, nowWall, nowCpu);
  };
  turn(performance.now(), cpuMs());
  return {
    stop: (): { readonly wall: number; readonly cpu: number } => {
      running = false;
      return { wall, cpu };
    },
  };
};

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** A list imported over another one by a process that goes on screening: parsing, checks, store and index on their own thread. */
export const pauses = async (): Promise<readonly Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-pause-"));
  const database = join(folder, "redflag.db");
  const stores = openSqlite(database);
  const { heavy, close } = heavyThread(
    database,
    { store: stores.lists, removals: stores.removals, now: systemNow },
    makeLog("silent"),
  );
  const snapshots = { read: async () => null, write: async () => {} };
  const inForce = makeInForce({
    store: stores.lists,
    heavy,
    snapshots,
    matcher: "bench",
    starter: [],
    now: systemNow,
    newId,
    stopwatch,
  });
  const ready = readyMeanwhile(inForce);
  const take = (files: readonly NamedBytes[]) =>
    heavy.take({ source: sourceId("ofac-sdn"), files, publishedOn: null, partial: true, columns: {}, checks: null });
  try {
    await take(history("2021-09-21"));
    (await ready()).screener.mentions("Is Song Kum Hyok listed?");
    let [asked, slowest, running] = [0, 0, true];
    const people = async (): Promise<void> => {
      while (running) {
        const began = performance.now();
        const { screener } = await ready();
        screener.screen(subjectFrom({ text: "Song Kum Hyok" }));
        screener.mentions("Is Song Kum Hyok listed?");
        slowest = Math.max(slowest, performance.now() - began);
        asked++;
        await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
      }
    };
    const asking = people();
    const files = SDN_MIXED();
    const began = performance.now();
    const taking = watchPauses();
    const { version } = await take(files);
    const imported = taking.stop();
    const building = watchPauses();
    const built = await inForce();
    await built.prepared();
    while ((await ready()) !== built) await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
    const swapped = building.stop();
    const seconds = (performance.now() - began) / 1000;
    running = false;
    await asking;
    const row = (what: string, { wall, cpu }: { readonly wall: number; readonly cpu: number }): Row => ({
      what,
      expected: `<= ${MOST_MS} ms`,
      got: `${cpu.toFixed(0)} ms of processor time, ${wall.toFixed(0)} ms passed`,
      passed: cpu <= MOST_MS,
    });
    return [
      row(`longest pause while ${version.entries} entries are parsed and stored`, imported),
      row("longest pause while their index is compiled and swapped in", swapped),
      {
        what: `screenings and messages read meanwhile, in ${seconds.toFixed(1)} s`,
        expected: "",
        got: `${asked}, the slowest ${slowest.toFixed(0)} ms`,
        passed: null,
      },
    ];
  } finally {
    await close();
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
